"""What somebody holds besides posts, as the rooms that know it tell this one (YR 6).

A room such as reminders registers here from its `registrations.py`; this room never
imports it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Handover:
    """One kind of thing that a leaver hands over: seats on groups, tasks.

    `count(person, authority)` says how many they hold. `hand_over(person, authority,
    to, on, by)` passes them all to `to`, a person (or a post, with `to_posts`), or ends
    them when `to` is None and `may_end`; `on` is the leaver's last day. It runs inside
    the transaction of the service that lets somebody leave, in the order of `order`,
    and says how many passed. `holders(authority)` is a query of the ids of everybody
    who holds any.
    """

    name: str
    count: Callable[[Any, Any], int]
    hand_over: Callable[[Any, Any, Any, date, Any], int]
    holders: Callable[[Any], Any]
    to_posts: bool = False
    may_end: bool = False
    order: int = 100


_handovers: dict[str, Handover] = {}


def register(handover: Handover) -> None:
    """Have `handover` asked about; the same name twice replaces the first."""
    _handovers[handover.name] = handover


def handovers() -> list[Handover]:
    """Every kind, in the order in which they are handed over."""
    return sorted(_handovers.values(), key=lambda each: (each.order, each.name))
