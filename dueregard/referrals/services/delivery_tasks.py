"""What deliveries put on people's lists. A task says that something waits, not what."""

from collections.abc import Iterable

from django.urls import reverse

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority, Person
from dueregard.clock.working_days import add_working_days
from dueregard.reminders.services.tasks import Owed, close_tasks, owe

from ..models import Delivery, Destination
from ..people import people_as

ACKNOWLEDGE = "referrals.acknowledge"
TELEPHONE = "referrals.telephone"
ESCALATED = "referrals.escalated"
NO_DESTINATION = "referrals.no_destination"
ABOUT = "Referrals"
SOURCE = "The day that is set for each destination"

TITLES = {
    ACKNOWLEDGE: "Say that you have a referral",
    TELEPHONE: "Ring with the code for a referral",
    ESCALATED: "A referral was not acknowledged in time",
}


def owe_delivery(kind: str, delivery: Delivery, people: Iterable[Person]) -> None:
    """Put `delivery` on the lists of `people`; late already when it was escalated."""
    owe(
        Owed(
            kind=kind,
            subject_id=str(delivery.pk),
            authority=delivery.authority,
            room=Room.REFERRALS,
            title=TITLES[kind],
            about=ABOUT,
            url=page_of(delivery),
            source=SOURCE,
            due_on=clock.today() if kind == ESCALATED else delivery.due_on,
            person=person,
        )
        for person in people
    )


def owe_destination(authority: Authority, kinds: Iterable[str]) -> None:
    """Have the co-ordinators see to it that each of `kinds` has a place to go to."""
    co_ordinators = list(people_as([Role.COORDINATOR], authority))
    owe(
        Owed(
            kind=NO_DESTINATION,
            subject_id=f"{authority.pk}:{kind}",
            authority=authority,
            room=Room.REFERRALS,
            title=f"No tested destination: {Destination.Kind(kind).label}",
            about=ABOUT,
            url=reverse("referrals:destinations", args=[authority.slug]),
            source="Police and council get each referral at the same time",
            due_on=add_working_days(clock.today(), 0),
            person=person,
        )
        for kind in kinds
        for person in co_ordinators
    )


def close_delivery(delivery: Delivery, *, event: str) -> None:
    for kind in (ACKNOWLEDGE, TELEPHONE, ESCALATED):
        close_tasks(kind, [str(delivery.pk)], event=event)


def close_destination_tasks(destination: Destination, *, event: str) -> None:
    subject = f"{destination.authority_id}:{destination.kind}"
    close_tasks(NO_DESTINATION, [subject], event=event)


def page_of(delivery: Delivery) -> str:
    """The address of the page that says where a referral has got to."""
    return reverse(
        "referrals:delivery", args=[delivery.authority.slug, delivery.referral_id]
    )
