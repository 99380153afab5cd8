"""Which kind of control a widget is, and the ids of its parts."""

from django import forms
from django.forms.boundfield import BoundField

from .dates import PARTS, DatePartsInput

# Looked through in this order; anything else is printed as Django prints it.
KINDS = (
    (DatePartsInput, "date"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.Select, "select"),
    (forms.CheckboxInput, "checkbox"),
    (forms.FileInput, "file"),
    (forms.Textarea, "textarea"),
    (forms.PasswordInput, "password"),
    (forms.widgets.Input, "input"),
)


def kind_of(widget: forms.Widget) -> str:
    if isinstance(widget, forms.SelectMultiple) and not isinstance(
        widget, forms.CheckboxSelectMultiple
    ):
        return "other"
    for widget_class, kind in KINDS:
        if isinstance(widget, widget_class):
            return kind
    return "other"


def base_id(field: BoundField) -> str:
    return field.field.widget.attrs.get("id") or field.auto_id or field.html_name


def wrong_parts(field: BoundField) -> set[str]:
    """Which boxes of a date its errors are about; all of them unless they say."""
    parts: set[str] = set()
    for error in field.errors.as_data() if field.errors else []:
        parts.update((error.params or {}).get("parts", PARTS))
    return parts


def focus_id(field: BoundField) -> str:
    """The element that a link in the error summary leads to."""
    kind, own_id = kind_of(field.field.widget), base_id(field)
    if kind == "date":
        wrong = wrong_parts(field)
        first = next((part for part in PARTS if part in wrong), PARTS[0])
        return f"{own_id}-{first}"
    if kind == "other":
        return field.id_for_label or f"{own_id}-group"
    return own_id
