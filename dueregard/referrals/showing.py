"""The words of a referral as its page shows them, one list of answers a group.

Only what was loaded for this reader comes here: a group that they may not read is not
among the parts, and so is nowhere in the page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dueregard.vault import blind
from dueregard.vault.rooms import readable

from . import wording
from .models import Account, Characteristics, Referrer, Subject
from .wording import Block, lines_of, name_of

Answer = tuple[str, list[str]]
"""A question's words and the lines of its answer."""

DAMAGED = "This answer cannot be opened."


@dataclass(frozen=True, repr=False)
class Part:
    """A group under its heading."""

    heading: str
    answers: list[Answer]


def person(row: Subject) -> Part:
    return _part(wording.PERSON, row)


def account(row: Account) -> Part:
    return _part(wording.ACCOUNT, row)


def characteristics(row: Characteristics) -> Part:
    """Each with who said so; never left out because it is not known, or damaged."""
    given = readable(row, "answers")
    if given is None:
        answers: list[Answer] = [("What was answered", [DAMAGED])]
    else:
        answers = [(name_of(name), lines_of(value)) for name, value in given.items()]
    block = wording.CHARACTERISTICS
    answers += _answers(row, [("needs", block.labels["needs"])])
    return Part(block.title, answers)


def referrer(row: Referrer) -> Part:
    return _part(wording.REFERRER, row)


def shares_a_surname(user: Any, subject: Subject) -> bool:
    """Whether the reader's surname is the person's: a prompt for them alone (AC 5)."""
    own = blind.words_of(user.name)[-1:]
    theirs = blind.words_of(readable(subject, "surname") or "")
    return bool(own) and own[0] in theirs


def _part(block: Block, row: Any) -> Part:
    return Part(block.title, _answers(row, block.labels.items()))


def _answers(row: Any, wanted: Iterable[tuple[str, str]]) -> list[Answer]:
    """What was answered; blank answers of optional questions are left out."""
    found = []
    for name, label in wanted:
        value = readable(row, name)
        lines = (
            [DAMAGED]
            if value is None and name != "born_on"
            else lines_of(value, name=name)
        )
        if lines:
            found.append((label, lines))
    return found
