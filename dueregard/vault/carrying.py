"""How a row carries sealed bytes from the database and back without opening them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_unopened: ContextVar[bool] = ContextVar("unopened", default=False)


class Stored:
    """Sealed bytes, as the database has them. Says nothing, and is not pickled."""

    __slots__ = ("blob",)

    def __init__(self, blob: bytes) -> None:
        self.blob = bytes(blob)

    def __repr__(self) -> str:
        return "<sealed>"

    def __reduce__(self) -> Any:
        raise TypeError("Sealed bytes are not pickled.")


class Written:
    """What somebody gave, until it is saved and sealed."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __repr__(self) -> str:
        return "<to be sealed>"

    def __reduce__(self) -> Any:
        raise TypeError("What is to be sealed is not pickled.")


@contextmanager
def unopened() -> Iterator[None]:
    """Inside, a sealed attribute answers the bytes that it carries."""
    token = _unopened.set(True)
    try:
        yield
    finally:
        _unopened.reset(token)


def is_unopened() -> bool:
    return _unopened.get()


def place_of(row: Any) -> tuple[Any, Any, Any]:
    """What a row's sealed bytes are bound to, besides table and column."""
    held = row.__dict__
    return (
        held.get(row._meta.pk.attname),
        held.get("authority_id"),
        held.get("data_key_id"),
    )


def note_place(row: Any) -> None:
    """Remember where the bytes that `row` carries were sealed."""
    row._state.sealed_at = place_of(row)


def has_moved(row: Any) -> bool:
    """Whether the row has become another, so that its bytes would not open there."""
    noted = getattr(row._state, "sealed_at", None)
    return noted is not None and noted != place_of(row)
