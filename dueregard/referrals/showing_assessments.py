"""A finished assessment as its page shows it: words, in the order of its template."""

from dataclasses import dataclass

from .assessment_templates import FACTOR, Question, Statement, Template
from .models import Assessment

NO_WORDS = "Nothing was written."


@dataclass(frozen=True, repr=False)
class Answer:
    """One question with what was said; `statement` is "" where none is asked."""

    question: Question
    statement: str
    words: str
    source: str


@dataclass(frozen=True, repr=False)
class ReadPart:
    title: str
    answers: list[Answer]


def read_parts(row: Assessment, form: Template) -> list[ReadPart]:
    """The parts and questions in the template's own order, whatever was answered."""
    given: dict[str, dict[str, str]] = row.answers
    return [
        ReadPart(
            part.title,
            [_answer(each, given.get(each.code, {})) for each in part.questions],
        )
        for part in form.parts
    ]


def _answer(question: Question, given: dict[str, str]) -> Answer:
    statement = str(dict(Statement.choices).get(given.get("statement", ""), ""))
    words = given.get("words", "")
    if question.kind != FACTOR and not words:
        words = NO_WORDS
    return Answer(question, statement, words, given.get("source", ""))
