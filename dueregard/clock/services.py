"""Moving the rehearsal's clock, and reading where it stands."""

from datetime import timedelta

from django.conf import settings
from django.db import connection

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
        with connection.cursor() as cursor:  # asked at every request
            cursor.execute('SELECT "seconds" FROM "clock_offset"')
            row = cursor.fetchone()
        clock.set_offset(timedelta(seconds=row[0] if row else 0))
