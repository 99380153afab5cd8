"""How a referral is put into words: on its page, on the completed form and in files.

The words before each answer, in the blocks of domain §6.9, and an answer as lines of
text whatever it was kept as. What we give out is read back by the same words
(`importing`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format

from dueregard.access.need_to_know import Group

from .codes import Emergency, Known, Stated


@dataclass(frozen=True)
class Block:
    """One part of the form: the group of fields that it shows, and their labels."""

    code: str
    title: str
    group: Group
    labels: dict[str, str]


PERSON = Block(
    "person",
    "The person",
    Group.IDENTITY,
    {
        "forenames": "Forenames",
        "surname": "Surname",
        "aliases": "Other names",
        "born_on": "Date of birth",
        "approximate_age": "Age, where the date is not known",
        "gender": "Gender",
        "addresses": "Addresses",
        "contacts": "How to reach them",
        "household": "Family and household",
        "language": "Language",
        "school_or_work": "School, college or work",
    },
)
ACCOUNT = Block(
    "concern",
    "What was seen and said",
    Group.ACCOUNT,
    {
        "did_or_said": "What the person did or said",
        "means": "What the writer thinks it means",
        "other_explanations": "What else it could be",
        "came_to_light": "How it came to light",
        "other_agencies": "Who else works with the person",
        "safeguarding": "Safeguarding",
        "fairness": "What the writer asked themselves",
        "police_reference": "Police reference (PCMT)",
    },
)
CHARACTERISTICS = Block(
    "characteristics",
    "Health, care, belief and background",
    Group.CHARACTERISTICS,
    {"needs": "What they need", "answers": "Each with who said so"},
)
REFERRER = Block(
    "referrer",
    "Who noticed and who refers",
    Group.REFERRER,
    {
        "noticed_by": "First noticed by",
        "referred_by": "Referred by",
        "contact": "Contact at their organisation",
    },
)
BLOCKS = (PERSON, ACCOUNT, CHARACTERISTICS, REFERRER)

NAMES = {
    "who_else": "Who else saw or heard it",
    "action_taken": "Done so far",
    "told": "The person knows",
    "told_response": "What they said",
    "parents_told": "Parents or carers know",
    "lead_told": "Talked with the safeguarding lead",
    "emergency": "Danger at the time",
    "same_for_anyone": "Would say the same of anybody",
    "only_beliefs": "Only about what somebody is or believes",
    "relation": "Who they are to the person",
    "email": "E-mail",
    "safe_contact": "When and how it is safe to reach them",
}
"""The words before an answer that stands among others under one label."""
YES_NO = {"yes": "Yes", "no": "No"}
NOT_SAFE = {"unsafe": "No, because telling them is not safe"}
KNOWN = {str(code): str(label) for code, label in Known.choices}
CHOICES: dict[str, dict[str, str]] = {
    "told": YES_NO | NOT_SAFE,
    "parents_told": YES_NO | NOT_SAFE | {"adult": "They are 18 or over"},
    "lead_told": YES_NO | {"is_lead": "The writer is the lead"},
    "interpreter": YES_NO,
    "same_for_anyone": YES_NO | {"unsure": "Not sure"},
    "only_beliefs": YES_NO,
    "gender": {"male": "Male", "female": "Female", "other": "Another gender"},
    "emergency": {str(code): str(label) for code, label in Emergency.choices},
    "relation": {
        "professional": "Through work, or as a volunteer",
        "family": "Of their family, or lives with them",
        "friend": "Friend, neighbour or colleague",
        "self": "It is about themselves",
        "other": "Somebody else",
    },
    "stated_by": {str(code): str(label) for code, label in Stated.choices},
}
"""What the codes of a question are in words; `KNOWN` may answer any."""


def lines_of(value: Any, *, name: str = "") -> list[str]:
    """The answer to question `name` as lines of text; no line where there is none."""
    if value is None or value == "":
        return []
    if isinstance(value, bool):
        return ["Yes" if value else "No"]
    if isinstance(value, date):
        return [date_format(value, "j F Y")]
    if isinstance(value, str):
        text = in_words(name, value)
        return [line for line in text.splitlines() if line.strip()]
    if isinstance(value, Mapping):
        return _stated(value) if "value" in value else _named(value)
    if isinstance(value, (list, tuple)):
        return [line for each in value for line in lines_of(each, name=name)]
    return [str(value)]


def name_of(question: str) -> str:
    """The words before an answer that stands among others."""
    return NAMES.get(question, question.replace("_", " ").capitalize())


def in_words(name: str, code: str) -> str:
    """A code of question `name` in words; anything else is words already."""
    return {**KNOWN, **CHOICES.get(name, {})}.get(code, code)


def code_of(name: str, words: str) -> str:
    """The code that stands for `words`, as `in_words` wrote them; "" when none does."""
    plain = words.strip().casefold()
    known = CHOICES.get(name, {}) | KNOWN
    return next((code for code, text in known.items() if text.casefold() == plain), "")


def _named(answers: Mapping[str, Any]) -> list[str]:
    return [
        f"{name_of(str(name))}: {' '.join(lines)}"
        for name, answer in answers.items()
        if (lines := lines_of(answer, name=str(name)))
    ]


def _stated(answer: Mapping[str, Any]) -> list[str]:
    """An answer with who said so: "Welsh (said by: the person themselves)"."""
    words = " ".join(lines_of(answer["value"]))
    by = in_words("stated_by", answer.get("stated_by") or "")
    return [f"{words} (said by: {by[0].lower()}{by[1:]})" if by else words]
