"""What the templates need to print one field: its kind, ids, attributes, errors."""

from django.forms.boundfield import BoundField

from .kinds import base_id, kind_of
from .particulars import PARTICULARS, limit_of, simple
from .sentences import sentences


def control(
    field: BoundField,
    *,
    label_size: str | None = None,
    heading: bool = False,
    mark_optional: bool | None = None,
) -> dict:
    """Everything `ui/forms/*.html` print of `field`."""
    widget, form = field.field.widget, field.form
    kind, own_id = kind_of(widget), base_id(field)
    if label_size is None:
        label_size = "l" if heading else getattr(form, "label_size", "s")
    if mark_optional is None:
        mark_optional = getattr(form, "mark_optional", True)
    errors = [
        {"id": f"{own_id}-error" + (f"-{number}" if number > 1 else ""), "text": text}
        for number, text in enumerate(sentences(field), start=1)
    ]
    told = [f"{own_id}-info"] if kind == "textarea" and limit_of(field) else []
    told += [f"{own_id}-hint"] if field.help_text else []
    told += [error["id"] for error in errors]
    optional = mark_optional and not field.field.required and kind != "checkbox"
    values = {
        "field": field,
        "kind": kind,
        "template": f"ui/forms/{kind}.html",
        "id": own_id,
        "label": field.label,
        "label_size": label_size,
        "heading": heading,
        "optional": optional and not field.field.disabled,
        "hint": field.help_text,
        "errors": errors,
        "described_by": " ".join(told),
    }
    return values | PARTICULARS.get(kind, simple)(values)
