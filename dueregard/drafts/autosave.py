"""Telling a page's own saving from somebody sending the form, and which page it is."""

import re
import secrets

from django.http import HttpRequest

FIELD = "autosave"
TAB = re.compile(r"[0-9a-f]{16}")
NUMBER = re.compile(r"[0-9]{1,6}")


def is_autosave(request: HttpRequest) -> bool:
    """Whether the page sent this by itself: its form's own POST, with `autosave`.

    It is no activity: a page that is left open does not keep its session alive. The
    view saves a draft, answers 204 and does nothing else.
    """
    return request.method == "POST" and FIELD in request.POST


def new_tab() -> str:
    """A code for one showing of a page, so that two windows are told apart."""
    return secrets.token_hex(8)


def tab_of(request: HttpRequest) -> str:
    """The code of the page that sent this; a new one where it has none."""
    given = request.POST.get("tab", "")
    return given if TAB.fullmatch(given) else new_tab()


def number_of(request: HttpRequest) -> int:
    """How often that page has saved, counted by itself."""
    given = request.POST.get("number", "")
    return int(given) if NUMBER.fullmatch(given) else 1
