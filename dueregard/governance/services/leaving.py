"""What a leaver held on groups: seats, and documents that they were to read (YR 6)."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from dueregard import clock
from dueregard.accounts.models import Authority, Person

from ..events import ControlledEvent, GroupEvent
from ..models import GroupMember, Meeting, Recipient
from .members import end_seat, replace_member
from .owing import close_papers, close_reading, owe_reading

ONE_DAY = timedelta(days=1)


def seats_of(person: Person, authority: Authority) -> QuerySet[GroupMember]:
    """Seats that have not ended; standing in for another member is one too."""
    seats = person.group_seats.not_ended().filter(group__authority=authority)
    return seats.select_related("group__authority", "organisation", "person")


def count_seats(person: Person, authority: Authority) -> int:
    return seats_of(person, authority).count()


def hand_over_seats(
    person: Person, authority: Authority, to: Person | None, on: date, by: Person
) -> int:
    """Each seat passes to `to` on the day after `on`, or ends on it; so do the papers
    that they were to read for meetings. A seat that had not begun is not taken up."""
    seats = list(seats_of(person, authority))
    for seat in seats:
        if seat.starts_on > on:
            end_seat(seat, ends_on=seat.starts_on, by=by)
        elif to is None or seat.deputy_for_id:
            end_seat(seat, ends_on=on, by=by)
        else:
            replace_member(seat, person=to, starts_on=on + ONE_DAY, by=by)
    for meeting in Meeting.objects.to_come().filter(group__authority=authority):
        close_papers(meeting, event=GroupEvent.SEAT_ENDED, person=person)
    return len(seats)


def seat_holders(authority: Authority) -> QuerySet:
    seats = GroupMember.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=clock.today()),
        group__authority=authority,
    )
    return seats.values("person")


def lists_of(person: Person, authority: Authority) -> QuerySet[Recipient]:
    """Distribution lists of documents in use."""
    lists = Recipient.objects.filter(
        person=person,
        controlled__authority=authority,
        controlled__withdrawn_on__isnull=True,
    )
    return lists.select_related("controlled__authority", "controlled__document")


def count_lists(person: Person, authority: Authority) -> int:
    return lists_of(person, authority).count()


def hand_over_lists(
    person: Person, authority: Authority, to: Person | None, on: date, by: Person
) -> int:
    """The leaver comes off each distribution list; `to`, when named, goes on it."""
    lists = list(lists_of(person, authority))
    for recipient in lists:
        controlled = recipient.controlled
        close_reading(controlled, event=ControlledEvent.SENT_TO, person=person)
        recipient.delete()
        if to is not None:
            _, is_new = Recipient.objects.get_or_create(
                controlled=controlled, person=to
            )
            if is_new:
                owe_reading(controlled, [to])
    return len(lists)


def list_holders(authority: Authority) -> QuerySet:
    lists = Recipient.objects.filter(
        controlled__authority=authority, controlled__withdrawn_on__isnull=True
    )
    return lists.values("person")
