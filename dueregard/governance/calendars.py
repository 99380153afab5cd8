"""Meetings for the private calendars of those who sit on the group."""

from collections.abc import Iterator

from dueregard.reminders.registry import Appointment

from .models import Meeting


def meetings_of(person) -> Iterator[Appointment]:
    """Meetings to come of the groups that `person` sits on; the title tells nothing."""
    seats = person.group_seats.current().in_own_right()
    meetings = Meeting.objects.visible_to(person).to_come()
    for meeting in meetings.filter(group__in=seats.values("group")):
        yield Appointment(
            uid=f"meeting-{meeting.pk}",
            title="Meeting",
            starts=meeting.starts_at,
            ends=meeting.ends_at,
            url=meeting.get_absolute_url(),
        )
