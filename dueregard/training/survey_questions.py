"""What surveys ask, as data: the forms, the results and the files are made of this.

Availability asks schools and colleges, for their staff and their governors (seed 004);
needs asks the voluntary sector (seed 001, action 17).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from dueregard import clock
from dueregard.plans.wording import in_words
from dueregard.ui.charts import Bar

from .expiry import add_months
from .models import Survey, SurveyAnswer

Choices = Sequence[tuple[str, str]]
MOST_QUOTES = 25

AVAILABLE: Choices = [
    ("yes", "Yes"),
    ("some", "For some of them"),
    ("no", "No"),
    ("unknown", "We do not know"),
]
NO_GOVERNORS = ("none", "We have no governors or trustees")
NEEDED: Choices = [
    ("awareness", "What Prevent is, and what to notice"),
    ("referring", "What to do with a worry, and how to refer"),
    ("online", "Staying safe online"),
    ("signs", "Signs, symbols and ideologies"),
    ("venues", "Checking speakers, bookings and stalls"),
    ("leading", "What trustees and leaders answer for"),
    ("nothing", "Nothing at the moment"),
]
FOR_WHOM: Choices = [
    ("staff", "Staff"),
    ("volunteers", "Volunteers"),
    ("trustees", "Trustees and leaders"),
    ("parents", "Parents and carers"),
    ("young", "Young people"),
]
WHEN: Choices = [
    ("day", "Weekdays in working hours"),
    ("evening", "Weekday evenings"),
    ("weekend", "Weekends"),
]
HOW: Choices = [
    ("here", "At our place"),
    ("near", "Together with others nearby"),
    ("online", "Online, with somebody to ask"),
    ("e_learning", "On our own, online"),
]


@dataclass(frozen=True)
class Question:
    """One question. With `choices` its answer is a code, or with `many` several; with
    `is_day` it is an ISO date; else it is text, or a number of people. What `is_quoted`
    stands among the results, word for word."""

    code: str
    label: str
    choices: Choices = ()
    many: bool = False
    is_day: bool = False
    is_quoted: bool = False

    def in_words(self, answer: Any) -> str:
        """What was answered, for people to read; nothing where it was not."""
        if answer in (None, "", []):
            return ""
        if self.choices:
            words = dict(self.choices)
            codes = answer if isinstance(answer, list) else [answer]
            return "; ".join(words.get(code, str(code)) for code in codes)
        return str(answer)

    def as_cell(self, answer: Any) -> str | int | date | None:
        """What was answered, as a cell of a file."""
        if self.is_day and answer:
            return date.fromisoformat(answer)
        return answer if isinstance(answer, int) else self.in_words(answer)


QUESTIONS: dict[str, Sequence[Question]] = {
    Survey.Kind.AVAILABILITY: (
        Question("staff", "Is Prevent training available to your staff?", AVAILABLE),
        Question("staff_last_on", "When was the last for staff?", is_day=True),
        Question("staff_by", "Who gives it to staff?"),
        Question(
            "governors",
            "Is Prevent training available to your governors or trustees?",
            [*AVAILABLE, NO_GOVERNORS],
        ),
        Question("governors_last_on", "When was the last for governors?", is_day=True),
        Question("governors_by", "Who gives it to governors?"),
        Question("missing", "What is missing?", is_quoted=True),
        Question("answered_as", "Post or role of who answers"),
    ),
    Survey.Kind.NEEDS: (
        Question("needed", "What training do you need?", NEEDED, many=True),
        Question("for_whom", "Who is it for?", FOR_WHOM, many=True),
        Question("people", "About how many people?"),
        Question("when", "When could they take part?", WHEN, many=True),
        Question("how", "How would you like it?", HOW, many=True),
        Question("reached", "How can we best reach you?", is_quoted=True),
        Question("more", "What else should we know?", is_quoted=True),
        Question("answered_as", "Post or role of who answers"),
    ),
}
TITLES = {
    Survey.Kind.AVAILABILITY: "Is Prevent training available at your place?",
    Survey.Kind.NEEDS: "What Prevent training do you need?",
}


def charts_of(survey: Survey, answers: list[dict]) -> list[Bar]:
    """A chart for each question with choices or a day, counting organisations."""
    found = []
    for question in QUESTIONS[survey.kind]:
        given = [answer.get(question.code) for answer in answers]
        if question.choices:
            rows = [
                (label, sum(code in _codes(one) for one in given))
                for code, label in question.choices
            ]
            found.append(Bar(question.label, rows=rows, unit="organisations"))
        elif question.is_day:
            rows = _by_age(given)
            found.append(Bar(question.label, rows=rows, unit="organisations"))
    return found


def quotes_of(
    survey: Survey, answers: list[tuple[str, dict]]
) -> list[tuple[Question, list[tuple[str, str]]]]:
    """What `answers` (organisation, what it said) say in words, by question; a page's
    worth of each, and the rest is in the file."""
    found = []
    for question in QUESTIONS[survey.kind]:
        if question.is_quoted:
            said = [(name, given.get(question.code)) for name, given in answers]
            quotes = [(name, text) for name, text in said if text]
            if quotes:
                found.append((question, quotes[:MOST_QUOTES]))
    return found


def _by_age(days: list[str | None]) -> list[tuple[str, int]]:
    """How many lie in the last year, the one before it, or earlier."""
    one, two = add_months(clock.today(), -12), add_months(clock.today(), -24)
    known = [date.fromisoformat(day) for day in days if day]
    return [
        ("In the last 12 months", sum(day > one for day in known)),
        ("1 to 2 years ago", sum(two < day <= one for day in known)),
        ("Longer ago", sum(day <= two for day in known)),
        ("Not said", len(days) - len(known)),
    ]


def _codes(answer) -> list[str]:
    return answer if isinstance(answer, list) else [answer]


def said_in(answer: SurveyAnswer) -> list[tuple[Question, str]]:
    """Each question with what was answered, in words; days as 14 September 2026."""
    return [
        (question, _readable(question, answer.answers.get(question.code)))
        for question in QUESTIONS[answer.survey.kind]
    ]


def header_of(survey: Survey) -> list[str]:
    """The head of the file of answers: `row_of` stands under it."""
    labels = [question.label for question in QUESTIONS[survey.kind]]
    return ["Organisation", "Kind", "Answered on", "How", "Times chased", *labels]


def row_of(answer: SurveyAnswer, questions: Sequence[Question]) -> list:
    """One organisation's row of the file of answers."""
    how = "Told to us" if answer.entered_by_id else "By link"
    return [
        answer.organisation.name,
        answer.organisation.get_kind_display(),
        answer.answered_at and timezone.localdate(answer.answered_at),
        how if answer.answered_at else "Not answered",
        answer.times_chased,
        *(
            question.as_cell(answer.answers.get(question.code))
            for question in questions
        ),
    ]


def _readable(question: Question, answer) -> str:
    if question.is_day and answer:
        return in_words(date.fromisoformat(answer))
    return question.in_words(answer)
