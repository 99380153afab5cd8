"""A referral that a destination did not acknowledge in time goes up, a rung a day.

Nothing waits for it: the other side and every other clock go on (practice RF 1).
"""

from urllib.parse import urljoin

from django.conf import settings

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit
from dueregard.clock.working_days import add_working_days, is_working_day
from dueregard.vault.rooms import sealing

from ..events import DeliveryEvent
from ..models import Delivery, Destination, Referral
from ..people import people_as, those_with_mail
from .delivery_tasks import ESCALATED, owe_delivery, page_of
from .sending import mail_somebody

Kind = Destination.Kind
CHAIRS = (Role.PANEL_CHAIR, Role.DEPUTY_CHAIR)
RUNGS: dict[str, tuple[tuple[Role, ...], ...]] = {
    Kind.POLICE: ((Role.COORDINATOR,), CHAIRS),
    Kind.COUNCIL: (CHAIRS, (Role.GATEWAY_OFFICER,)),
    Kind.COUNTY: ((Role.COORDINATOR,), CHAIRS),
    Kind.OTHER_AREA: ((Role.COORDINATOR,), CHAIRS),
}
"""Who is told when nobody at a destination says that it has a referral, in order."""


def escalate_all() -> int:
    """Take what was not acknowledged in time to the next rung; how many went up."""
    if not is_working_day(clock.today()):
        return 0
    here = Authority.objects.filter(rooms__room=Room.REFERRALS)
    return sum(escalate(authority) for authority in here)


@audit.atomic
def escalate(authority: Authority) -> int:
    """Those of `authority`, once a rung, however often it runs on one day."""
    today, climbed = clock.today(), 0
    with sealing(authority):
        rows = Delivery.objects.waiting().filter(
            authority=authority,
            due_on__lt=today,
            rung__lt=max(map(len, RUNGS.values())),
            referral__status__in=Referral.OPEN,
        )
        locked = rows.select_for_update(of=("self",)).select_related(
            "destination", "referral", "authority"
        )
        for delivery in locked.order_by("due_on", "id"):
            climbed += _climb(delivery)
    return climbed


def _climb(delivery: Delivery) -> bool:
    """To the rung of today; a rung on which nobody stands is passed at once."""
    rungs = RUNGS[delivery.destination.kind]
    if add_working_days(delivery.due_on, delivery.rung) >= clock.today():
        return False
    before = delivery.rung
    while delivery.rung < len(rungs):
        people = list(people_as(rungs[delivery.rung], delivery.authority))
        delivery.rung += 1
        _tell(delivery, people)
        if people:
            break
    if delivery.rung == before:
        return False
    delivery.escalated_at = clock.now()
    delivery.save(update_fields=["rung", "escalated_at"])
    return True


def _tell(delivery: Delivery, people: list[Person]) -> None:
    owe_delivery(ESCALATED, delivery, people)
    for person in those_with_mail(people):
        mail_somebody(
            delivery,
            to=str(person.email),
            link=urljoin(settings.SITE_URL, page_of(delivery)),
            key=f"referrals.late:{delivery.pk}:{delivery.rung}:{person.pk}",
        )
    audit.record(
        DeliveryEvent.ESCALATED,
        delivery.referral,
        by=None,
        destination_id=delivery.destination_id,
        rung=delivery.rung,
        person_ids=[person.pk for person in people],
    )
