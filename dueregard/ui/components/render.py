"""Printing a component from its template: whole, kept, or filled in."""

import re
from functools import lru_cache
from typing import Any

from django.template import Context, Engine
from django.template.base import Template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe


@lru_cache(maxsize=256)
def _template(name: str) -> Template:
    return Engine.get_default().get_template(f"ui/components/{name}.html")


def render(component: str, /, **values) -> SafeString:
    """`ui/components/<component>.html` with `values`, and nothing from the page.

    White space around it is left out, so that a comma can follow a date.
    """
    return mark_safe(_template(component).render(Context(values)).strip())  # noqa: S308


@lru_cache(maxsize=1024, typed=True)
def render_kept(component: str, /, **values) -> SafeString:
    """As `render`, for what is printed again and again from the same few `values`."""
    return render(component, **values)


_MARK = "\N{REPLACEMENT CHARACTER}"


@lru_cache(maxsize=2048, typed=True)
def _pieces(component: str, filled: tuple[str, ...], /, **values) -> list[str]:
    """The printed component, cut where a slot stands: words, name, words, name, words.

    A slot that is left empty is no value at all, as the template's conditions see it.
    """
    slots = {name: f"{_MARK}{name}{_MARK}" for name in filled}
    words = render(component, **values, **slots)
    return re.split(f"{_MARK}({'|'.join(filled)}){_MARK}", words) if filled else [words]


def fill(component: str, slots: dict[str, Any], /, **values) -> SafeString:
    """As `render`, for what stands on a page a hundred times: a cell, a task, a row.

    The template is printed once for each set of `values`, which must be few and
    hashable, and kept; `slots` are what differs every time. It may ask whether there is
    anything in a slot and print it, and may do nothing else with it.
    """
    filled = tuple([name for name, value in slots.items() if value])
    pieces = _pieces(component, filled, **values).copy()
    for place in range(1, len(pieces), 2):
        pieces[place] = conditional_escape(slots[pieces[place]])
    return SafeString("".join(pieces))
