"""The value of a workbook's cell as the words a person would read there."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def text_of(cell) -> str:
    """Dates as ISO text (a month alone as "March 2024"), numbers without ".0"."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return _unescaped(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return number_text(value, percent="%" in (cell.number_format or ""))
    return moment_text(value, cell.number_format or "")


def number_text(value: float, *, percent: bool = False) -> str:
    """A number as Excel shows it by default: 15 digits at most, no empty decimals."""
    shown = value * 100 if percent else value
    text = f"{shown:.15g}"
    if "e" in text and 1e-9 < abs(shown) < 1e21:
        text = f"{Decimal(text):f}"
    return f"{text}%" if percent else text


def moment_text(
    value: datetime.datetime | datetime.date | datetime.time | datetime.timedelta,
    number_format: str,
) -> str:
    """ISO text. A cell that shows no day holds a month or a year, not its first day."""
    if isinstance(value, datetime.datetime):
        if value.time() == datetime.time():
            return day_text(value.date(), shows=_date_letters(number_format))
        return value.isoformat(timespec="seconds")
    if isinstance(value, datetime.date):
        return day_text(value, shows=_date_letters(number_format))
    if isinstance(value, datetime.time):
        return value.isoformat(timespec="seconds")
    return str(value)


def day_text(day: datetime.date, *, shows: str) -> str:
    """`shows` holds "d", "m" and "y" for the parts that the cell displays."""
    if shows == "y":
        return f"{day:%Y}"
    if "y" in shows and "m" in shows and "d" not in shows:
        return f"{day:%B %Y}"
    return day.isoformat()


def _date_letters(number_format: str) -> str:
    bare = QUOTED.sub("", number_format.lower()).partition(";")[0]
    return "".join(letter for letter in "dmy" if letter in bare)


def _unescaped(text: str) -> str:
    """Excel writes characters that XML cannot hold as _x0001_, and CR as _x000D_."""
    return ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text)
