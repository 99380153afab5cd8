"""Questions to the two people of an act that needs two."""

from typing import cast

from django import forms

from dueregard.access.approvals import Kind


class ChecksForm(forms.Form):
    """What must be in place: every point is ticked, by both people."""

    checks = forms.MultipleChoiceField(
        label="What is in place?",
        help_text="Tick a point only when you have seen it yourself.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Select every point. All of them must be in place."
        },
    )

    def __init__(self, *args, kind: Kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked_for = len(kind.checks)
        if kind.checks:
            self._checks.choices = kind.checks
        else:
            del self.fields["checks"]

    @property
    def _checks(self) -> forms.MultipleChoiceField:
        return cast(forms.MultipleChoiceField, self.fields["checks"])

    def clean_checks(self):
        ticked = self.cleaned_data["checks"]
        if len(set(ticked)) < self.asked_for:
            raise forms.ValidationError(
                "Select every point. All of them must be in place."
            )
        return ticked
