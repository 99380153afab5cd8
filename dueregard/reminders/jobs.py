"""What the worker does for this room. Each may be run again without harm."""

from datetime import timedelta

from dueregard.accounts.models import Authority, Person
from dueregard.outbox.registry import job

from . import services
from .services.succession import PASSING, pass_tasks_now
from .services.telling import KIND as OPENED


@job("reminders.ladder", every=timedelta(days=1))
def climb(payload: dict) -> None:
    """Send what leaves today, then put on Leaving soon what leaves next."""
    services.send_escalations()
    services.plan_escalations()


@job("reminders.digests", every=timedelta(days=1))
def digest(payload: dict) -> None:
    """Mail the digests that leave today."""
    services.send_digests()


@job(OPENED)
def tell(payload: dict) -> None:
    """Mail somebody who hears of tasks as they come."""
    services.tell(Person.objects.get(pk=payload["person"]), key=payload["key"])


@job(PASSING)
def pass_over(payload: dict) -> None:
    """Move the open tasks of an authority whose successor takes over today."""
    pass_tasks_now(
        Authority.objects.get(pk=payload["authority"]),
        Authority.objects.get(pk=payload["successor"]),
    )
