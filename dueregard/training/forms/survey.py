from datetime import date
from typing import Any

from django import forms
from django.db.models import Count

from dueregard import clock
from dueregard.accounts.models import Authority, Organisation
from dueregard.submissions.versions import Versioned
from dueregard.ui.forms import DatePartsField

from ..models import Survey, SurveyAnswer
from ..survey_questions import (
    AVAILABLE,
    FOR_WHOM,
    HOW,
    NEEDED,
    NO_GOVERNORS,
    WHEN,
)

HINTS_OF_KINDS = {
    Survey.Kind.AVAILABILITY: "Asks schools and colleges about staff and governors.",
    Survey.Kind.NEEDS: "Asks voluntary and faith organisations.",
}


class OpenSurveyForm(forms.Form):
    """What is asked, of whom, and until when."""

    kind = forms.ChoiceField(
        label="What do you want to ask?",
        choices=Survey.Kind.choices,
        widget=forms.RadioSelect(attrs={"hints": HINTS_OF_KINDS}),
        error_messages={"required": "Select what you want to ask"},
    )
    title = forms.CharField(
        label="Title",
        help_text="For example, Training in schools, autumn 2026.",
        max_length=200,
        error_messages={"required": "Enter the title"},
    )
    kinds = forms.MultipleChoiceField(
        label="Which organisations are asked?",
        widget=forms.CheckboxSelectMultiple(attrs={"small": True}),
        error_messages={"required": "Select which organisations are asked"},
    )
    due_on = DatePartsField(
        label="By when should they answer?", subject="The day to answer by"
    )
    message = forms.CharField(
        label="Message",
        help_text="Stands above the questions. Say why you ask and what comes of it.",
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, data, *, authority: Authority, due_on: date) -> None:
        super().__init__(data, initial={"due_on": due_on})
        self.authority = authority
        kinds = Organisation.Kind
        rows = self._organisations().order_by().values("kind")
        found = {
            row["kind"]: row["number"] for row in rows.annotate(number=Count("pk"))
        }
        self.fields["kinds"].choices = [
            (kind.value, f"{kind.label} ({found[kind.value]})")
            for kind in kinds
            if kind.value in found
        ]

    def clean_due_on(self) -> date:
        due_on = self.cleaned_data["due_on"]
        if due_on < clock.today():
            raise forms.ValidationError("The day to answer by must be today or later")
        return due_on

    def organisations(self):
        """Those that are asked."""
        return self._organisations().filter(kind__in=self.cleaned_data["kinds"])

    def _organisations(self):
        return Organisation.objects.filter(
            authorities=self.authority, successor__isnull=True
        )


class CloseSurveyForm(Versioned, forms.Form):
    """What was learnt."""

    summary = forms.CharField(
        label="What was learnt, and what comes of it?",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Enter what was learnt"},
    )

    def __init__(self, data, *, survey: Survey) -> None:
        super().__init__(data, initial={"version": survey.version})


class AddressForm(forms.Form):
    """Where the link for one organisation is sent."""

    email = forms.EmailField(
        label="E-mail address",
        help_text="An address at the organisation. The link works for whoever has it.",
        max_length=254,
        error_messages={"required": "Enter the e-mail address"},
    )


class WaitingFilterForm(forms.Form):
    """Which organisations of a survey to list."""

    state = forms.ChoiceField(
        label="Answer",
        required=False,
        choices=[
            ("", "All"),
            ("waiting", "Not answered"),
            ("answered", "Answered"),
            ("no_address", "No address to send to"),
        ],
    )

    def filtered(self, rows):
        self.is_valid()
        state = self.cleaned_data.get("state")
        if state == "waiting":
            return rows.waiting()
        if state == "answered":
            return rows.exclude(answered_at__isnull=True)
        return rows.waiting().filter(email="") if state == "no_address" else rows


def _who_answers() -> forms.CharField:
    return forms.CharField(
        label="Your post or role",
        help_text="For example, head teacher. No names.",
        max_length=150,
        error_messages={"required": "Enter your post or role"},
    )


def _last_on(whom: str) -> DatePartsField:
    return DatePartsField(
        label=f"When was the last training for {whom}?",
        help_text="Leave it empty if you do not know. For example, 14 9 2026.",
        subject="The day of the last training",
        required=False,
    )


def _given_by(whom: str) -> forms.CharField:
    return forms.CharField(
        label=f"Who gives it to {whom}?",
        help_text="For example, the council, your trust or a company. No names.",
        required=False,
        max_length=200,
    )


def _ticks(label: str, choices, missing: str = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=choices,
        required=bool(missing),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": missing},
    )


class AnswerForm(forms.Form):
    """Answers as they are kept: JSON, in the order of the questions."""

    def answers(self) -> dict[str, Any]:
        return {
            name: value.isoformat() if isinstance(value, date) else value
            for name, value in self.cleaned_data.items()
            if value not in (None, "", [])
        }


class AvailabilityForm(AnswerForm):
    """Is training available, when was the last, who gives it, what is missing."""

    staff = forms.ChoiceField(
        label="Is Prevent training available to your staff?",
        choices=AVAILABLE,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether your staff can have training"},
    )
    staff_last_on = _last_on("staff")
    staff_by = _given_by("staff")
    governors = forms.ChoiceField(
        label="Is Prevent training available to your governors or trustees?",
        choices=[*AVAILABLE, NO_GOVERNORS],
        widget=forms.RadioSelect,
        error_messages={
            "required": "Select whether your governors or trustees can have training"
        },
    )
    governors_last_on = _last_on("governors or trustees")
    governors_by = _given_by("governors or trustees")
    missing = forms.CharField(
        label="What is missing?",
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    answered_as = _who_answers()

    def clean(self):
        answers = super().clean()
        for name in ("staff_last_on", "governors_last_on"):
            day = answers.get(name)
            if day and day > clock.today():
                self.add_error(name, "The day of the last training must be in the past")
        return answers


class NeedsForm(AnswerForm):
    """What is needed, for whom, when, and how they are reached."""

    needed = _ticks(
        "What training do you need?", NEEDED, "Select what training you need"
    )
    for_whom = _ticks("Who is it for?", FOR_WHOM)
    people = forms.IntegerField(
        label="About how many people?",
        required=False,
        min_value=1,
        max_value=100_000,
        widget=forms.TextInput(attrs={"width": 5, "inputmode": "numeric"}),
        error_messages={
            "invalid": "Enter how many people as a whole number, such as 12",
            "min_value": "Enter how many people as 1 or more",
            "max_value": "Enter how many people as 100,000 or less",
        },
    )
    when = _ticks("When could they take part?", WHEN)
    how = _ticks("How would you like it?", HOW)
    reached = forms.CharField(
        label="How can we best reach you?",
        help_text="For example, a newsletter, a meeting that you hold, or your office.",
        required=False,
        max_length=500,
    )
    more = forms.CharField(
        label="What else should we know?",
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    answered_as = _who_answers()

    def clean_needed(self) -> list[str]:
        needed = self.cleaned_data["needed"]
        if "nothing" in needed and len(needed) > 1:
            raise forms.ValidationError(
                "Select what training you need, or “Nothing at the moment”, not both"
            )
        return needed


FORMS: dict[str, type[AnswerForm]] = {
    Survey.Kind.AVAILABILITY: AvailabilityForm,
    Survey.Kind.NEEDS: NeedsForm,
}


def answer_form(data, answer: SurveyAnswer) -> AnswerForm:
    """The questions of the survey, with what was answered before filled in."""
    given = dict(answer.answers)
    for name in ("staff_last_on", "governors_last_on"):
        if name in given:
            given[name] = date.fromisoformat(given[name])
    return FORMS[answer.survey.kind](data, initial=given)
