"""What rooms below this one add to a board pack.

A room such as training registers here from its `registrations.py`; this room never
imports it.
"""

from collections.abc import Callable
from datetime import date

from dueregard.accounts.models import Authority

from .pages import Section

MoreSections = Callable[[Authority, date], list[Section]]

_more: dict[str, MoreSections] = {}


def register_sections(sections: MoreSections) -> None:
    """Have `sections(authority, since)` in every pack of the authority's plan, `since`
    being the day of the board's last meeting. They are kept in issued packs for ever,
    so they hold no names."""
    _more[f"{sections.__module__}.{sections.__qualname__}"] = sections


def sections_of_rooms(authority: Authority, since: date) -> list[Section]:
    """Every section that a room adds, in the order in which they were registered."""
    return [one for sections in _more.values() for one in sections(authority, since)]
