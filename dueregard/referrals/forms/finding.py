"""Looking for a person, and saying whether two records are of one."""

from typing import Any

from django import forms

from dueregard.ui.forms import DatePartsField

from ..services.finding import Terms
from .moves import long_text
from .retention import ReferenceForm

NOTHING = "Enter a name, a date of birth or a reference."


class FindForm(forms.Form):
    """What somebody looks for. Everything that is given must agree."""

    mark_optional = False

    name = forms.CharField(
        label="Name",
        help_text="First name, family name or another name they use, in any order. "
        "Names that sound alike are found too.",
        max_length=200,
        required=False,
    )
    born_on = DatePartsField(
        label="Date of birth", subject="the date of birth", required=False
    )
    school = forms.CharField(
        label="School or work",
        help_text="The whole name, and only together with something else.",
        max_length=200,
        required=False,
    )
    reference = forms.CharField(
        label="Reference",
        help_text="For example R-7K4M-22PX.",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"width": 20}),
    )

    def clean(self):
        given = super().clean()
        if not self.errors and not any(
            given.get(name) for name in ("name", "born_on", "reference")
        ):
            raise forms.ValidationError(NOTHING)
        return given

    def terms(self) -> Terms:
        return Terms(**self.cleaned_data)


class ProposeForm(ReferenceForm):
    """Which other referral may be of the same person."""

    because = long_text(
        "What makes you think that it is the same person?",
        "Enter what makes you think that it is the same person",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reference"].label = "Reference of the other referral"


class MatchForm(forms.Form):
    """One person or two, of two records that may be of one."""

    answer = forms.ChoiceField(
        label="Are these one person?",
        choices=[("same", "One person"), ("different", "Two people")],
        widget=forms.RadioSelect(
            attrs={
                "hints": {
                    "same": "A second person must agree before anything changes.",
                    "different": "They are not shown to you as possibly one again.",
                }
            }
        ),
        error_messages={"required": "Select whether these are one person"},
    )
    because = forms.CharField(
        label="What tells you so?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter what tells you so"},
    )


class UndoForm(forms.Form):
    """Why two records that were joined are not of one person."""

    because = forms.CharField(
        label="Why are these two people?",
        help_text="A second person must agree before anything changes.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter why these are two people"},
    )
