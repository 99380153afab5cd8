"""Answers of another form as the boxes of ours hold them before anybody checked them.

Nothing here counts as answered: an officer goes through every step, with these words in
its boxes, and sends the form as their own reading of the file.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from ..wording import BLOCKS, CHOICES, code_of, name_of
from .pairs import Pair
from .questions import question_for

DATES = ("%d %B %Y", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %b %Y", "%Y-%m-%d")
NOTHING = frozenset(
    {"", "not given", "n/a", "none", "unknown", "not known", "not asked", "-"}
)
YES_NO = {"yes": "yes", "y": "yes", "true": "yes", "on": "yes", "no": "no", "n": "no"}
CHOSEN = {
    "told",
    "parents_told",
    "lead_told",
    "interpreter",
    "same_for_anyone",
    "only_beliefs",
}
TOPICS = ("ethnicity", "religion", "nationality", "immigration_status", "health")
OURS = {  # "Name: answer" lines of our own form, by the question that holds them
    "language": {
        "spoken": ("place", "language"),
        "interpreter": ("place", "interpreter"),
    },
    "referred_by": {
        "name": ("reach", "writer_name"),
        "e-mail": ("reach", "email"),
        "telephone": ("reach", "telephone"),
        "work": ("you", "work"),
        "role": ("you", "work"),
    },
}
WITH_LINES = {  # labels of ours whose lines are questions of their own
    "safeguarding": {
        "who_else": ("seen", "who_else"),
        "action_taken": ("done", "action_taken"),
        "told": ("done", "told"),
        "told_response": ("done", "told_response"),
        "parents_told": ("done", "parents_told"),
        "lead_told": ("done", "lead_told"),
    },
    "fairness": {
        "same_for_anyone": ("fair", "same_for_anyone"),
        "only_beliefs": ("fair", "only_beliefs"),
    },
    "answers": {topic: ("background", f"{topic}_value") for topic in TOPICS},
}
BY_LABEL = {
    label.casefold(): {
        name_of(question).casefold(): place
        for question, place in WITH_LINES[name].items()
    }
    for block in BLOCKS
    for name, label in block.labels.items()
    if name in WITH_LINES
}


@dataclass(repr=False)
class Read:
    """What was read: `typed` maps a step to its boxes; how many were not ours."""

    typed: dict[str, dict[str, str]] = field(default_factory=dict)
    understood: int = 0
    left: int = 0

    def put(self, place: tuple[str, str], words: str) -> None:
        """Beside what stands in that box already."""
        step, question = place
        boxes = self.typed.setdefault(step, {})
        boxes[question] = "\n".join(filter(None, [boxes.get(question), words]))
        self.understood += 1


def answers_of(pairs: Iterable[Pair]) -> Read:
    """The boxes that these questions and answers fill."""
    read = Read()
    for label, words in pairs:
        if words.strip().casefold() in NOTHING:
            continue
        _take(read, label, words)
    _settle(read)
    return read


def _take(read: Read, label: str, words: str) -> None:
    inner = BY_LABEL.get(label.strip().casefold())
    if inner is not None:
        _take_lines(read, inner, words)
        return
    place = question_for(label)
    if place is None:
        read.left += 1
    elif place[1] in OURS and _has_names(OURS[place[1]], words):
        _take_lines(read, OURS[place[1]], words)
    elif place[1] == "referred_by":
        read.put(("reach", "writer_name"), words)
    else:
        read.put(place, words)


def _has_names(inner: dict[str, tuple[str, str]], words: str) -> bool:
    first = words.partition(":")[0].strip().casefold()
    return first in inner


def _take_lines(read: Read, inner: dict[str, tuple[str, str]], words: str) -> None:
    """Lines "Name: answer"; a line without a name goes on with the one before."""
    place = None
    for line in words.splitlines():
        name, colon, answer = line.partition(":")
        found = inner.get(name.strip().casefold()) if colon else None
        if found is None and (colon and name.strip().casefold() not in inner):
            place = place if not re.fullmatch(r"[A-Z][a-z ]{2,20}", name) else None
            answer = line
        place = found or place
        if place is not None and answer.strip().casefold() not in NOTHING:
            read.put(place, answer.strip())


def _settle(read: Read) -> None:
    """Turn words into what a box takes; what does not fit is left to the officer."""
    person = read.typed.get("person", {})
    if "born_on" in person:
        born = _day(person.pop("born_on"))
        if born:
            person["born_on"] = born.isoformat()
    if "approximate_age" in person:
        digits = re.findall(r"\d{1,3}", person.pop("approximate_age"))
        person |= {"approximate_age": digits[0]} if digits else {}
    if "gender" in person:
        person |= {"gender": _gender(person.pop("gender"))}
    if "aliases" in person:
        person["aliases"] = ", ".join(person["aliases"].splitlines())
    if person.get("forenames") or person.get("surname"):
        person["name_known"] = "yes"
    for boxes in read.typed.values():
        for name in CHOSEN & boxes.keys():
            plain = boxes[name].strip().casefold()
            boxes[name] = YES_NO.get(plain) or code_of(name, plain)
    _settle_background(read)
    reach = read.typed.get("reach", {})
    if reach.get("email") or reach.get("telephone"):
        reach["contact"] = "yes"


def _settle_background(read: Read) -> None:
    """Who said so is what the file says; else the officer is asked."""
    boxes = read.typed.get("background", {})
    for topic in TOPICS:
        words, found = boxes.get(f"{topic}_value", ""), None
        if match := re.search(r"\s*\((?:said by: )?([^()]+)\)$", words, re.I):
            found = code_of("stated_by", match.group(1))
        if found and match:
            boxes[f"{topic}_value"], boxes[topic] = words[: match.start()], found


def _day(words: str) -> date | None:
    plain = re.sub(r"(?<=\d)(st|nd|rd|th)\b", "", words.strip())
    for pattern in DATES:
        try:
            return datetime.strptime(plain, pattern).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def _gender(words: str) -> str:
    plain = words.strip().casefold()
    known = {"m": "male", "man": "male", "f": "female", "woman": "female"}
    plain = known.get(plain) or code_of("gender", plain) or plain
    return plain if plain in CHOICES["gender"] else ""
