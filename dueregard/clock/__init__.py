"""The time. Nothing else in the product asks the operating system for it.

In rehearsal and in tests a database row may set the clock forward or back, so that
the web server and the worker agree; in production there is no offset.
"""

from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

_offset = timedelta(0)


def now() -> datetime:
    """The moment, with UTC as its zone."""
    return timezone.now() + _offset


def today() -> date:
    """The date in London, where the duty is performed."""
    return timezone.localdate(now())


def set_offset(offset: timedelta) -> None:
    """Move this process's clock; `clock.offset` carries it to other processes."""
    global _offset
    _offset = offset


def offset() -> timedelta:
    return _offset


def days_away(days: int) -> timedelta:
    """The offset at which London reads the true hour, `days` days on or back.

    Not `days` times 24 hours: a day on which clocks change has 23 or 25, and near
    midnight that is another date.
    """
    here = timezone.localtime(timezone.now())
    there = here + timedelta(days=days)  # the same hour on another page of the calendar
    return there.astimezone(UTC) - here.astimezone(UTC)
