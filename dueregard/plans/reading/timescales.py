"""What a plan's timescale says: a start, a last day, "ongoing", or steps.

Rules (domain.md §8.6): a month alone means its last day; a range gives both ends;
"ongoing" has no last day and wants a review date instead; something that comes round
("quarterly") is ongoing and says how often; two dates for one line become milestones
for a person to check. Whatever is not understood stays as its words, marked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from . import dates
from .dates import DATE, Found, Period
from .draft import CERTAIN, UNCERTAIN, MilestoneDraft

ONGOING = re.compile(
    r"\b(?:on[- ]?going|continuous(?:ly)?|rolling|business[ -]as[ -]usual|bau"
    r"|throughout|permanent)\b",
    re.I,
)
RECURS = re.compile(
    r"\b(?:(?:bi-?|half[- ])?annual(?:ly)?|(?:half[- ])?yearly|quarterly|monthly"
    r"|termly|weekly|fortnightly|twice (?:a|per) (?:year|term)"
    r"|(?:each|every|per|once (?:a|per)) (?:year|quarter|month|term|half[- ]term|week)"
    r"|every (?:\d+|two|three|six) (?:months|weeks|years))\b",
    re.I,
)
# Words that may stand around a date without changing it.
AROUND = re.compile(
    r"\b(?:by|before|the|end|of|from|at|least|and|in|on|due|during|to|until|till"
    r"|starting|start|review|reviewed|date|target|completion|complete|early|late|mid"
    r"|beginning|thereafter|then|between|year|term|no|later|than)\b|[\s,.;:/()&-]",
    re.I,
)
JOINS = re.compile(r"^\s*(?:-|to|until|till)\s*$", re.I)
UP_TO = re.compile(r"\b(?:to|until|till)\s+$", re.I)
FROM = re.compile(r"\b(?:from|since|starting)\s+(?:the\s+)?$", re.I)
SHORT_RANGE = re.compile(
    r"\b(\d{1,2})\s?-\s?(?=\d{1,2}(?:st|nd|rd|th)?\s+[a-z]{3,9}\b)", re.I
)
ENDS_OPEN = re.compile(r"(?:-|\b(?:to|from|until|by|of|end|before|and))$", re.I)
BARE_MONTH = re.compile(r"(?<!\d )\b[a-z]{3,9}\.?$", re.I)
BARE_YEAR = re.compile(r"^['’]?(?:20)?\d\d\b")
BETWEEN = re.compile(r"[\s,;/&]")
DASHES = str.maketrans("–—‒−\u00a0", "---- ")


@dataclass(frozen=True)
class Timescale:
    """What `text` was understood to say.

    `recurs` is the source's word for how often ("Quarterly"); `note` says in a
    sentence why a person should check it, and is empty when nothing needs checking.
    """

    text: str
    start: date | None = None
    due: date | None = None
    ongoing: bool = False
    milestones: tuple[MilestoneDraft, ...] = ()
    confidence: str = CERTAIN
    recurs: str = ""
    note: str = ""


def parse(text: str, *, period: Period = (None, None)) -> Timescale:
    """Understand a timescale; `period` is the plan's, for dates without a year."""
    plain = " ".join(text.translate(DASHES).split())
    if not plain:
        return Timescale(text=text)
    found = _with_shared_year(plain, list(dates.find(plain, period)), period)
    recurs = RECURS.search(plain)
    ongoing = bool(ONGOING.search(plain) or recurs)
    if any(date_.last is None for date_ in found):
        return _unsure(
            text, ongoing, recurs, "The date has no year, or does not exist. Enter it."
        )
    if found:
        said = _dated(text, plain, found, ongoing)
    elif ongoing:
        said = Timescale(text=text, ongoing=True)
    else:
        return _unsure(
            text,
            False,
            recurs,
            "The timescale was not understood. Enter a date, or say it is ongoing.",
        )
    return _checked(said, found, recurs, plain)


def pieces(text: str) -> list[str]:
    """The separate timescales in a cell: its lines, and dates side by side.

    "February 2024 February 2024" is two; a range is one, over two lines too, and so
    is a date with words beneath it.
    """
    found: list[str] = []
    for line in text.split("\n"):
        line = line.strip(" \t•")
        if found and line and not _are_two(found[-1], line):
            found[-1] = f"{found[-1]} {line}"
        elif line:
            found.append(line)
    return [part for line in found for part in _side_by_side(line)]


def _are_two(one: str, two: str) -> bool:
    """Whether two lines are two timescales: each says one, and neither goes on."""
    plain = one.translate(DASHES)
    if ENDS_OPEN.search(plain) or two.translate(DASHES).lstrip().startswith("-"):
        return False
    split_month = BARE_MONTH.search(plain) and BARE_YEAR.match(two)
    return _says_when(one) and _says_when(two) and not split_month


def _says_when(line: str) -> bool:
    plain = line.translate(DASHES)
    return bool(DATE.search(plain) or ONGOING.search(plain) or RECURS.search(plain))


def _side_by_side(line: str) -> list[str]:
    plain = line.translate(DASHES)
    found = list(dates.find(plain, (None, None)))
    gaps = [plain[a.end : b.begin] for a, b in pairwise(found)]
    rest = BETWEEN.sub("", _without(plain, found))
    if len(found) < 2 or rest or any(gap.strip(" ,;/&") for gap in gaps):
        return [line]
    ends = [date_.begin for date_ in found[1:]] + [len(line)]
    begins = [0, *ends[:-1]]
    return [line[a:b].strip(" ,;/&") for a, b in zip(begins, ends, strict=True)]


def _dated(text: str, plain: str, found: list[Found], ongoing: bool) -> Timescale:
    first = found[0]
    if len(found) == 1:
        before = plain[: first.begin]
        if ongoing and UP_TO.search(before):
            return Timescale(text=text, due=first.last)
        if ongoing or FROM.search(before):
            return Timescale(text=text, start=first.first, ongoing=ongoing)
        spans = first.first and first.last and (first.last - first.first).days > 300
        return Timescale(
            text=text, start=first.first if spans else None, due=first.last
        )
    if len(found) == 2 and JOINS.match(plain[first.end : found[1].begin]):
        return _range(text, first, found[1], ongoing)
    if len(found) == 2 and re.search(r"\bbetween\s+$", plain[: first.begin], re.I):
        return _range(text, first, found[1], ongoing)
    steps = tuple(
        MilestoneDraft(text=plain[date_.begin : date_.end].strip(), due=date_.last)
        for date_ in found
    )
    return Timescale(
        text=text,
        due=None if ongoing else max(step.due for step in steps if step.due),
        ongoing=ongoing,
        milestones=steps,
        confidence=UNCERTAIN,
        note="There is more than one date. Check which belongs to what.",
    )


def _range(text: str, first: Found, last: Found, ongoing: bool) -> Timescale:
    if first.first and last.last and first.first > last.last:
        return _unsure(text, ongoing, None, "The range ends before it starts.")
    return Timescale(text=text, start=first.first, due=last.last)


def _checked(
    said: Timescale, found: list[Found], recurs: re.Match[str] | None, plain: str
) -> Timescale:
    """Mark what was assumed, and words that were not understood."""
    rest = RECURS.sub("", ONGOING.sub("", _without(plain, found)))
    left_over = AROUND.sub("", rest)
    note, confidence = said.note, said.confidence
    if not note and any(date_.assumed for date_ in found):
        note = "The date was worked out from less than a full date. Check it."
    if not note and left_over:
        note = "Some words beside the date were not understood. Check it."
    return Timescale(
        text=said.text,
        start=said.start,
        due=said.due,
        ongoing=said.ongoing,
        milestones=said.milestones,
        confidence=UNCERTAIN if note else confidence,
        recurs=recurs[0] if recurs else "",
        note=note,
    )


def _unsure(
    text: str, ongoing: bool, recurs: re.Match[str] | None, note: str
) -> Timescale:
    return Timescale(
        text=text,
        ongoing=ongoing,
        confidence=UNCERTAIN,
        recurs=recurs[0] if recurs else "",
        note=note,
    )


def _without(plain: str, found: list[Found]) -> str:
    rest, at = [], 0
    for date_ in found:
        rest.append(plain[at : date_.begin])
        at = date_.end
    return " ".join([*rest, plain[at:]])


def _with_shared_year(plain: str, found: list[Found], period: Period) -> list[Found]:
    """ "Feb - March 2025" and "1-5 May 2024": the first end has the second's year."""
    if len(found) == 1 and (short := SHORT_RANGE.search(plain)):
        last = found[0]
        if last.first and short.end() == last.begin and last.first == last.last:
            day = min(int(short[1]), last.first.day) or 1
            first = last.first.replace(day=day)
            return [Found(short.start(), short.end() - 1, first, first), last]
    if len(found) != 2 or not JOINS.match(plain[found[0].end : found[1].begin]):
        return found
    one, two = found
    if two.first is None or not one.assumed or re.search(r"\d{4}", plain[: one.end]):
        return found
    for year in (two.first.year, two.first.year - 1):
        again = list(dates.find(f"{plain[one.begin : one.end]} {year}", period))
        if again and again[0].first and again[0].first <= two.first:
            return [Found(one.begin, one.end, again[0].first, again[0].last), two]
    return found
