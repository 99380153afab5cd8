"""Printing a component from its template."""

from functools import lru_cache

from django.template import Context, Engine
from django.template.base import Template
from django.utils.safestring import SafeString


@lru_cache(maxsize=256)
def _template(name: str) -> Template:
    return Engine.get_default().get_template(f"ui/components/{name}.html")


def render(component: str, /, **values) -> SafeString:
    """`ui/components/<component>.html` with `values`, and nothing from the page."""
    return _template(component).render(Context(values))
