"""The pages within Training, and who may open each."""

from typing import Any

from django.urls import reverse

from dueregard.accounts.models import Authority

from .readers import COUNT_READERS, NAME_READERS
from .views.doors import authorities_of

TABS = (
    ("Coverage", "training:coverage", COUNT_READERS),
    ("People", "training:learners", NAME_READERS),
    ("Certificates", "training:sent_certificates", NAME_READERS),
    ("Sessions", "training:sessions", COUNT_READERS),
    ("Courses", "training:courses", COUNT_READERS),
    ("Who must know what", "training:role_groups", COUNT_READERS),
    ("Headcounts", "training:headcounts", COUNT_READERS),
    ("Surveys", "training:surveys", COUNT_READERS),
    ("Returns", "training:returns", COUNT_READERS),
)


def tabs_of(request: Any, authority: Authority, here: str) -> dict[str, Any]:
    """What `training/tabs.html` shows: the tabs that the reader may open, with the one
    named `here` marked, and the reader's other authorities that have this page."""
    user = request.user
    readers = {name: roles for _, name, roles in TABS}
    shown = [
        (label, reverse(name, args=[authority.slug]), name == here)
        for label, name, roles in TABS
        if user.holds_any(roles, authority)
    ]
    others = (
        authorities_of(request, readers[here]) if len(user.authorities()) > 1 else []
    )
    return {
        "training_tabs": shown,
        "authorities": [(each, reverse(here, args=[each.slug])) for each in others],
    }
