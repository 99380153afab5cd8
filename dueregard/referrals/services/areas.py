"""Another area takes a referral when it says so in writing; until then we hold it.

An area that is not on this system gets the form through its destination like any other.
What stays here afterwards is the referral's row, its dates and where it went.
"""

from datetime import date

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit

from .. import guards
from ..events import DeliveryEvent
from ..models import Delivery, Destination, Referral
from ..rules import may_ask_area, may_report_delivery
from .delivering import locked
from .delivery_tasks import close_delivery
from .room import lock, room_of
from .sending import send_to

Kind = Destination.Kind
IN_WRITING = (
    "The other area was asked and has not accepted this referral in writing yet. Note "
    "under “Where it was sent” when it does."
)


@audit.atomic
def ask_area(referral: Referral, destination: Destination, *, by: Person) -> Delivery:
    """Send the form to another area and ask it to take the referral.

    Raises:
        NotAllowed: `by` is neither of the intake nor of the gateway.
        NotNow: it has ended, that area was asked already, or is not in use.
    """
    may_ask_area(by, referral)
    with room_of(referral):
        lock(referral)
        if not referral.is_open or referral.status == Referral.Status.SCREENING:
            raise NotNow("Only an open referral can go to another area.")
        if destination.kind != Kind.OTHER_AREA or not destination.is_in_use:
            raise NotNow("Choose another area whose destination is tested.")
        if referral.deliveries.filter(destination=destination).exists():
            raise NotNow(f"{destination} was asked already.")
        sent = send_to(referral, destination)
        audit.record(
            DeliveryEvent.AREA_ASKED, referral, by=by, destination_id=destination.pk
        )
    return sent


@audit.atomic
@sensitive_variables("words")
def note_acceptance(delivery: Delivery, *, words: str, on: date, by: Person) -> None:
    """Note who of another area accepted the referral in writing, and when.

    Raises:
        NotAllowed: `by` is neither of the intake nor of the gateway.
        NotNow: it is no other area's, was accepted already, or `on` is no such day.
    """
    may_report_delivery(by, delivery.referral)
    with room_of(delivery.referral):
        row = locked(delivery)
        if row.destination.kind != Kind.OTHER_AREA or row.accepted_on is not None:
            raise NotNow("This was accepted already, or was not sent to another area.")
        if not timezone.localdate(row.created_at) <= on <= clock.today():
            raise NotNow("The day must be between the day it was sent and today.")
        row.accepted_on, row.accepted_in_writing = on, words
        if row.acknowledged_at is None:
            row.acknowledged_at, row.acknowledged_by = clock.now(), by
        row.save()
        close_delivery(row, event=DeliveryEvent.ACCEPTED.code)
        audit.record(
            DeliveryEvent.ACCEPTED,
            row.referral,
            by=by,
            destination_id=row.destination_id,
            accepted_on=on,
        )


@guards.guards("pass_on", "pass_on_unopened", done_on="delivery")
def area_that_was_asked_accepted(referral: Referral) -> str:
    """Once another area was asked, we hold the referral until one accepts (RF 7)."""
    asked = referral.deliveries.filter(destination__kind=Kind.OTHER_AREA)
    if not asked.exists() or asked.filter(accepted_on__isnull=False).exists():
        return ""
    return IN_WRITING
