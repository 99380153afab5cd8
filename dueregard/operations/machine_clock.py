"""Whether this machine's clock can be believed (security C-AU6).

Two things are asked: the database's clock, and the kernel, which knows whether a time
server's program has set it lately. Where one cannot be asked it says nothing.
"""

import ctypes
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db import connection

from dueregard import clock

MOST_APART = timedelta(seconds=2)
NOBODY_SETS_IT = 0x40  # STA_UNSYNC of adjtimex(2)


class Timex(ctypes.Structure):
    """`struct timex` of Linux, up to what we read, and room for all that follows."""

    _fields_ = [
        ("modes", ctypes.c_uint),  # 0: asks and sets nothing
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_char * 512),
    ]


def seconds_off() -> int | None:
    """Seconds between our clock and the database's when they are more than two.

    0 when they agree but nobody sets ours, which only production asks; None when all
    is well.
    """
    apart = _apart()
    if apart > MOST_APART:
        return ceil(apart.total_seconds())
    unset = not settings.REHEARSAL and (kernel_status() or 0) & NOBODY_SETS_IT
    return 0 if unset else None


def database_time() -> datetime | None:
    """What the database's clock says now; None for SQLite, which goes by ours."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def kernel_status() -> int | None:
    """The status bits of the kernel's clock, None where they cannot be asked for."""
    asked = Timex()
    try:
        answer = ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(asked))
    except (AttributeError, OSError, TypeError):
        return None
    return None if answer < 0 else asked.status


def _apart() -> timedelta:
    """How far they are apart, but for the time that the question took."""
    before = _ours()
    theirs = database_time()
    after = _ours()
    if theirs is None:
        return timedelta(0)
    return max(before - theirs, theirs - after, timedelta(0))


def _ours() -> datetime:
    return clock.now() - clock.offset()
