"""The answers as the writer reads them before sending: question by question."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dueregard.exchange.readers.characters import HIDDEN

from .steps import asked, flat


def sections(writing: Any) -> list[dict[str, Any]]:
    """Each step that is asked: title, code, and pairs of question and answer."""
    about = flat(writing.answers)
    return [
        {
            "title": step.title_for(about),
            "code": step.code,
            "rows": list(_rows(step.form(None, about=about))),
        }
        for step in asked(writing.door, writing.answers)
    ]


def shown(text: str) -> str:
    """`text` with signs that turn or hide letters spelt out, so that none deceives."""
    return HIDDEN.sub(lambda found: f"⟨U+{ord(found.group()):04X}⟩", text)


def _rows(form: Any) -> Iterator[tuple[Any, str]]:
    closed = _closed(form)
    for name, question in form.fields.items():
        if name not in closed:
            value = form.get_initial_for_field(question, name)
            yield question.label, _words(question, value) or _("Not answered")


def _closed(form: Any) -> set[str]:
    """Questions under a choice that was not made."""
    return {
        name
        for chooser, choices in form.reveals.items()
        for choice, names in choices.items()
        for name in names
        if form.initial.get(chooser) != choice
    }


def _words(question: forms.Field, value: Any) -> str:
    if value in (None, ""):
        return ""
    if isinstance(question, forms.ChoiceField):
        return str(dict(question.choices).get(value, ""))
    if hasattr(value, "year"):
        return date_format(value, "DATE_FORMAT")
    return shown(str(value))
