"""Assessments as data: which factors a professional is asked for, in which words.

Some templates came with the service: a file of this folder, `CODE_VERSION.toml`. An
authority writes its own (`services/templating.py`), from one of these, from a shell
that has no questions yet (`shells/CODE.toml`), or from nothing. What is begun on one
version stays on it. There are two kinds of question, and neither takes a number: a
factor (is it present, in whose words, who says so) and words alone. Nothing is added
up, averaged, compared, ordered by or coloured (domain §5.1, security S6).
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.db import models

FOLDER = Path(__file__).parent
FACTOR, WORDS = "factor", "words"
KINDS = (FACTOR, WORDS)
NEWEST = {"vaf": 1}
"""The version that a new assessment is begun on, by the template's code."""
SHELLS = ("paf",)
NEVER_A_SCORE = (
    "Nothing here is added up, averaged, ranked or compared, and no number comes out "
    "of it. It is a professional’s own judgement, in their own words."
)


class Statement(models.TextChoices):
    """What is known of a factor (domain §5.1); the words beside it say how."""

    PRESENT = "present", "Present"
    NOT_PRESENT = "not_present", "Not present"
    NOT_KNOWN = "not_known", "Not known"


@dataclass(frozen=True)
class Question:
    """The code stays the same from version to version; the words may change."""

    code: str
    label: str
    hint: str
    kind: str = FACTOR

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"No kind of question: {self.kind}.")


@dataclass(frozen=True)
class Part:
    """Questions that are answered on one page."""

    code: str
    title: str
    lead: str
    questions: tuple[Question, ...]

    def question(self, code: str) -> Question | None:
        return next((each for each in self.questions if each.code == code), None)


@dataclass(frozen=True)
class Template:
    code: str
    version: int
    title: str
    lead: str
    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        codes = [question.code for question in self.questions]
        if len(set(codes)) < len(codes):
            raise ValueError(f"Two questions of {self.code} have the same code.")

    def __str__(self) -> str:
        return f"{self.title}, version {self.version}"

    @property
    def questions(self) -> list[Question]:
        return [question for part in self.parts for question in part.questions]

    def part(self, code: str) -> Part | None:
        return next((part for part in self.parts if part.code == code), None)


@cache
def template(code: str, version: int) -> Template:
    """Raises FileNotFoundError when no such version came with this release."""
    with (FOLDER / f"{code}_{version}.toml").open("rb") as file:
        return _template(tomllib.load(file))


def newest(code: str = "vaf") -> Template:
    return template(code, NEWEST[code])


def shipped() -> list[Template]:
    """The newest version of each template that came with the service."""
    return [newest(code) for code in NEWEST]


@cache
def shell(code: str) -> Template:
    """Title, lead and parts without questions, to begin an own template from."""
    with (FOLDER / "shells" / f"{code}.toml").open("rb") as file:
        return _template(tomllib.load(file) | {"version": 1})


def _template(read: dict[str, Any]) -> Template:
    parts = tuple(
        Part(
            part["code"],
            part["title"],
            part["lead"],
            tuple(Question(**factor) for factor in part.get("factors", ())),
        )
        for part in read["parts"]
    )
    return Template(read["code"], read["version"], read["title"], read["lead"], parts)
