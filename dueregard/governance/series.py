"""On which days the meetings of a series fall."""

import calendar
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from .models import MeetingSeries

YEAR = 12
WEEK = 7


def days_of(series: MeetingSeries, *, after: date | None = None) -> list[date]:
    """A year of days: every so many months on the same weekday of the month as the
    first, such as the third Thursday; a fifth becomes the last where there is none.

    The year begins with the first day, or with the first one after `after`.
    """
    days: list[date] = []
    for day in _all_days(series):
        if after is not None and day <= after:
            continue
        if days and _months(day) - _months(days[0]) >= YEAR:
            break
        days.append(day)
    return days


def times_on(series: MeetingSeries, day: date) -> tuple[datetime, datetime]:
    """When the meeting on `day` begins and ends, in London's time."""
    begins = timezone.make_aware(datetime.combine(day, series.starts_at_time))
    return begins, begins + timedelta(minutes=series.minutes_long)


def _all_days(series: MeetingSeries) -> Iterator[date]:
    first = series.first_on
    month = _months(first)
    while True:
        yield _same_weekday(month, first.weekday(), (first.day - 1) // WEEK)
        month += series.every_months


def _months(day: date) -> int:
    return day.year * YEAR + day.month - 1


def _same_weekday(months: int, weekday: int, nth: int) -> date:
    year, month = months // YEAR, months % YEAR + 1
    begins = date(year, month, 1)
    first = 1 + (weekday - begins.weekday()) % WEEK
    day = first + nth * WEEK
    if day > calendar.monthrange(year, month)[1]:
        day -= WEEK
    return date(year, month, day)
