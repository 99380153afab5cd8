"""How long referrals are kept, holds, and what people are told about it."""

from datetime import date
from typing import Any

from django import forms

from dueregard import clock
from dueregard.submissions.versions import Versioned
from dueregard.ui.forms import DatePartsField

from ..models import DeletionNotice, PrivacyNotice, RetentionSetting
from ..references import is_reference, written
from ..retention_rules import LONGEST, Rule
from .moves import long_text


class ChosenForm(forms.Form):
    """Referrals ticked on the list: whatever else was sent is not one of them."""

    referral = forms.TypedMultipleChoiceField(
        error_messages={"required": "Select at least one referral to destroy"},
    )

    def __init__(self, data: Any = None, *, ids: list[str]) -> None:
        super().__init__(data)
        self.fields["referral"].choices = [(pk, pk) for pk in ids]


class ReferenceForm(forms.Form):
    """Is this one still kept, or was it destroyed? Sent by POST: it is in no log."""

    reference = forms.CharField(
        label="Reference of a referral",
        help_text="For example, R-7K4M-22PX.",
        max_length=20,
        widget=forms.TextInput(attrs={"width": 20}),
        error_messages={"required": "Enter the reference of a referral"},
    )

    def clean_reference(self) -> str:
        reference = written(self.cleaned_data["reference"])
        if not is_reference(reference):
            raise forms.ValidationError(
                "Enter a reference such as R-7K4M-22PX: R and 8 letters or numbers"
            )
        return reference


class HoldForm(forms.Form):
    reason = long_text(
        "Why must it not be destroyed?",
        "Enter why it must not be destroyed",
        hint="For example, a claim or a complaint. The reason is kept locked with it.",
    )


class LiftForm(forms.Form):
    reason = long_text(
        "Why is the hold no longer needed?", "Enter why the hold is no longer needed"
    )


class CopyForm(forms.Form):
    """What a holder says by its link of the copy that it has."""

    answer = forms.ChoiceField(
        label="What became of it?",
        choices=[
            (DeletionNotice.Answer.DELETED, "We have deleted it"),
            (DeletionNotice.Answer.KEPT, "We keep it, under rules of our own"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what became of it"},
    )


class HolderForm(forms.Form):
    """What a holder said by telephone or letter."""

    answer = forms.ChoiceField(
        label="What did they say?",
        choices=DeletionNotice.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what they said"},
    )
    on = DatePartsField(label="On which day?", subject="The day on which they said it")


class LongerForm(forms.Form):
    """Keep one for longer than its rule says."""

    until = DatePartsField(
        label="Until when?", subject="The day until which it is kept"
    )
    reason = long_text("Why is it still needed?", "Enter why it is still needed")


def number(label: str, what: str, longest: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=longest,
        widget=forms.TextInput(attrs={"width": 3, "inputmode": "numeric"}),
        error_messages={
            "required": f"Enter {what}",
            "invalid": f"Enter {what} as a whole number",
            "min_value": "The number must be 1 or more",
            "max_value": f"The number must be {longest} or less",
        },
    )


class PeriodForm(Versioned):
    """How long one class is kept here, and who says so."""

    def __init__(
        self, data: Any = None, *, rule: Rule, row: RetentionSetting | None
    ) -> None:
        shown = {
            "version": row.version if row else 1,
            "length": rule.length,
            "child_length": rule.child_length,
            "source": rule.source if rule.is_local else "",
        }
        super().__init__(data, initial=shown)
        unit, longest = rule.unit.value, LONGEST[rule.unit]
        self.fields["length"] = number(
            f"How many {unit}?", f"how many {unit} it is kept", longest
        )
        self.fields["child_length"] = number(
            f"How many {unit} for somebody under 18?",
            f"how many {unit} it is kept for somebody under 18",
            longest,
        )
        self.fields["source"] = forms.CharField(
            label="Where is that agreed?",
            help_text="For example, “Retention schedule of the council, March 2026”.",
            max_length=200,
            error_messages={"required": "Enter where that is agreed"},
        )
        self.initial["base"] = self._shown()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        both = (given.get("child_length"), given.get("length"))
        if None not in both and both[0] > both[1]:  # type: ignore[operator]
            self.add_error(
                "child_length", "A child’s record must not be kept for longer"
            )
        return given


class NoticeForm(Versioned):
    """What people read about what is held of them."""

    text = forms.CharField(
        label="What people read",
        help_text="Write plainly. Leave an empty line between paragraphs.",
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 18}),
        error_messages={"required": "Enter what people read"},
    )
    reviewed_on = DatePartsField(
        label="When was it last reviewed?", subject="The day of the last review"
    )
    review_on = DatePartsField(
        label="When is it reviewed next?", subject="The day of the next review"
    )

    def __init__(
        self, data: Any = None, *, row: PrivacyNotice | None, text: str
    ) -> None:
        shown = {
            "version": row.version if row else 1,
            "text": text,
            "reviewed_on": row.reviewed_on if row else None,
            "review_on": row.review_on if row else None,
        }
        super().__init__(data, initial=shown)

    def clean_reviewed_on(self) -> date:
        on: date = self.cleaned_data["reviewed_on"]
        if on > clock.today():
            raise forms.ValidationError(
                "The day of the last review must be today or in the past"
            )
        return on

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        last, following = given.get("reviewed_on"), given.get("review_on")
        if last and following and following <= last:
            self.add_error(
                "review_on", "The day of the next review must be after the last one"
            )
        return given
