"""The pages within Training, and who may open each."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from dueregard.accounts.models import Authority

from .readers import COUNT_READERS, NAME_READERS, ORGANISATION_READERS
from .views.doors import authorities_of

# (tab, its pages); the first page that the reader may open is where the tab leads.
TABS = (
    ("Coverage", (("Coverage", "training:coverage", COUNT_READERS),)),
    (
        "People",
        (
            ("People", "training:learners", NAME_READERS),
            ("Certificates to check", "training:sent_certificates", NAME_READERS),
        ),
    ),
    ("Sessions", (("Sessions", "training:sessions", COUNT_READERS),)),
    (
        "Courses and rules",
        (
            ("Courses", "training:courses", COUNT_READERS),
            ("Who must know what", "training:role_groups", COUNT_READERS),
        ),
    ),
    (
        "Organisations",
        (
            ("Returns", "training:returns", ORGANISATION_READERS),
            ("Headcounts", "training:headcounts", ORGANISATION_READERS),
            ("Surveys", "training:surveys", ORGANISATION_READERS),
        ),
    ),
)


def tabs_of(request: Any, authority: Authority, here: str) -> dict[str, Any]:
    """What `training/tabs.html` shows: the tabs that the reader may open, with that of
    the page named `here` marked; the pages of that tab; and the reader's other
    authorities that have this page."""
    user = request.user
    tabs, beside = [], []
    for label, pages in TABS:
        shown = [
            (words, reverse(name, args=[authority.slug]), name == here)
            for words, name, roles in pages
            if user.holds_any(roles, authority)
        ]
        holds_this = any(current for *_, current in shown)
        if shown:
            tabs.append((label, shown[0][1], holds_this))
        if holds_this:
            beside = shown
    several = len(user.authorities()) > 1
    others = authorities_of(request, _readers(here)) if several else []
    return {
        "training_tabs": tabs,
        "training_pages": beside,
        "authorities": [(each, reverse(here, args=[each.slug])) for each in others],
    }


def _readers(here: str) -> Iterable[str]:
    return next(roles for _, pages in TABS for _, name, roles in pages if name == here)
