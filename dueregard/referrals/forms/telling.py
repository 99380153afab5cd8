from datetime import date
from typing import Any

from django import forms

from dueregard import clock
from dueregard.ui.forms import DatePartsField, RevealForm

from ..codes import NOT_COUNTED, Outcome
from ..models import Correction, Telling
from ..services import Wrong
from .moves import long_text

Kind = Correction.Kind


class TellingForm(RevealForm):
    """Whether the person, or a parent, was told; or why not yet."""

    whom = forms.TypedChoiceField(
        label="Whom do you mean?",
        choices=Telling.Whom.choices,
        coerce=Telling.Whom,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the person, or a parent or guardian"},
    )
    is_told = forms.ChoiceField(
        label="Were they told, and given the privacy notice?",
        choices=[("yes", "Yes"), ("no", "Not yet")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether they were told"},
    )
    told_on = DatePartsField(
        label="When were they told?", subject="The day on which they were told"
    )
    notice_given_on = DatePartsField(
        label="When were they given the privacy notice?",
        subject="The day on which they were given the privacy notice",
    )
    response = long_text("What did they say?", "", required=False)
    because = long_text(
        "Why are they not told yet?",
        "Enter why they are not told yet",
        hint="Say nothing here of what the police check.",
    )
    review_on = DatePartsField(
        label="When do you look at it again?",
        help_text="Within six months. It comes onto your list.",
        subject="The day on which you look at it again",
    )

    reveals = {
        "is_told": {
            "yes": ["told_on", "notice_given_on", "response"],
            "no": ["because", "review_on"],
        }
    }

    @property
    def says_told(self) -> bool:
        return bool(self.cleaned_data["is_told"] == "yes")

    def told(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "whom": given["whom"],
            "told_on": given["told_on"],
            "notice_given_on": given["notice_given_on"],
            "response": given["response"] or "",
        }

    def not_yet(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {name: given[name] for name in ("whom", "because", "review_on")}


class CorrectionForm(forms.Form):
    """What is wrong, in our words and in the person's; and who asked for it."""

    kind = forms.TypedChoiceField(
        label="What is this?",
        choices=[(kind, kind.label) for kind in (Kind.CORRECTION, Kind.DELETION)],
        coerce=Correction.Kind,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what this is"},
    )
    about = forms.TypedChoiceField(
        label="What is it about?",
        choices=Correction.About.choices,
        coerce=Correction.About,
        error_messages={"required": "Select what it is about"},
    )
    statement = long_text(
        "What is wrong, and what is right?",
        "Enter what is wrong",
        hint="This stands beside what was said, and goes to everybody who was given "
        "something of this referral.",
    )
    objection = long_text(
        "What does the person say?",
        "",
        hint="In their own words, if they object to something. It is kept as it is.",
        required=False,
    )
    asked_by = forms.CharField(
        label="Who asked for it?",
        help_text="Their name, and who they are to the person.",
        max_length=200,
        error_messages={"required": "Enter who asked for it"},
    )
    asked_on = DatePartsField(
        label="When did they ask?", subject="The day on which they asked"
    )

    def clean_asked_on(self) -> date:
        on: date = self.cleaned_data["asked_on"]
        if on > clock.today():
            raise forms.ValidationError(
                "The day on which they asked must not be in the future"
            )
        return on

    def wrong(self) -> Wrong:
        return Wrong(**self.cleaned_data)


class MadeInErrorForm(forms.Form):
    """An ended referral was mistaken, or made in bad faith."""

    outcome = forms.TypedChoiceField(
        label="What was it?",
        choices=[(each.value, each.label) for each in NOT_COUNTED],
        coerce=Outcome,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it was"},
    )
    reason = long_text(
        "How do you know?",
        "Enter how you know",
        hint="It stays here. Others are told that it was made in error, not why.",
    )


class HolderToldForm(forms.Form):
    """Whom somebody rang of a correction, and what they said."""

    who = forms.CharField(
        label="Whom did you tell?",
        help_text="Their name and role.",
        max_length=200,
        error_messages={"required": "Enter whom you told"},
    )
    on = DatePartsField(label="On which day?", subject="The day")
    is_put_right = forms.ChoiceField(
        label="Have they put right what they hold?",
        choices=[("yes", "Yes, they said so"), ("no", "Not yet")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether they have put it right"},
    )

    def answers(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return {**given, "is_put_right": given["is_put_right"] == "yes"}
