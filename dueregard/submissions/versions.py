"""Nobody is silently overwritten: the version that an edit form carries.

The row has a `version` that every save counts up. The form is `Versioned`; the service
calls `claim_version`; the view shows `stale_page` when it raises `Stale`. An example is
in docs/reference/forms.md.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from django import forms
from django.db import models
from django.forms.models import model_to_dict
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format

from dueregard.access.refusals import NotNow

CARRIED = ("version", "base")
GONE = "Somebody removed this after you opened it. Nothing that you wrote was saved."

Row = TypeVar("Row", bound=models.Model)


class Stale(NotNow):
    """Somebody else saved `row` after the form was opened."""

    def __init__(self, row: Any) -> None:
        super().__init__(
            "Somebody else saved this after you opened it. "
            "Open it again to see what they wrote."
        )
        self.row = row


def claim_version(model: type[Row], pk: Any, version: int) -> Row:
    """The locked row, counted up by one: change it and save it, `version` included.

    Raises:
        Stale: the row has been saved since `version` was read.
        NotNow: the row is gone.
    """
    rows = model._base_manager.select_for_update(of=("self",))
    row: Any = rows.filter(pk=pk).first()
    if row is None:
        raise NotNow(GONE)
    if row.version != version:
        raise Stale(row)
    row.version += 1
    return row


class Versioned(forms.Form):
    """A form (mix it in first) that knows which version of its row was shown.

    `version` comes from the form's `instance`, or from `initial` in a plain form.
    `base` holds a short hash of each answer as it was shown, so that a stale save can
    tell what this person changed from what they left alone.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        row = getattr(self, "instance", None)
        if row is not None and row.pk:
            self.initial["version"] = row.version
        self.initial["base"] = self._shown

    def saved_values(self, row: models.Model) -> dict[str, Any]:
        """What `row` holds now, by field; extend it for fields the row has not."""
        return model_to_dict(row, fields=list(self.fields))

    def _shown(self) -> str:
        shown = {
            name: _mark(self.get_initial_for_field(self.fields[name], name))
            for name in answers_of(self)
        }
        return json.dumps(shown)


class VersionedModelForm(Versioned, forms.ModelForm):
    """A `ModelForm` that carries its row's version."""


def stale_page(
    request: Any, form: Any, stale: Stale, *, cancel_url: str = ""
) -> HttpResponse:
    """409, with both texts of every answer that differs, and the form to save again.

    The form holds what this person changed, and what others saved where this person
    changed nothing; saving it goes on top of the saved version.
    """
    request.refusal = stale
    saved, shown = form.saved_values(stale.row), _marks(form)
    differences, merged = [], {"version": stale.row.version}
    for name in answers_of(form):
        mine = form.cleaned_data.get(name)
        theirs = saved.get(name, mine)
        kept = theirs if _mark(mine) == shown.get(name) else mine
        merged[name] = getattr(kept, "pk", kept)
        if _mark(mine) != _mark(theirs):
            differences.append(_difference(form, name, theirs, mine))
    _show_again(form, merged)
    form.initial["base"] = json.dumps(
        {name: _mark(saved.get(name, merged[name])) for name in answers_of(form)}
    )
    context = {"form": form, "differences": differences, "cancel_url": cancel_url}
    return render(request, "submissions/stale.html", context, status=409)


def answers_of(form: Any) -> list[str]:
    """The names of the fields that a person answers."""
    return [name for name in form.fields if name not in CARRIED]


def changes_of(form: Any) -> dict[str, Any]:
    """What a person answered, with the `version` that was shown, as a service takes
    them."""
    return {name: form.cleaned_data[name] for name in ("version", *answers_of(form))}


def _show_again(form: Any, initial: dict[str, Any]) -> None:
    form.is_bound, form.initial = False, initial
    form.data, form.files, form._errors = {}, {}, None
    form._bound_fields_cache = {}


def _difference(form: Any, name: str, theirs: Any, mine: Any) -> dict[str, str]:
    field = form.fields[name]
    return {
        "label": form[name].label,
        "theirs": _words(field, theirs),
        "yours": _words(field, mine),
    }


def _marks(form: Any) -> dict[str, str]:
    try:
        marks = json.loads(form.cleaned_data.get("base") or "{}")
    except ValueError:
        return {}
    return marks if isinstance(marks, dict) else {}


def _mark(value: Any) -> str:
    """A short hash of an answer, the same for what a form shows and what it gets."""
    plain = json.dumps(_plain(value))
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return "\n".join(str(value).strip().splitlines())
    if isinstance(value, Iterable):
        return sorted(str(_plain(item)) for item in value)
    return str(getattr(value, "pk", value))


def _words(field: forms.Field, value: Any) -> str:
    """An answer as a person reads it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, (date, datetime)):
        return date_format(value, "DATE_FORMAT")
    if value is None or isinstance(value, (models.Model, int)) or not _is_list(value):
        return _label(field, value)
    return ", ".join(_label(field, item) for item in value)


def _is_list(value: Any) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str)


def _label(field: forms.Field, value: Any) -> str:
    if value is None:
        return ""
    key = str(getattr(value, "pk", value))
    for choice, label in getattr(field, "choices", ()):
        if str(choice) == key:
            return str(label)
    return str(value)
