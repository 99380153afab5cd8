"""The dates in a line of text, as councils write them.

"Sept 2024", "25.04.15", "1st May", "Q3 2024", "Autumn term 2024", "2024/25". A month,
quarter, term or year stands for all its days. Day comes before month.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
# English school terms: first and last month. Local dates differ, so never certain.
TERMS = {"autumn": (9, 12), "spring": (1, 3), "summer": (4, 7)}
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_YEAR = r"(?:(?:19|20)\d\d|['’]?\d\d(?!\d))"
PATTERNS = (
    ("iso", r"(?P<y1>\d{4})-(?P<m1>\d\d)-(?P<d1>\d\d)(?:[T ]\d\d:\d\d(?::\d\d)?)?"),
    ("figures", r"(?P<d2>\d{1,2})[./-](?P<m2>\d{1,2})[./-](?P<y2>\d{4}|\d{2})"),
    (
        "day",
        rf"(?P<d3>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+(?P<m3>{_MONTH})\b\.?"
        rf"(?:[\s,-]+(?P<y3>{_YEAR}))?",
    ),
    ("month", rf"(?P<m4>{_MONTH})\b\.?(?:[\s,-]{{0,3}}(?P<y4>{_YEAR}))?"),
    (
        "quarter",
        r"(?:q|quarter\s+)(?P<q5>[1-4])\b(?:[\s,]+(?:of\s+)?(?P<y5>(?:19|20)\d\d)"
        r"(?:\s?[/-]\s?(?P<f5>\d{2,4}))?)?",
    ),
    (
        "term",
        r"(?P<t6>autumn|spring|summer)(?:\s+term)?(?:\s+(?P<y6>(?:19|20)\d\d))?",
    ),
    ("years", r"(?P<y7>20\d\d)\s?[/-]\s?(?P<f7>(?:20)?\d\d)(?!\d)"),
    ("year", r"(?P<y8>20\d\d)"),
)
DATE = re.compile(
    r"\b(?:" + "|".join(f"(?P<{name}>{rule})" for name, rule in PATTERNS) + r")(?!\w)",
    re.I,
)


@dataclass(frozen=True)
class Found:
    """A date or a span of days in a text, from `begin` to `end` of its characters.

    `first` and `last` are None for a day that does not exist and for one whose year
    is not known; `assumed` tells that a person should check it.
    """

    begin: int
    end: int
    first: date | None
    last: date | None
    assumed: bool = False


Period = tuple[date | None, date | None]


def find(text: str, period: Period) -> Iterator[Found]:
    """The dates in `text` in order; a year left out is looked for in `period`."""
    for match in DATE.finditer(text):
        kind = next(name for name, _ in PATTERNS if match[name])
        first, last, assumed = READERS[kind](match, period)
        yield Found(match.start(), match.end(), first, last, assumed)


def month_span(year: int, first: int, last: int) -> tuple[date, date]:
    """From the first day of one month to the last day of another."""
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


Read = tuple[date | None, date | None, bool]


def _day(year: str, month: str, day: str) -> Read:
    try:
        found = date(_year(year), int(month), int(day))
    except ValueError:
        return None, None, True
    return found, found, False


def _year(text: str) -> int:
    digits = text.strip("'’")
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _iso(match: re.Match[str], period: Period) -> Read:
    return _day(match["y1"], match["m1"], match["d1"])


def _figures(match: re.Match[str], period: Period) -> Read:
    return _day(match["y2"], match["m2"], match["d2"])


def _named_day(match: re.Match[str], period: Period) -> Read:
    month = MONTHS[match["m3"].lower()]
    if match["y3"]:
        return _day(match["y3"], str(month), match["d3"])
    for year in _years_with(month, period):
        first, last, _ = _day(str(year), str(month), match["d3"])
        return first, last, True
    return None, None, True


def _month(match: re.Match[str], period: Period) -> Read:
    """A month. "may" and "march" without a capital or a year are verbs."""
    month = MONTHS[match["m4"].lower()]
    if match["y4"]:
        return *month_span(_year(match["y4"]), month, month), False
    if match["m4"] in ("may", "march"):
        return None, None, True
    return _within(period, month, month)


def _quarter(match: re.Match[str], period: Period) -> Read:
    """Calendar quarters, but of the financial year when "2024/25" is written."""
    number = int(match["q5"])
    if match["f5"]:
        first = (4, 7, 10, 1)[number - 1]
        year = int(match["y5"]) + (number == 4)
        return *month_span(year, first, first + 2), False
    first = number * 3 - 2
    if match["y5"]:
        return *month_span(int(match["y5"]), first, first + 2), True
    return None, None, True


def _term(match: re.Match[str], period: Period) -> Read:
    first, last = TERMS[match["t6"].lower()]
    if match["y6"]:
        return *month_span(int(match["y6"]), first, last), True
    return _within(period, first, last)


def _years(match: re.Match[str], period: Period) -> Read:
    first, last = int(match["y7"]), _year(match["f7"])
    if last <= first:
        return None, None, True
    return date(first, 4, 1), date(last, 3, 31), True


def _one_year(match: re.Match[str], period: Period) -> Read:
    return *month_span(int(match["y8"]), 1, 12), True


READERS = {
    "iso": _iso,
    "figures": _figures,
    "day": _named_day,
    "month": _month,
    "quarter": _quarter,
    "term": _term,
    "years": _years,
    "year": _one_year,
}


def _within(period: Period, first: int, last: int) -> Read:
    """The months' only occurrence in the period, always for a person to check."""
    for year in _years_with(last, period):
        return *month_span(year, first, last), True
    return None, None, True


def _years_with(month: int, period: Period) -> list[int]:
    """The one year in which the month lies within the period, or none."""
    start, end = period
    if start is None or end is None:
        return []
    years = [
        year
        for year in range(start.year, end.year + 1)
        if start <= month_span(year, month, month)[1] <= end
    ]
    return years if len(years) == 1 else []
