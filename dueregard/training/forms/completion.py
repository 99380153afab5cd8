"""Questions about what somebody completed, and the sentence for each mistake."""

from typing import Any, cast

from django import forms

from dueregard import clock
from dueregard.documents.forms import EvidenceFileField
from dueregard.ui.forms import DatePartsField

from ..models import Completion, Course, Learner, Mode

PARTS = {"parts": ("day", "month", "year")}


class CompletionForm(forms.Form):
    """What was done, when and how, and what shows it."""

    course = forms.ModelChoiceField(
        Course.objects.none(),
        label="Which course did they do?",
        empty_label="Select a course",
        error_messages={"required": "Select a course"},
    )
    completed_on = DatePartsField(
        label="When did they complete it?", subject="The day they completed it"
    )
    mode = forms.ChoiceField(
        label="How did they do it?",
        required=False,
        choices=[("", "Not known"), *Mode.choices],
    )
    trainer = forms.CharField(
        label="Who gave it?",
        help_text="The trainer or the provider.",
        required=False,
        max_length=150,
    )
    certificate = forms.CharField(
        label="Certificate number",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"width": 20}),
    )
    expires_on = DatePartsField(
        label="When does the certificate itself run out?",
        help_text="Only if a date stands on it. Otherwise our own rules say how long "
        "it counts.",
        subject="The day the certificate runs out",
        required=False,
    )
    evidence_file = EvidenceFileField(label="Certificate", required=False)

    def __init__(self, data, files, *, learner: Learner, initial=None) -> None:
        super().__init__(data, files, initial=initial)
        courses = Course.objects.filter(authority=learner.authority_id)
        cast(forms.ModelChoiceField, self.fields["course"]).queryset = courses

    def clean_completed_on(self):
        day = self.cleaned_data["completed_on"]
        if day and day > clock.today():
            raise forms.ValidationError(
                "The day they completed it must be today or in the past", params=PARTS
            )
        return day

    def clean(self):
        cleaned = super().clean()
        done, ends = cleaned.get("completed_on"), cleaned.get("expires_on")
        if done and ends and ends < done:
            self.add_error(
                "expires_on",
                forms.ValidationError(
                    "The certificate must run out on or after the day of completion",
                    params=PARTS,
                ),
            )
        return cleaned

    def answers(self) -> dict[str, Any]:
        """The answers but the file."""
        names = [name for name in CompletionForm.base_fields if name != "evidence_file"]
        return {name: self.cleaned_data[name] for name in names}


class CorrectionForm(CompletionForm):
    """What is right instead, and why; what was recorded is shown and stays."""

    because = forms.CharField(
        label="What was wrong?",
        help_text="What stood here before stays on record with this reason.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter what was wrong"},
    )

    def __init__(self, data, files, *, completion: Completion) -> None:
        names = (name for name in CompletionForm.base_fields if name != "evidence_file")
        shown = {name: getattr(completion, name) for name in names}
        super().__init__(data, files, learner=completion.learner, initial=shown)


class TakeBackForm(forms.Form):
    """Why a completion counts no more."""

    because = forms.CharField(
        label="Why does it not count?",
        help_text="It stays on record with this reason. To set a day or a course "
        "right, correct it instead.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why it does not count"},
    )
