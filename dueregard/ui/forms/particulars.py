"""What each kind of control prints besides its label, hint and errors."""

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import flatatt

from .dates import PARTS
from .kinds import wrong_parts

# Ours, or against GOV.UK advice: not printed as they stand.
_HELD_BACK = {
    "class",
    "cols",
    "hints",
    "id",
    "inline",
    "maxlength",
    "minlength",
    "placeholder",
    "required",
    "rows",
    "small",
    "type",
    "width",
}
_CLASSES = {
    "file": "govuk-file-upload",
    "input": "govuk-input",
    "password": "govuk-input govuk-password-input__input govuk-js-password-input-input",
    "select": "govuk-select",
    "textarea": "govuk-textarea",
}
_ERROR_CLASSES = {
    "file": "govuk-file-upload--error",
    "input": "govuk-input--error",
    "password": "govuk-input--error",
    "select": "govuk-select--error",
    "textarea": "govuk-textarea--error",
}


def limit_of(field: BoundField) -> int | None:
    return getattr(field.field, "max_length", None)


def _printed(widget_attrs: dict) -> dict:
    return {
        name: value for name, value in widget_attrs.items() if name not in _HELD_BACK
    }


def _attributes(values: dict, **more) -> dict:
    """Attributes of a control that is one element."""
    field, kind = values["field"], values["kind"]
    widget = field.field.widget
    classes = [_CLASSES.get(kind, ""), widget.attrs.get("class", "")]
    if values["errors"]:
        classes.append(_ERROR_CLASSES.get(kind, ""))
    if "width" in widget.attrs:
        classes.append(f"govuk-input--width-{widget.attrs['width']}")
    classes.append(more.pop("css", ""))
    attributes = {
        "class": " ".join(name for name in classes if name),
        "id": values["id"],
        "name": field.html_name,
        **_printed(widget.attrs),
        **more,
    }
    if values["described_by"]:
        attributes["aria-describedby"] = values["described_by"]
    if field.field.disabled:
        attributes["disabled"] = True
    return attributes


def simple(values: dict) -> dict:
    field = values["field"]
    if values["kind"] == "other":
        grouped = field.use_fieldset
        return {"grouped": grouped, "group_id": f"{values['id']}-group"}
    attributes = _attributes(values)
    if values["kind"] == "select":
        return {"attrs": flatatt(attributes), "groups": _option_groups(field)}
    return {"attrs": flatatt(attributes)}


def _value(field: BoundField):
    """The value as its widget writes it into the page."""
    widget = field.field.widget
    if field.field.localize:
        widget.is_localized = True
    return widget.get_context(field.html_name, field.value(), {})["widget"]["value"]


def _input(values: dict) -> dict:
    field = values["field"]
    widget = field.field.widget
    more = {"type": widget.input_type}
    if isinstance(widget, forms.NumberInput):
        more["type"] = "text"
        if not isinstance(field.field, forms.FloatField | forms.DecimalField):
            more["inputmode"] = "numeric"
    attributes = _attributes(values, **more)
    for name in ("step", "min", "max"):
        attributes.pop(name, None)
    value = _value(field)
    if value is not None:
        attributes["value"] = value
    return {"attrs": flatatt(attributes)}


def _password(values: dict) -> dict:
    autocomplete = values["field"].field.widget.attrs.get("autocomplete")
    attributes = _attributes(
        values,
        type="password",
        spellcheck="false",
        autocapitalize="none",
        autocomplete=autocomplete or "current-password",
    )
    return {"attrs": flatatt(attributes)}


def _textarea(values: dict) -> dict:
    field = values["field"]
    limit = limit_of(field)
    rows = field.field.widget.attrs.get("rows", "10")
    more = {"rows": "5" if str(rows) == "10" else rows}
    css = "govuk-js-character-count" if limit else ""
    attributes = _attributes(values, css=css, **more)
    return {"attrs": flatatt(attributes), "limit": limit, "value": _value(field)}


def _file(values: dict) -> dict:
    more = {"multiple": True} if _takes_many(values["field"]) else {}
    return {"attrs": flatatt(_attributes(values, type="file", **more))}


def _takes_many(field: BoundField) -> bool:
    return bool(getattr(field.field.widget, "allow_multiple_selected", False))


def _checkbox(values: dict) -> dict:
    field = values["field"]
    attributes = _attributes(values, type="checkbox")
    attributes["class"] = "govuk-checkboxes__input"
    context = field.field.widget.get_context(field.html_name, field.value(), {})
    attributes["value"] = context["widget"]["value"] or "on"
    attributes["checked"] = bool(context["widget"]["attrs"].get("checked"))
    return {"attrs": flatatt(attributes)}


def _date(values: dict) -> dict:
    field = values["field"]
    context = field.field.widget.get_context(field.html_name, field.value(), {})
    wrong = wrong_parts(field)
    parts = []
    for part, box in zip(PARTS, context["widget"]["subwidgets"], strict=True):
        attributes = {
            "class": "govuk-input govuk-date-input__input"
            + f" govuk-input--width-{4 if part == 'year' else 2}"
            + (" govuk-input--error" if part in wrong else ""),
            "id": f"{values['id']}-{part}",
            "name": box["name"],
            "type": "text",
            "inputmode": "numeric",
            "disabled": field.field.disabled,
        }
        if box["value"] is not None:
            attributes["value"] = box["value"]
        parts.append(
            {"id": attributes["id"], "label": part, "attrs": flatatt(attributes)}
        )
    return {"parts": parts}


def _options(field: BoundField) -> list:
    context = field.field.widget.get_context(field.html_name, field.value(), {})
    return context["widget"]["optgroups"]


def _option_groups(field: BoundField) -> list[dict]:
    """The options of a select; a row of dashes becomes words."""
    groups = []
    for name, options, _ in _options(field):
        for option in options:
            if not option["value"] and str(option["label"]).startswith("---"):
                option["label"] = "Select one"
        groups.append({"name": name, "options": options})
    return groups


def _choices(values: dict) -> dict:
    field, own_id = values["field"], values["id"]
    widget = field.field.widget
    hints, reveals = widget.attrs.get("hints", {}), getattr(field.form, "reveals", {})
    opened_by = reveals.get(field.name, {})
    items: list[dict] = []
    for _, options, _ in _options(field):
        for option in options:
            if not option["value"] and str(option["label"]).startswith("---"):
                continue
            value, number = str(option["value"]), len(items) + 1
            item_id = own_id if number == 1 else f"{own_id}-{number}"
            items.append(
                {
                    "id": item_id,
                    "value": value,
                    "label": option["label"],
                    "checked": option["selected"],
                    "disabled": field.field.disabled
                    or bool(option["attrs"].get("disabled")),
                    "hint": hints.get(value, ""),
                    "opens": [field.form[name] for name in opened_by.get(value, [])],
                }
            )
    single = values["kind"] == "radios"
    return {
        "family": "radios" if single else "checkboxes",
        "input_type": "radio" if single else "checkbox",
        "items": items,
        "inline": widget.attrs.get("inline", False),
        "small": widget.attrs.get("small", False),
        "template": "ui/forms/choices.html",
    }


PARTICULARS = {
    "checkbox": _checkbox,
    "checkboxes": _choices,
    "date": _date,
    "file": _file,
    "input": _input,
    "password": _password,
    "radios": _choices,
    "textarea": _textarea,
}
