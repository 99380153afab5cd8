"""What was found wrong, beside what was said, wherever it is shown (security 2.7, R6).

Never instead of it: the answer stays, with the statement and the person's own words
under it. Not for who sent the referral: they see what they sent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils import timezone
from django.utils.formats import date_format

from dueregard.vault.rooms import readable

from .models import Correction
from .showing import DAMAGED, Answer, Part
from .wording import ACCOUNT, CHARACTERISTICS, PERSON

About = Correction.About
HEADINGS: dict[str, str] = {
    About.PERSON: PERSON.title,
    About.CHARACTERISTICS: CHARACTERISTICS.title,
}
"""Corrections of a part as a whole stand first in it."""
LABEL = "Put right"
SAYS: dict[str, str] = {
    Correction.Kind.CORRECTION: "Put right",
    Correction.Kind.DELETION: "To be deleted",
    Correction.Kind.MADE_IN_ERROR: "Made in error",
}


def beside(parts: Sequence[Part], corrections: Iterable[Correction]) -> list[Part]:
    """`parts` with each correction under what it is about."""
    shown = list(parts)
    for correction in corrections:
        shown = [_with(part, correction) for part in shown]
    return shown


def lines_of(correction: Correction) -> list[str]:
    """The statement with its day, then what the person says of it."""
    day = date_format(timezone.localdate(correction.at), "j F Y")
    said = _text(correction, "statement")
    lines = [f"{SAYS[correction.kind]}, {day}: {said}"]
    objection = _text(correction, "objection")
    if objection:
        lines.append(f"The person says: {objection}")
    return lines


def of_the_whole(corrections: Iterable[Correction]) -> list[list[str]]:
    """Those that are about the referral as a whole, for the head of its page."""
    return [lines_of(each) for each in corrections if each.about == About.WHOLE]


def _with(part: Part, correction: Correction) -> Part:
    if HEADINGS.get(correction.about) == part.heading:
        first: Answer = (LABEL, lines_of(correction))
        return replace(part, answers=[first, *part.answers])
    label = ACCOUNT.labels.get(correction.about)
    if label is None or part.heading != ACCOUNT.title:
        return part
    answers = dict(part.answers)
    answers[label] = [*answers.get(label, []), *lines_of(correction)]
    return replace(part, answers=list(answers.items()))


def _text(correction: Correction, column: str) -> str:
    words = readable(correction, column)
    return DAMAGED if words is None else words
