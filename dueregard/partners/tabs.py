"""The pages within Partnership, this room's and those that rooms above register."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from dueregard.accounts.models import Authority

from .views.doors import authorities_of


@dataclass(frozen=True)
class Tab:
    """A page about one authority, whose address takes its slug.

    `readers` are the roles that may open it. `order` sorts.
    """

    label: str
    url_name: str
    readers: Collection[str]
    order: int


_tabs: dict[str, Tab] = {}


def register(tab: Tab) -> None:
    """Have `tab` among them; the same address twice replaces the first."""
    _tabs[tab.url_name] = tab


def tabs_of(request: Any, authority: Authority, here: str) -> dict[str, Any]:
    """What `partners/tabs.html` shows: the tabs that the reader may open, with the one
    named `here` marked, and the reader's other authorities that have this page."""
    user, own = request.user, _tabs[here]
    shown = [
        (tab.label, reverse(tab.url_name, args=[authority.slug]), tab == own)
        for tab in sorted(_tabs.values(), key=lambda tab: tab.order)
        if user.holds_any(tab.readers, authority)
    ]
    others = authorities_of(request, own.readers) if len(user.authorities()) > 1 else []
    return {
        "partnership_tabs": shown,
        "authorities": [(each, reverse(here, args=[each.slug])) for each in others],
    }
