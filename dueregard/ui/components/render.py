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


@lru_cache(maxsize=1024)
def _sides(component: str, values: tuple) -> tuple[str, str]:
    before, _, after = render(component, content=_PLACE, **dict(values)).partition(
        _PLACE
    )
    return before, after


def render_around(component: str, content: SafeString, /, **values) -> SafeString:
    """As `render`, for what stands on a page a hundred times: a cell, a row.

    What surrounds the content is printed once for each set of `values`, which must be
    few and hashable, and kept. `content` is what the template engine has escaped.
    """
    before, after = _sides(component, tuple(values.items()))
    return mark_safe(f"{before}{content}{after}")  # noqa: S308
