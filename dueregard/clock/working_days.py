"""Working days: Monday to Friday without the bank holidays of England and Wales.

The days come from a library that follows the proclamations (docs/decisions/0021): the
rules alone do not give a coronation or a jubilee.
"""

from datetime import date, timedelta
from functools import cache

import holidays

ONE_DAY = timedelta(days=1)
SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Whether offices of England and Wales are open on `day`."""
    return day.weekday() < SATURDAY and day not in _bank_holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """The `count`th working day after `day`, which itself is not counted.

    With 0, `day` itself, or the next working day when it is none.
    """
    if count == 0:
        return day if is_working_day(day) else add_working_days(day, 1)
    return _step(day, count, ONE_DAY)


def take_working_days(day: date, count: int) -> date:
    """The `count`th working day before `day`; with 0, `day` itself."""
    return _step(day, count, -ONE_DAY)


def working_days_between(start: date, end: date) -> int:
    """How many working days come after `start`, up to and with `end`."""
    days = (end - start).days
    return sum(is_working_day(start + n * ONE_DAY) for n in range(1, days + 1))


def _step(day: date, count: int, step: timedelta) -> date:
    while count:
        day += step
        count -= is_working_day(day)
    return day


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    """Scotland and Northern Ireland have others; Wales has those of England."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
