"""Forms of an assessment, made from its template: statements and words, no numbers."""

from typing import Any

from django import forms

from dueregard.submissions.versions import Versioned
from dueregard.vault import rooms

from ..assessment_templates import FACTOR, Part, Question, Statement
from ..services.assessing import Answers

LONGEST = 8_000  # characters for a factor: a page or two
LONGEST_VIEW = 20_000
SOURCE = 500
WORDS_LABEL = "What you know of it, in your own words"
SOURCE_LABEL = "Who says so, and when?"


class PartForm(Versioned):
    """The questions of one part. Nothing has to be answered before it is finished."""

    mark_optional = False

    def __init__(
        self,
        data: Any = None,
        *,
        part: Part,
        answers: Answers,
        version: int,
        typed: dict[str, str] | None = None,
    ) -> None:
        self.part = part
        super().__init__(data, initial={"version": version, **flat(part, answers)})
        for question in part.questions:
            self.fields |= _fields(question)
        self.initial["base"] = self._shown()  # of what is saved, not of a draft
        self.initial.update(typed or {})

    def answers(self) -> Answers:
        """What was given, by question; what was left empty is left out."""
        return {
            question.code: given
            for question in self.part.questions
            if (given := self._given(question))
        }

    def blocks(self) -> list[tuple[Question, list[forms.BoundField]]]:
        """The questions with their fields, in the order of the template."""
        return [
            (question, [self[name] for name in _fields(question)])
            for question in self.part.questions
        ]

    def name_in_full(self) -> None:
        """Say in each label which question it belongs to, where they stand alone."""
        for question in self.part.questions:
            for name, field in _fields(question).items():
                if field.label != question.label:
                    self.fields[name].label = f"{question.label}: {field.label}"

    def saved_values(self, row: Any) -> dict[str, Any]:
        return flat(self.part, rooms.current().show(row).answers)

    def _given(self, question: Question) -> dict[str, str]:
        named = {name.split("__")[1]: name for name in _fields(question)}
        given = {key: self.cleaned_data[name] for key, name in named.items()}
        return {key: value for key, value in given.items() if value}


class SummaryForm(Versioned):
    """The overall view, with which an assessment is finished."""

    summary = forms.CharField(
        label="Your overall view, in your own words",
        help_text="What matters most for this person, what else could explain it, what "
        "is not known, and what help you think would be right.",
        max_length=LONGEST_VIEW,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "Enter your overall view"},
    )

    def __init__(
        self, data: Any = None, *, version: int, typed: dict[str, str] | None = None
    ) -> None:
        super().__init__(data, initial={"version": version, "summary": ""})
        self.initial["base"] = self._shown()
        self.initial.update(typed or {})

    def saved_values(self, row: Any) -> dict[str, Any]:
        return {"summary": rooms.current().show(row).summary}


def flat(part: Part, answers: Answers) -> dict[str, str]:
    """The answers of a part as its form holds them."""
    return {
        name: answers.get(question.code, {}).get(name.split("__")[1], "")
        for question in part.questions
        for name in _fields(question)
    }


def _fields(question: Question) -> dict[str, forms.Field]:
    words = forms.CharField(
        label=WORDS_LABEL if question.kind == FACTOR else question.label,
        help_text="" if question.kind == FACTOR else question.hint,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4 if question.kind == FACTOR else 6}),
    )
    if question.kind != FACTOR:
        return {f"{question.code}__words": words}
    statement = forms.ChoiceField(
        label=question.label,
        help_text=question.hint,
        required=False,
        choices=Statement.choices,
        widget=forms.RadioSelect(attrs={"inline": True}),
        error_messages={"invalid_choice": "Select whether it is present"},
    )
    source = forms.CharField(label=SOURCE_LABEL, required=False, max_length=SOURCE)
    return {
        f"{question.code}__statement": statement,
        f"{question.code}__words": words,
        f"{question.code}__source": source,
    }
