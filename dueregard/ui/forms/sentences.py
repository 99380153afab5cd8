"""What a mistake says: the form's own sentence, or ours in place of Django's.

Django's "This field is required." tells nobody what to do. Where a form (one of
allauth's, say) keeps Django's words, the GOV.UK Design System's wording for that kind
of mistake stands in.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

_CHOSEN = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple)
# Of Django's own sentences, the beginnings; a form's own begin otherwise.
_DJANGO = (
    "Ensure this value",
    "Enter a number",
    "Enter a valid",
    "Enter a whole number",
    "Select a valid choice",
    "The submitted file is empty",
    "This field ",
    "This value ",
)


def sentences(field: BoundField) -> list[str]:
    """The mistakes in one field, each as one sentence that says what to do."""
    if not field.errors:
        return []
    return [
        _ours(field, error) or str(text)
        for error, text in zip(field.errors.as_data(), field.errors, strict=True)
    ]


def _ours(field: BoundField, error: ValidationError) -> str:
    text = str(error.messages[0])
    if not text.startswith(_DJANGO):
        return ""
    label = str(field.label or "").rstrip("?:").strip()
    subject = "Your answer" if str(field.label).rstrip().endswith("?") else label
    params = error.params or {}
    limit = params.get("limit_value")
    wordings = {
        "required": _asked_for(field, label),
        "invalid": _invalid(field, subject),
        "invalid_choice": f"Select {_small(label)} from the list",  # noqa: S608
        "max_length": f"{subject} must be {limit} characters or fewer",
        "min_length": f"{subject} must be {limit} characters or more",
        "max_value": f"{subject} must be {limit} or fewer",
        "min_value": f"{subject} must be {limit} or more",
        "empty": "The selected file is empty",
        "null_characters_not_allowed": f"{subject} must not include null characters",
    }
    return wordings.get(error.code or "", "") if label else ""


def _asked_for(field: BoundField, label: str) -> str:
    widget = field.field.widget
    if isinstance(widget, forms.FileInput):
        return "Select a file"
    if isinstance(widget, forms.CheckboxInput):
        return f"Select “{label}” to continue"
    verb = "Select" if isinstance(widget, _CHOSEN) else "Enter"
    if str(field.label).rstrip().endswith("?"):
        return f"{verb} an answer to “{field.label}”"
    return f"{verb} {_small(label)}"


def _invalid(field: BoundField, subject: str) -> str:
    if isinstance(field.field, forms.EmailField):
        return "Enter an email address in the correct format, like name@example.com"
    if isinstance(field.field, forms.IntegerField):
        return f"{subject} must be a whole number"
    if isinstance(field.field, forms.DateField):
        return f"{subject} must be a real date, like 27 3 2027"
    return ""


def _small(label: str) -> str:
    """A label inside a sentence: small first letter, unless the word is capitals."""
    first = label.split(" ", 1)[0]
    return label if first.isupper() and len(first) > 1 else label[0].lower() + label[1:]
