"""What is owed passes to an authority's successor on its day (practice AC 6)."""

from datetime import date

from dueregard.accounts.models import Authority, Person
from dueregard.accounts.succession import pass_on_the_day
from dueregard.audit import services as audit

from ..events import TaskEvent
from ..models import Task

PASSING = "reminders.pass_over"


def count_tasks(authority: Authority, from_date: date) -> int:
    """How many open tasks will pass over."""
    return Task.objects.open().filter(authority=authority).count()


def pass_tasks(
    authority: Authority, successor: Authority, from_date: date, by: Person
) -> int:
    """Have every open task pass over as `from_date` begins; how many there are now.

    Until that day people answer to the authority as before, so a job moves them.
    """
    pass_on_the_day(PASSING, authority, successor, from_date)
    return count_tasks(authority, from_date)


@audit.atomic
def pass_tasks_now(authority: Authority, successor: Authority) -> int:
    """Move every open task of `authority` to `successor`; how many were moved.

    The posts that owe them pass over by themselves; the successor's ladder holds from
    now on.
    """
    moved = Task.objects.open().filter(authority=authority).update(authority=successor)
    if moved:
        audit.record(
            TaskEvent.PASSED_OVER,
            authority,
            by=None,
            successor_id=successor.pk,
            tasks=moved,
        )
    return moved
