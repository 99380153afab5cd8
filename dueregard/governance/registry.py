"""What rooms that make more of an outcome tell this one.

A room such as plans registers here from its `registrations.py`; this room never imports
it.
"""

from collections.abc import Callable
from typing import Any

Link = tuple[str, str]
"""The words of a link, and its address."""

OutcomeLinks = Callable[[Any, Any], list[Link]]

MeetingLinks = Callable[[Any, Any], list[Link]]

_meeting_links: dict[str, MeetingLinks] = {}
_outcome_links: dict[str, OutcomeLinks] = {}


def register_outcome_links(links: OutcomeLinks) -> None:
    """Have `links(outcome, user)` beside each outcome: what `user` can make of it, or
    what has been made of it already."""
    _outcome_links[f"{links.__module__}.{links.__qualname__}"] = links


def links_of(outcome: Any, user: Any) -> list[Link]:
    """Every link that a room offers `user` beside `outcome`."""
    return [link for links in _outcome_links.values() for link in links(outcome, user)]


def register_meeting_links(links: MeetingLinks) -> None:
    """Have `links(meeting, user)` on each meeting's page: what a room made for it."""
    _meeting_links[f"{links.__module__}.{links.__qualname__}"] = links


def links_of_meeting(meeting: Any, user: Any) -> list[Link]:
    """Every link that a room offers `user` on the page of `meeting`."""
    return [link for links in _meeting_links.values() for link in links(meeting, user)]
