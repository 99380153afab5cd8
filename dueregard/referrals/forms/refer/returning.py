"""Saving a form for later, coming back to it, and asking after what was sent."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from ...references import written

EMAIL_MISTAKES = {
    "required": _("Enter an e-mail address"),
    "invalid": _("Enter an e-mail address such as name@example.com"),
}


class EmailForm(forms.Form):
    """An address that only this person reads: others who read it could come back."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Use one that nobody else reads."),
        error_messages=EMAIL_MISTAKES,
    )


class NewsForm(EmailForm):
    reference = forms.CharField(
        label=_("Reference"),
        help_text=_("For example R-7K4M-22PX."),
        max_length=20,
        error_messages={"required": _("Enter the reference")},
    )
    field_order = ("reference", "email")

    def clean_reference(self) -> str:
        return written(self.cleaned_data["reference"])


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        help_text=_("8 letters and numbers, from the mail that we sent."),
        max_length=20,
        widget=forms.TextInput(attrs={"width": 10, "autocomplete": "one-time-code"}),
        error_messages={"required": _("Enter the code from the mail")},
    )

    def clean_code(self) -> str:
        return re.sub(r"[^0-9A-Z]", "", self.cleaned_data["code"].upper())
