from django import forms

from dueregard.access.purposes import Purpose

from ..codes import Door
from ..models import Referral

OF_A_CASE = (
    Purpose.TRIAGE,
    Purpose.GATEWAY,
    Purpose.DECISION,
    Purpose.SUPERVISION,
    Purpose.CORRECTION,
    Purpose.RIGHTS_REQUEST,
)


class QueueFilterForm(forms.Form):
    """Which referrals of the queue are shown."""

    stage = forms.ChoiceField(
        label="Stage",
        required=False,
        choices=[
            ("", "All that wait"),
            *[(each.value, each.label) for each in Referral.Status],
        ],
    )
    door = forms.ChoiceField(
        label="How it came in", required=False, choices=[("", "Any"), *Door.choices]
    )
    mine = forms.BooleanField(label="Held by me", required=False)
    late = forms.BooleanField(label="Late", required=False)


class PurposeForm(forms.Form):
    """Why somebody opens a record about a person (security C-AU8)."""

    purpose = forms.TypedChoiceField(
        label="Why do you need to see this?",
        choices=[(each.value, each.label) for each in OF_A_CASE],
        coerce=Purpose,
        widget=forms.RadioSelect,
        error_messages={"required": "Select why you need to see this"},
    )


class LimitForm(forms.Form):
    """How long one stage may take here, and who says so."""

    working_days = forms.IntegerField(
        label="How many working days?",
        min_value=1,
        max_value=120,
        widget=forms.TextInput(attrs={"width": 3, "inputmode": "numeric"}),
        error_messages={
            "required": "Enter how many working days",
            "invalid": "Enter how many working days as a whole number",
            "min_value": "The limit must be 1 working day or more",
            "max_value": "The limit must be 120 working days or less",
        },
    )
    source = forms.CharField(
        label="Where is that agreed?",
        help_text="For example, “Channel procedure of the partnership, March 2026”.",
        max_length=200,
        error_messages={"required": "Enter where that is agreed"},
    )
