"""A call for advice, and how long such things are kept."""

import re
from typing import Any

from django import forms

from dueregard import clock
from dueregard.accounts.models import Authority, Organisation
from dueregard.submissions.versions import Versioned
from dueregard.ui.forms import DatePartsField
from dueregard.ui.forms.offering import offer

from ..models import AdviceCall, KeepingTime
from ..models.concern_keeping import MOST_ADVICE_DAYS, MOST_CONCERN_DAYS
from .concern import long_text

INITIALS = re.compile(r"[^\W\d_]{1,4}")


class AdviceForm(forms.Form):
    """Initials only: somebody asked what to do, and was told."""

    initials = forms.CharField(
        label="Initials of the person it is about",
        help_text="Up to 4 letters. Do not write a name.",
        max_length=12,
        widget=forms.TextInput(attrs={"width": 5}),
        error_messages={"required": "Enter the initials of the person it is about"},
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Which organisation asked?",
        required=False,
        empty_label="None of these, or a member of the public",
    )
    asked_on = DatePartsField(label="When did they ask?", subject="The day they asked")
    asked = long_text(
        "What did they ask?",
        help_text="Leave names out.",
        rows=4,
        error_messages={"required": "Enter what they asked"},
    )
    told = forms.ChoiceField(
        label="What were they told?",
        choices=AdviceCall.Told.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what they were told"},
    )
    said = long_text(
        "What was said, and by whom?",
        rows=4,
        error_messages={"required": "Enter what was said, and by whom"},
    )

    def __init__(self, data: Any = None, *, authority: Authority) -> None:
        super().__init__(data, initial={"asked_on": clock.today()})
        rows = Organisation.objects.filter(authorities=authority)
        offer(self, "organisation", rows)

    def clean_initials(self) -> str:
        letters = re.sub(r"[\s.]", "", self.cleaned_data["initials"])
        if not INITIALS.fullmatch(letters):
            raise forms.ValidationError(
                "Enter initials only: up to 4 letters, and no name"
            )
        return letters.upper()

    def clean_asked_on(self):
        day = self.cleaned_data["asked_on"]
        if day and day > clock.today():
            raise forms.ValidationError("The day must be today or in the past")
        return day

    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("initials", "asked", "said")}


class KeepingTimeForm(Versioned):
    """How many days."""

    concern_days = forms.IntegerField(
        label="Days that a concern is kept after its outcome",
        min_value=1,
        max_value=MOST_CONCERN_DAYS,
        widget=forms.TextInput(attrs={"width": 3, "inputmode": "numeric"}),
        error_messages={
            "required": "Enter how many days a concern is kept",
            "invalid": "Enter the days as a whole number",
            "min_value": "The days must be 1 or more",
            "max_value": f"The days must be {MOST_CONCERN_DAYS} or fewer",
        },
    )
    advice_days = forms.IntegerField(
        label="Days that a call for advice is kept",
        min_value=1,
        max_value=MOST_ADVICE_DAYS,
        widget=forms.TextInput(attrs={"width": 3, "inputmode": "numeric"}),
        error_messages={
            "required": "Enter how many days a call for advice is kept",
            "invalid": "Enter the days as a whole number",
            "min_value": "The days must be 1 or more",
            "max_value": f"The days must be {MOST_ADVICE_DAYS} or fewer",
        },
    )

    def __init__(self, data: Any, *, keeping: KeepingTime) -> None:
        shown = {
            "version": keeping.version,
            "concern_days": keeping.concern_days,
            "advice_days": keeping.advice_days,
        }
        super().__init__(data, initial=shown)
