"""Sessions for the private calendars of those who run them."""

from collections.abc import Iterator

from django.db.models import Q

from dueregard.access.rooms import Room
from dueregard.reminders.registry import Appointment

from .models import Session
from .readers import SETTERS


def sessions_of(person) -> Iterator[Appointment]:
    """Sessions to come that `person` gives, and those of the authorities where they
    settle training; the title tells nothing. A facilitator is known by their address.
    """
    mine = Q(authority__in=person.authorities_as(SETTERS, Room.TRAINING))
    if person.email:
        mine |= Q(facilitator__email__iexact=person.email)
    for session in Session.objects.visible_to(person).to_come().filter(mine):
        yield Appointment(
            uid=f"training-session-{session.pk}",
            title="Training session",
            starts=session.starts_at,
            ends=session.ends_at,
            url=session.get_absolute_url(),
        )
