"""The words of a referral as its page shows them, one list of answers a group.

Only what was loaded for this reader comes here: a group that they may not read is not
among the parts, and so is nowhere in the page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dueregard.vault import blind
from dueregard.vault.rooms import readable

from .codes import Known, Stated
from .models import Account, Characteristics, Referrer, Subject

Answer = tuple[str, list[str]]
"""A question's words and the lines of its answer."""

PERSON = (
    ("forenames", "First names"),
    ("surname", "Surname"),
    ("aliases", "Also known as"),
    ("born_on", "Date of birth"),
    ("approximate_age", "Age, about"),
    ("gender", "Gender"),
    ("addresses", "Addresses"),
    ("contacts", "How to reach them"),
    ("household", "Household"),
    ("school_or_work", "School or work"),
    ("language", "Language"),
)
ACCOUNT = (
    ("did_or_said", "What the person did or said"),
    ("means", "What the writer thinks it means"),
    ("other_explanations", "What else it could be"),
    ("came_to_light", "How it came to light"),
    ("other_agencies", "Who else works with the person"),
    ("safeguarding", "Safeguarding"),
    ("fairness", "What the writer checked"),
    ("police_reference", "Reference of the police"),
)
REFERRER = (
    ("noticed_by", "Who noticed"),
    ("referred_by", "Who referred"),
    ("contact", "Whom to ask"),
)
PERSON_HEADING = "The person"
ACCOUNT_HEADING = "What was seen and said"
BACKGROUND = "Health, care, belief and background"
DAMAGED = "This answer cannot be opened."


@dataclass(frozen=True, repr=False)
class Part:
    """A group under its heading."""

    heading: str
    answers: list[Answer]


def person(row: Subject) -> Part:
    return Part(PERSON_HEADING, _answers(row, PERSON))


def account(row: Account) -> Part:
    return Part(ACCOUNT_HEADING, _answers(row, ACCOUNT))


def characteristics(row: Characteristics) -> Part:
    """Each with who said so; never left out because it is not known, or damaged."""
    given = readable(row, "answers")
    if given is None:
        answers: list[Answer] = [("What was answered", [DAMAGED])]
    else:
        answers = [(_label(name), _lines(value)) for name, value in given.items()]
    answers += _answers(row, [("needs", "What they need")])
    return Part(BACKGROUND, answers)


def referrer(row: Referrer) -> Part:
    return Part("Who referred", _answers(row, REFERRER))


def shares_a_surname(user: Any, subject: Subject) -> bool:
    """Whether the reader's surname is the person's: a prompt for them alone (AC 5)."""
    own = blind.words_of(user.name)[-1:]
    theirs = blind.words_of(readable(subject, "surname") or "")
    return bool(own) and own[0] in theirs


def _answers(row: Any, wanted: Iterable[tuple[str, str]]) -> list[Answer]:
    """What was answered; blank answers of optional questions are left out."""
    found = []
    for name, label in wanted:
        value = readable(row, name)
        lines = [DAMAGED] if value is None and name != "born_on" else _lines(value)
        if lines:
            found.append((label, lines))
    return found


def _lines(value: Any) -> list[str]:
    if value in (None, "", [], {}):
        return []
    if isinstance(value, dict) and "value" in value:
        return _stated(value)
    if isinstance(value, dict):
        return [
            f"{_label(name)}: {', '.join(_lines(each))}"
            for name, each in value.items()
            if _lines(each)
        ]
    if isinstance(value, list):
        return [line for each in value for line in _lines(each)]
    if isinstance(value, bool):
        return ["Yes" if value else "No"]
    if hasattr(value, "strftime"):
        return [f"{value:%-d %B %Y}"]
    return _words(str(value)).splitlines()


def _stated(value: dict[str, Any]) -> list[str]:
    """An answer with who said so."""
    words = ", ".join(_lines(value["value"]))
    by = dict(Stated.choices).get(value.get("stated_by", ""))
    return [f"{words} (said by: {by[0].lower()}{by[1:]})" if by else words]


def _words(text: str) -> str:
    return str(dict(Known.choices).get(text, text))


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()
