"""What the worker does for this room. It may be run again without harm."""

from dueregard.accounts.models import Authority
from dueregard.outbox.registry import job

from .services.succession import (
    PASSING,
    PASSING_SERVICES,
    pass_posts_now,
    pass_services_now,
)


@job(PASSING)
def pass_over(payload: dict) -> None:
    """Move the posts of an authority whose successor takes over today."""
    pass_posts_now(
        Authority.objects.get(pk=payload["authority"]),
        Authority.objects.get(pk=payload["successor"]),
    )


@job(PASSING_SERVICES)
def pass_services_over(payload: dict) -> None:
    """Move the services of an authority whose successor takes over today."""
    pass_services_now(
        Authority.objects.get(pk=payload["authority"]),
        Authority.objects.get(pk=payload["successor"]),
    )
