"""What passes over when an authority gives way to another (practice AC 6).

Each room says here what it passes over, and how; accounts passes its own. Called from
an app's `registrations.py`:

    register(Heirloom("Plans", count=count_plans, pass_over=pass_plans))
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Heirloom:
    """One kind of record that passes from an authority to its successor.

    `count(authority, from_date)` says how many will pass, and changes nothing.
    `pass_over(authority, successor, from_date, by)` does it inside the caller's
    transaction, and says how many passed. The two must agree.
    """

    name: str
    count: Callable[[Any, date], int]
    pass_over: Callable[[Any, Any, date, Any], int]


_heirlooms: dict[str, Heirloom] = {}


def register(heirloom: Heirloom) -> None:
    """Have `heirloom` pass over; the same name twice replaces the first."""
    _heirlooms[heirloom.name] = heirloom


def heirlooms() -> list[Heirloom]:
    """Everything that passes over, by name."""
    return [_heirlooms[name] for name in sorted(_heirlooms)]
