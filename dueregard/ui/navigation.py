"""The entries of the service navigation, registered by the rooms they lead to."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.urls import get_script_prefix, reverse


@dataclass(frozen=True)
class Entry:
    """One entry. `shown_to` is asked about a signed-in person.

    `room` names the room (a value of `access.Room`) that must be switched on for one
    of the person's authorities; None is for what everybody has.
    `by_name` puts it beside the person's name in the header, not in the menu: what is
    about nobody but them.
    """

    label: str
    url_name: str
    shown_to: Callable
    room: str | None = None
    order: int = 100
    by_name: bool = False


@dataclass(frozen=True)
class Link:
    """An entry as one page shows it."""

    label: str
    url: str
    is_here: bool
    is_this_page: bool


_entries: dict[str, Entry] = {}


def register(entry: Entry) -> None:
    """Put `entry` in the navigation; the same address twice replaces the first."""
    _entries[entry.url_name] = entry


@lru_cache(maxsize=256)
def _address(url_name: str, prefix: str) -> str:
    """Every page asks for the same few, and they never change."""
    return reverse(url_name)


def links_for(user, path: str, *, by_name: bool = False) -> list[Link]:
    """What `user` may use, in order, with the one that holds `path` marked: of the
    menu, or of what stands beside their name."""
    if not user.is_authenticated:
        return []
    rooms = user.rooms() if hasattr(user, "rooms") else None
    shown = [
        (entry, _address(entry.url_name, get_script_prefix()))
        for entry in sorted(_entries.values(), key=lambda entry: entry.order)
        if (entry.room is None or rooms is None or entry.room in rooms)
        and entry.shown_to(user)
    ]
    holders = [url for _, url in shown if path.startswith(url)]
    here = max(holders, key=len, default=None)
    return [
        Link(entry.label, url, url == here, url == path)
        for entry, url in shown
        if entry.by_name == by_name
    ]
