"""Moving the rehearsal's clock, and reading where it stands."""

from datetime import timedelta

from django.conf import settings

from dueregard import clock

from .models import Offset


def shift(by: timedelta) -> None:
    """Set the clock of every process `by` off the true time; rehearsal only.

    Raises:
        RuntimeError: outside rehearsal, where time is never moved.
    """
    if not settings.REHEARSAL:
        raise RuntimeError("The clock can only be moved in rehearsal.")
    Offset.objects.update_or_create(pk=1, defaults={"seconds": by.total_seconds()})
    clock.set_offset(by)


def follow() -> None:
    """Take up the offset that the database holds. Does nothing in production."""
    if settings.REHEARSAL:
        row = Offset.objects.first()
        clock.set_offset(timedelta(seconds=row.seconds if row else 0))
