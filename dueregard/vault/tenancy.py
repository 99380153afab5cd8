"""Whose rows may be touched now: the second fence, kept by PostgreSQL itself (M8).

`rls.py` has the database show the rows of one authority only, the one that is set here,
and none while none is set. It is set for the transaction alone: a pooled connection
takes nothing of it to the next request. On SQLite only the application keeps the fence.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

from django.db import DatabaseError, connection, transaction

SETTING = "dueregard.authority"
PASSING = "dueregard.successor"
_authority: ContextVar[int | None] = ContextVar("authority", default=None)


def current() -> int | None:
    """The id of the authority whose rows may be touched; None is nobody's."""
    return _authority.get()


@contextmanager
def of(authority: Any) -> Iterator[int]:
    """Inside, in a transaction: the rows of `authority` (or of its id), no others."""
    number = authority if isinstance(authority, int) else authority.pk
    if connection.in_atomic_block and _authority.get() == number:
        yield number
    elif connection.in_atomic_block:
        with _set(number):
            yield number
    else:
        with transaction.atomic(), _set(number, goes_on=False):
            yield number


@contextmanager
def passing(authority: int, successor: int) -> Iterator[None]:
    """Inside, in a transaction: the rows of `authority`, and those of its successor,
    to which records pass. Nothing else ever touches two authorities' rows at once."""
    with of(authority):
        _tell(successor, PASSING)
        try:
            yield
        finally:
            with suppress(DatabaseError):
                _tell(None, PASSING)


@contextmanager
def _set(number: int, *, goes_on: bool = True) -> Iterator[None]:
    """`goes_on` is whether the transaction does, once the block is left."""
    before = _authority.get()
    _tell(number)
    token = _authority.set(number)
    try:
        yield
    except BaseException:
        with suppress(DatabaseError):  # the transaction may be broken, and is undone
            _tell(before)
        raise
    else:
        if goes_on:
            _tell(before)
    finally:
        _authority.reset(token)


def _tell(number: int | None, setting: str = SETTING) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config(%s, %s, true)",
                [setting, "" if number is None else str(number)],
            )
