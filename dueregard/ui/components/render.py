"""Printing a component from its template."""

from functools import lru_cache

from django.template import Context, Engine
from django.template.base import Template
from django.utils.safestring import SafeString, mark_safe


@lru_cache(maxsize=256)
def _template(name: str) -> Template:
    return Engine.get_default().get_template(f"ui/components/{name}.html")


def render(component: str, /, **values) -> SafeString:
    """`ui/components/<component>.html` with `values`, and nothing from the page.

    White space around it is left out, so that a comma can follow a date.
    """
    return mark_safe(_template(component).render(Context(values)).strip())  # noqa: S308


_PLACE = "\N{REPLACEMENT CHARACTER}content\N{REPLACEMENT CHARACTER}"


@lru_cache(maxsize=1024, typed=True)
def sides(component: str, /, **values) -> tuple[str, str]:
    """What stands before and after the content of a component, for `around`.

    Printed once for each set of `values`, which must be few and hashable, and kept.
    """
    before, _, after = render(component, content=_PLACE, **values).partition(_PLACE)
    return before, after


def around(content: SafeString, sides: tuple[str, str]) -> SafeString:
    """As `render`, for what stands on a page a hundred times: a cell, a row.

    `content` is what the template engine has escaped.
    """
    return SafeString(f"{sides[0]}{content}{sides[1]}")


@lru_cache(maxsize=1024, typed=True)
def render_kept(component: str, /, **values) -> SafeString:
    """As `render`, for what is printed again and again from the same few `values`."""
    return render(component, **values)
