"""The code that is told by telephone, as every page asks for it."""

from django import forms

BY_US = "Six letters or numbers. We tell it to you by telephone."


def told_code(help_text: str = BY_US) -> forms.CharField:
    return forms.CharField(
        label="Code",
        help_text=help_text,
        max_length=20,
        widget=forms.TextInput(attrs={"width": 10, "autocomplete": "off"}),
        error_messages={"required": "Enter the code"},
    )


class ToldCodeForm(forms.Form):
    """The code alone."""

    code = told_code()
