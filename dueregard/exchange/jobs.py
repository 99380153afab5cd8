"""What the worker does for this room. Each may be run again without harm.

Reading is not one transaction: it stages rows in short ones and fences itself.
"""

from datetime import timedelta

from dueregard.outbox.registry import job

from . import services


@job("exchange.read", calls_out=True)
def read(payload: dict) -> None:
    """Read and check an uploaded file."""
    services.read_now(payload["upload"])


@job("exchange.apply")
def apply(payload: dict) -> None:
    """Put in what an import's preview showed."""
    services.apply_now(payload["upload"])


@job("exchange.undo")
def undo(payload: dict) -> None:
    """Take out what a long import put in."""
    services.undo_now(payload["upload"], payload["by"], payload["answers"])


@job("exchange.clean", calls_out=True, every=timedelta(days=1))
def clean(payload: dict) -> None:
    """Remove uploaded files that are no longer needed."""
    services.clean()
