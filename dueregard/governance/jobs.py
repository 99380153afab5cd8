"""What the worker does for this room. Each may be run again without harm."""

from datetime import timedelta

from dueregard.accounts.models import Authority, Person
from dueregard.outbox.registry import job

from .services.owing import owe_reviews
from .services.succession import PASSING, pass_groups_now


@job("governance.daily", every=timedelta(days=1))
def look_at_reviews(payload: dict) -> None:
    """Put terms and documents whose review is near on somebody's list."""
    owe_reviews()


@job(PASSING)
def pass_over(payload: dict) -> None:
    """Move the groups of an authority whose successor takes over today."""
    pass_groups_now(
        Authority.objects.get(pk=payload["authority"]),
        Authority.objects.get(pk=payload["successor"]),
        by=Person.objects.get(pk=payload["by"]),
    )
