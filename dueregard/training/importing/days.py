"""Days as people and spreadsheets write them.

British order (31/03/2025), ISO (2025-03-31), words (31 March 2025, 31st Mar 25), and a
spreadsheet's own count of days since 1900, or since 1904 where the workbook says so.
"""

import re
from datetime import date, timedelta

from dueregard import clock

EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
# 1 January 1950 to 31 December 2099: other numbers are not days.
SERIALS = (18_264, 73_050)
AHEAD = 20  # years to come that two digits of a year may mean
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
TIME = r"(?:[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z| ?[AaPp][Mm])?)?"
BRITISH = re.compile(rf"(\d{{1,2}})([/.\- ])(\d{{1,2}})\2(\d{{4}}|\d{{2}}){TIME}")
ISO = re.compile(rf"(\d{{4}})([/.\-]?)(\d{{2}})\2(\d{{2}}){TIME}")
WORDS = re.compile(
    r"(?:[a-z]{3,9},? +)?(\d{1,2})(?:st|nd|rd|th)?[ \-/.]+(?:of +)?([a-z]{3,9})\.?"
    r"[ \-/.,]+'?(\d{4}|\d{2})"
)
MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4}|\d{2})")
IN_NUMBERS = re.compile(r"9+([/.-])9+\1 ?9+")  # each digit shown as 9
SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")


class NotADay(ValueError):
    """What is written is not a day; the message says so and what to enter."""


def day_of(text: str, *, from_1904: bool = False) -> date:
    """The day that `text` means.

    Raises:
        NotADay: it is not one, or one that the calendar does not have.
    """
    text = " ".join(text.split())
    try:
        found = _numbers(text) or _words(text.casefold())
    except ValueError:
        found = None
        serial = None
    else:
        serial = None if found else _serial(text, from_1904)
    if found is None and serial is None:
        shown = text if len(text) <= 40 else f"{text[:40]}…"
        raise NotADay(f"{shown} is not a date. Enter a real date, such as 31/03/2026.")
    return found or serial  # type: ignore[return-value]


def is_beginning_of_day(text: str, whole: str) -> bool:
    """Whether `text` is a day in numbers, written as the beginning of one that is
    written like `whole`: 01/03/20 of 21/12/2025."""
    last, other = (re.sub(r"\d", "9", each.strip()) for each in (text, whole))
    is_shorter = last != other and other.startswith(last)
    return is_shorter and IN_NUMBERS.fullmatch(last) is not None


def _numbers(text: str) -> date | None:
    if match := BRITISH.fullmatch(text):
        day, _, month, year = match.groups()
        return date(_year(year), int(month), int(day))
    if match := ISO.fullmatch(text):
        year, _, month, day = match.groups()
        return date(int(year), int(month), int(day))
    return None


def _words(text: str) -> date | None:
    if match := WORDS.fullmatch(text):
        day, month, year = match.groups()
    elif match := MONTH_FIRST.fullmatch(text):
        month, day, year = match.groups()
    else:
        return None
    number = _month(month)
    return date(_year(year), number, int(day)) if number else None


def _month(word: str) -> int:
    for number, month in enumerate(MONTHS, 1):
        if word == month or (len(word) in (3, 4) and month.startswith(word)):
            return number
    return 0


def _year(digits: str) -> int:
    """Two digits mean this century, or the last where that is far ahead."""
    if len(digits) == 4:
        return int(digits)
    year = 2000 + int(digits)
    return year if year <= clock.today().year + AHEAD else year - 100


def _serial(text: str, from_1904: bool) -> date | None:
    match = SERIAL.fullmatch(text)
    if match is None:
        return None
    number = int(match.group(1))
    if not SERIALS[0] <= number <= SERIALS[1]:
        return None
    return EPOCHS[from_1904] + timedelta(days=number)
