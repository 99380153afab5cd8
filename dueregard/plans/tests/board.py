"""A board of Marlbrook with a meeting held and one to come, for tests of this room."""

from datetime import timedelta

from dueregard import clock
from dueregard.governance.models import AgendaItem, Meeting, Outcome, PartnershipGroup


def board_of(authority, kind="board") -> PartnershipGroup:
    return PartnershipGroup.objects.create(
        authority=authority, kind=kind, name=f"Prevent {kind}"
    )


def meeting_of(group, *, in_days: int, status="planned") -> Meeting:
    """A meeting of two hours; `in_days` is below zero for one in the past."""
    starts_at = clock.now() + timedelta(days=in_days)
    return Meeting.objects.create(
        group=group,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        status=status,
    )


def item_of(meeting, *, kind="information", title="Progress", **fields) -> AgendaItem:
    return AgendaItem.objects.create(
        group=meeting.group, meeting=meeting, kind=kind, title=title, **fields
    )


def outcome_of(meeting, by, *, kind="decision", text="Agreed.", **fields) -> Outcome:
    return Outcome.objects.create(
        item=item_of(meeting), kind=kind, text=text, by=by, **fields
    )
