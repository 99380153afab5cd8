"""What may keep a data key from being destroyed: rooms above put their reasons here.

    @holds_keys
    def under_legal_hold(data_key: DataKey) -> str: ...

A code such as "legal_hold" keeps it; "" does not.
"""

from collections.abc import Callable

from .models import DataKey

Hold = Callable[[DataKey], str]
_holds: list[Hold] = []


def holds_keys(hold: Hold) -> Hold:
    """Ask `hold` before any data key is destroyed."""
    _holds.append(hold)
    return hold


def held_because(data_key: DataKey) -> str:
    """The code of the first reason that keeps this key, or ""."""
    return next((code for hold in _holds if (code := hold(data_key))), "")
