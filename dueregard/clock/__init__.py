"""The time. Nothing else in the product asks the operating system for it.

In rehearsal and in tests a database row may set the clock forward or back, so that
the web server and the worker agree; in production there is no offset.
"""

from datetime import date, datetime, timedelta

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
