"""Living through days as the worker does, and seeing what climbed and what was sent."""

from datetime import date, timedelta

from dueregard import clock
from dueregard.outbox.models import Job
from dueregard.outbox.services import payload_of
from dueregard.reminders.jobs import climb

from .conftest import at

ONE_DAY = timedelta(days=1)


def live_until(last: date) -> None:
    """The worker does its rounds each day, up to and with `last`."""
    day = clock.today()
    while day <= last:
        at(day)
        climb({})
        day += ONE_DAY


def steps(task) -> list[tuple[str, date, str]]:
    rows = task.escalations.order_by("leaves_on", "pk")
    return [(row.step, row.leaves_on, row.outcome) for row in rows]


def mails() -> list[dict]:
    jobs = Job.objects.filter(kind="outbox.mail").order_by("pk")
    return [payload_of(job) for job in jobs]
