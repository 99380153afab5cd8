"""Forms of the section 36 decision."""

from datetime import date
from typing import Any

from django import forms

from dueregard import clock
from dueregard.ui.forms import DatePartsField

from ..codes import Body, OtherSupport, Outcome
from ..services import Decision, NotMet, Told
from ..services.deciding import NOT_BEFORE_IT_CAME, NOT_TO_COME
from .moves import long_text

OUTCOMES = [
    (code, label) for code, label in Outcome.choices if code != Outcome.OTHER_AREA
]


class GroundsForm(forms.Form):
    """Which body decided, on which day, and why; who told it, if it was told."""

    body = forms.TypedChoiceField(
        label="Who decided?",
        help_text="Section 36 lets the police or the council decide, and nobody else.",
        choices=Body.choices,
        coerce=Body,
        widget=forms.RadioSelect,
        error_messages={"required": "Select who decided"},
    )
    decided_on = DatePartsField(
        label="When was it decided?", subject="The day of the decision"
    )
    ground = long_text(
        "What are the grounds?",
        "Enter what the grounds are",
        hint="Why there is reason to believe that this person may be drawn into "
        "terrorism: what is known, and from whom. Belief or opinion alone is none.",
    )
    told_by = forms.CharField(
        label="Who told you the decision?",
        help_text="Only if you enter it for somebody else: their name and role.",
        required=False,
        max_length=150,
    )
    told_on = DatePartsField(
        label="When did they tell you?",
        subject="The day on which they told you",
        required=False,
    )

    def __init__(
        self, *args: Any, speaks: list[Body], came_in_on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.speaks, self.came_in_on = speaks, came_in_on

    def clean_decided_on(self) -> date:
        on: date = self.cleaned_data["decided_on"]
        if on > clock.today():
            raise forms.ValidationError(NOT_TO_COME.rstrip("."))
        if on < self.came_in_on:
            raise forms.ValidationError(NOT_BEFORE_IT_CAME.rstrip("."))
        return on

    def clean_told_on(self) -> date | None:
        on: date | None = self.cleaned_data["told_on"]
        if on is not None and on > clock.today():
            raise forms.ValidationError(
                "The day on which they told you must not be in the future"
            )
        return on

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        by, on = given.get("told_by"), given.get("told_on")
        is_others = given.get("body") is not None and given["body"] not in self.speaks
        if (is_others or on) and not by and "told_by" not in self.errors:
            self.add_error("told_by", "Enter who told you the decision")
        if (is_others or by) and not on and "told_on" not in self.errors:
            self.add_error("told_on", "Enter the day on which they told you")
        return given

    def decision(self) -> Decision:
        given = self.cleaned_data
        told = Told(given["told_by"], given["told_on"]) if given["told_by"] else None
        return Decision(given["body"], given["decided_on"], given["ground"], told)


class NoGroundsForm(GroundsForm):
    """As well: how it ends, what else may help, and whether the police lead on."""

    outcome = forms.TypedChoiceField(
        label="How does it end?",
        choices=OUTCOMES,
        coerce=Outcome,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how it ends"},
    )
    is_police_led = forms.TypedChoiceField(
        label="Do the police go on with it in a police-led partnership?",
        choices=[("yes", "Yes"), ("no", "No")],
        widget=forms.RadioSelect(attrs={"inline": True}),
        error_messages={
            "required": "Select whether the police go on in a police-led partnership"
        },
    )
    other_support = forms.TypedChoiceField(
        label="What other support is there for the person?",
        help_text="Name a service only when it was asked, or social care was told.",
        choices=OtherSupport.choices,
        coerce=OtherSupport,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what other support there is"},
    )
    field_order = [
        "body",
        "decided_on",
        "ground",
        "outcome",
        "is_police_led",
        "other_support",
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ground = self.fields["ground"]
        ground.label, ground.help_text = "Why are the grounds not met?", ""
        ground.error_messages["required"] = "Enter why the grounds are not met"

    def ending(self) -> NotMet:
        given = self.cleaned_data
        is_police_led = given["is_police_led"] == "yes"
        return NotMet(given["outcome"], given["other_support"], is_police_led)


class CorrectionForm(forms.Form):
    note = long_text(
        "What was wrong with the decision as it was written down?",
        "Enter what was wrong",
    )
