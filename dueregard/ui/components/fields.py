"""Components of forms: one field, all fields, the error summary, the filter panel."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django import template
from django.http import QueryDict
from django.template import Engine
from django.template.context import Context
from django.utils.safestring import mark_safe

from dueregard.ui.filters import chips_of, kept_values
from dueregard.ui.forms.controls import control

from .mistakes import forms_of, mistakes
from .render import render

register = template.Library()

_INDENTED = re.compile(r"\n\s+")


def _print(name: str, values: dict):
    return Engine.get_default().get_template(name).render(Context(values))


@register.simple_tag(name="field")
def one_field(bound_field, label_size=None, heading=False, mark_optional=None):
    """A question with its label, hint, errors and control."""
    if bound_field.is_hidden:
        return str(bound_field)
    values = control(
        bound_field,
        label_size=label_size,
        heading=heading,
        mark_optional=mark_optional,
    )
    return _print(values["template"], values)


@register.simple_tag
def form_fields(form, mark_optional=None):
    """Every question of `form`; revealed ones stand under their choice."""
    revealed = form.revealed_names() if hasattr(form, "revealed_names") else set()
    fields = [field for field in form.visible_fields() if field.name not in revealed]
    return _print(
        "ui/forms/form_fields.html",
        {
            "fields": fields,
            "hidden": form.hidden_fields(),
            "mark_optional": mark_optional,
        },
    )


@register.simple_tag(takes_context=True)
def error_summary(context, *forms):
    """The mistakes of `forms`, or of every form that the page was given."""
    errors = [error for form in forms or forms_of(context) for error in mistakes(form)]
    return render("error_summary", errors=errors) if errors else ""


@register.simple_tag(takes_context=True)
def filter_panel(context, form):
    """A GET form whose answers stay in the address, and what is selected in it."""
    query = form.data if isinstance(form.data, QueryDict) else QueryDict()
    asked = _Asked(
        context["request"].path, query.urlencode(), _questions(form), form, query
    )
    return _panel.__wrapped__(asked) if form.errors else _panel(asked)


@dataclass(frozen=True)
class _Asked:
    """What a filter panel is printed from; the same questions print the same panel."""

    path: str
    address: str
    questions: tuple
    form: Any = field(compare=False)
    query: QueryDict = field(compare=False)


def _questions(form) -> tuple:
    return tuple(
        (name, str(one.label), _choices(one)) for name, one in form.fields.items()
    )


def _choices(question) -> tuple:
    """Each value and label as text: a model's choices are objects, new each time."""
    return tuple(
        (str(value), str(label)) for value, label in getattr(question, "choices", ())
    )


@lru_cache(maxsize=256)
def _panel(asked: _Asked):
    """Printed once for each set of questions and answers, and kept: it is a fifth of
    the work of a list page."""
    panel = render(
        "filter_panel",
        form=asked.form,
        chips=chips_of(asked.form, asked.query),
        clear_url=asked.path,
        kept=kept_values(asked.form, asked.query),
    )
    # A filter holds no text of several lines, so its lines need no indentation.
    return mark_safe(_INDENTED.sub("\n", panel))  # noqa: S308


@register.simple_tag
def search_box(name, label, value=""):
    """A box of words to find, with its button; stands in a GET form."""
    return render("search_box", name=name, label=label, value=value)
