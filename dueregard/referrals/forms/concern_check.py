"""Whom to ask, and what came of it."""

from typing import Any

from django import forms

from dueregard import clock
from dueregard.accounts.models import Person
from dueregard.ui.forms import DatePartsField, RevealForm

from ..codes import ConcernOutcome, OtherSupport
from ..colleagues import colleagues_for
from ..models import Concern
from ..services import Conclusion
from .concern import long_text

SUPPORT = [
    choice
    for choice in OtherSupport.choices
    if choice[0] not in (OtherSupport.NONE_NEEDED, OtherSupport.DECLINED)
]


class ColleagueField(forms.ModelChoiceField):
    """A colleague, with a word on who is the safeguarding lead."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj}, designated safeguarding lead" if obj.is_lead else str(obj)


class AskForCheckForm(forms.Form):
    """One colleague, by name."""

    checker = ColleagueField(
        Person.objects.none(),
        label="Who is to check this with you?",
        help_text="They can read what you wrote until they have answered. Nobody else "
        "is told.",
        empty_label="Select a colleague",
        error_messages={
            "required": "Select a colleague",
            "invalid_choice": "Select a colleague who works with you",
        },
    )

    def __init__(self, data: Any = None, *, concern: Concern) -> None:
        super().__init__(data)
        self.fields["checker"].queryset = colleagues_for(concern)


class OutcomeForm(RevealForm):
    """What the check found, what comes of it, and why."""

    check_notes = long_text(
        "What did you find out when you checked?",
        help_text="For example what a form tutor, a parent or the record of attendance "
        "says. Leave out what does not matter here.",
        required=False,
    )
    outcome = forms.ChoiceField(
        label="What is to come of it?",
        choices=[
            (ConcernOutcome.REFER, "Refer it to the police and the council"),
            (ConcernOutcome.OTHER_SUPPORT, "Other support, without a referral"),
            (ConcernOutcome.NO_FURTHER, "Nothing further"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what is to come of it"},
    )
    lead_knows = forms.TypedChoiceField(
        label="Does your organisation’s safeguarding lead know of it?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda answer: answer == "yes",
        empty_value=None,
        widget=forms.RadioSelect(attrs={"inline": True}),
        error_messages={"required": "Select whether the safeguarding lead knows of it"},
    )
    other_support = forms.ChoiceField(
        label="Which support?",
        choices=SUPPORT,
        widget=forms.RadioSelect(attrs={"small": True}),
        error_messages={"required": "Select which support"},
    )
    rationale = long_text(
        "Why?",
        help_text="The reasons somebody would need to understand this later.",
        error_messages={"required": "Enter why"},
    )
    reveals = {
        "outcome": {
            ConcernOutcome.REFER: ["lead_knows"],
            ConcernOutcome.OTHER_SUPPORT: ["other_support"],
        }
    }

    def conclusion(self) -> Conclusion:
        return Conclusion(
            **{name: self.cleaned_data[name] for name in self.fields if name}
        )


class TalkedForm(OutcomeForm):
    """As an outcome, where the noticer spoke to somebody outside the service."""

    checked_with = forms.CharField(
        label="Whom did you talk to?",
        help_text="Their name and what they do. For example, the head of year.",
        max_length=200,
        error_messages={"required": "Enter whom you talked to"},
    )
    checked_on = DatePartsField(label="When?", subject="The day you talked")
    field_order = ["checked_with", "checked_on", "check_notes"]

    def clean_checked_on(self):
        day = self.cleaned_data["checked_on"]
        if day and day > clock.today():
            raise forms.ValidationError("The day must be today or in the past")
        return day
