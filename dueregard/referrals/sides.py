"""Where a referral has got to: what each side that it was sent to has said of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

from dueregard import clock
from dueregard.outbox.registry import MAIL
from dueregard.outbox.services import is_given_up

from .models import Delivery, Destination, Referral
from .services.routing import kinds_told
from .services.sending import SEND_FORM, sent_key

CARRIED_BY: dict[str, str] = {
    Destination.Way.LINK: MAIL,
    Destination.Way.ATTACHMENT: SEND_FORM,
}
ORDER = [str(kind) for kind in Destination.Kind]
"""The police, the council, the county, other areas."""


@dataclass(frozen=True)
class Side:
    """One destination as the page shows it; `delivery` is None where none is in use."""

    label: str
    state: str
    colour: str
    delivery: Delivery | None = None
    is_late: bool = False

    @property
    def state_words(self) -> str:
        return capfirst(self.state)

    @property
    def words(self) -> str:
        """ "Police: received 12 May 2026", for a line of a queue."""
        return f"{self.label}: {self.state}"


def sides_of(referral: Referral, deliveries: Iterable[Delivery]) -> list[Side]:
    """What each side said, and the kinds that nobody could be sent to.

    `deliveries` are those of `referral`, read with their destinations.
    """
    sent = sorted(deliveries, key=lambda one: ORDER.index(one.destination.kind))
    found = {delivery.destination.kind for delivery in sent}
    missing = [
        Side(
            str(Destination.Kind(kind).label),
            "not sent: no tested destination",
            "red",
            is_late=True,
        )
        for kind in kinds_told(referral.authority, referral.residence)
        if kind not in found and referral.status != Referral.Status.SCREENING
    ]
    return [*(side_of(delivery) for delivery in sent), *missing]


def side_of(delivery: Delivery) -> Side:
    label = str(delivery.destination.get_kind_display())
    if delivery.accepted_on:
        day = date_format(delivery.accepted_on)
        return Side(label, f"accepted {day}", "green", delivery)
    if delivery.acknowledged_at:
        day = date_format(timezone.localdate(delivery.acknowledged_at))
        return Side(label, f"received {day}", "green", delivery)
    due = date_format(delivery.due_on)
    if _is_given_up(delivery):
        return Side(label, "the mail did not arrive: ring them", "red", delivery, True)
    if delivery.due_on < clock.today():
        return Side(label, f"not yet, was due {due}", "red", delivery, is_late=True)
    if delivery.sent_at is None:
        return Side(label, f"on its way, due {due}", "blue", delivery)
    return Side(label, f"not yet, due {due}", "blue", delivery)


def _is_given_up(delivery: Delivery) -> bool:
    """Whether the mail was refused so often that nobody tries it again by itself."""
    kind = CARRIED_BY.get(delivery.way)
    return kind is not None and is_given_up(kind, sent_key(delivery))
