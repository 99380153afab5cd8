"""What the worker does for this room. It may be run again without harm."""

from dueregard.accounts.models import Authority
from dueregard.outbox.registry import job

from .services.succession import PASSING, pass_posts_now


@job(PASSING)
def pass_over(payload: dict) -> None:
    """Move the posts of an authority whose successor takes over today."""
    pass_posts_now(
        Authority.objects.get(pk=payload["authority"]),
        Authority.objects.get(pk=payload["successor"]),
    )
