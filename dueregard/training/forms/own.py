"""What is asked of a learner, and of whoever checks what a learner sent in."""

from datetime import date
from typing import Any

from django import forms

from dueregard import clock
from dueregard.documents.forms import EvidenceFileField
from dueregard.ui.forms import DatePartsField

from ..models import Course, Learner, SentCertificate

PARTS = {"parts": ("day", "month", "year")}
EARLIEST = date(2005, 1, 1)
"""The Prevent strategy is younger than this: an earlier day is a slip of the pen."""


class SeeForm(forms.Form):
    """Where the link to somebody's own training is sent."""

    email = forms.EmailField(
        label="Your work e-mail address",
        help_text="The one that your employer gave to the council’s training records.",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": "Enter your work e-mail address",
            "invalid": "Enter an e-mail address in the correct format, such as "
            "name@example.org",
        },
    )
    number = forms.CharField(
        label="Your staff number",
        help_text="Only if you share the e-mail address with others.",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"width": 10}),
    )


class CertificateForm(forms.Form):
    """What stands on a certificate."""

    course = forms.ModelChoiceField(
        label="Which course did you do?",
        queryset=Course.objects.none(),
        empty_label="Select a course",
        error_messages={
            "required": "Select the course",
            "invalid_choice": "Select a course of the list",
        },
    )
    completed_on = DatePartsField(
        label="When did you finish it?",
        help_text="As it stands on the certificate. For example, 27 3 2026.",
        subject="The day you finished it",
    )
    certificate = forms.CharField(
        label="Certificate number", max_length=80, required=False
    )
    expires_on = DatePartsField(
        label="Until when does the certificate say that it is valid?",
        help_text="Leave empty if it does not say.",
        subject="The day until which it is valid",
        required=False,
    )

    def __init__(self, *args: Any, learner: Learner, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        courses = Course.objects.filter(authority=learner.authority_id)
        self.fields["course"].queryset = courses

    @property
    def _done(self) -> str:
        """What a mistake calls the day: the learner's own words, or the keeper's."""
        day: Any = self.fields["completed_on"]
        return day.subject

    def clean_completed_on(self):
        day = self.cleaned_data["completed_on"]
        if day and day > clock.today():
            raise forms.ValidationError(
                f"{self._done} must be today or in the past", params=PARTS
            )
        if day and day < EARLIEST:
            raise forms.ValidationError(
                f"{self._done} must be after 2004", params=PARTS
            )
        return day

    def clean(self):
        cleaned = super().clean()
        done, until = cleaned.get("completed_on"), cleaned.get("expires_on")
        if done and until and until <= done:
            self.add_error(
                "expires_on",
                forms.ValidationError(
                    "The day until which it is valid must be after "
                    f"{self._done.lower()}",
                    params=PARTS,
                ),
            )
        return cleaned


class SendForm(CertificateForm):
    file = EvidenceFileField(label="The certificate")

    field_order = ("course", "completed_on", "file", "certificate", "expires_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = self.fields["file"].help_text
        self.fields["file"].help_text = f"A file, or a picture of the screen. {taken}"


class AcceptForm(CertificateForm):
    """What the keeper reads on the certificate, filled in with what was sent."""

    def __init__(self, data=None, *, sent: SentCertificate) -> None:
        names = ("course", "completed_on", "certificate", "expires_on")
        shown = {name: getattr(sent, name) for name in names}
        super().__init__(data, initial=shown, learner=sent.learner)
        self.fields["course"].label = "Which course is it of?"
        day: Any = self.fields["completed_on"]
        day.label, day.subject = "When was it finished?", "The day it was finished"
        day.error_messages["required"] = "Enter the day it was finished"


class ReturnForm(forms.Form):
    because = forms.CharField(
        label="Why will it not do, and what should they do?",
        help_text="They read this. For example: The picture does not show the date. "
        "Send the page with the date on it.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter why it will not do"},
    )
