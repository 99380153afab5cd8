"""Working days leave out weekends and the bank holidays of England and Wales."""

from datetime import date, timedelta

import pytest

from dueregard.clock.working_days import (
    add_working_days,
    is_working_day,
    take_working_days,
    working_days_between,
)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 11, 21),  # a Saturday
        date(2026, 11, 22),  # a Sunday
        date(2026, 12, 25),
        date(2026, 12, 28),  # Boxing Day fell on the Saturday
        date(2027, 1, 1),
        date(2027, 3, 26),  # Good Friday
        date(2027, 3, 29),  # Easter Monday
        date(2027, 5, 3),
        date(2023, 5, 8),  # the coronation
    ],
)
def test_offices_are_closed(day):
    assert not is_working_day(day)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 11, 23),
        date(2027, 1, 4),  # a bank holiday in Scotland if the 2nd were a weekday
        date(2024, 1, 2),  # a bank holiday in Scotland only
        date(2027, 3, 17),  # a bank holiday in Northern Ireland only
        date(2028, 2, 29),
    ],
)
def test_offices_are_open(day):
    assert is_working_day(day)


def test_counting_steps_over_a_long_weekend():
    thursday = date(2027, 3, 25)
    assert add_working_days(thursday, 1) == date(2027, 3, 30)
    assert take_working_days(date(2027, 3, 30), 1) == thursday
    assert working_days_between(thursday, date(2027, 3, 31)) == 2


def test_no_working_days_after_a_day_off_is_the_next_day_on():
    assert add_working_days(date(2026, 12, 25), 0) == date(2026, 12, 29)
    assert add_working_days(date(2026, 12, 29), 0) == date(2026, 12, 29)


def test_counting_passes_through_29_february():
    assert add_working_days(date(2028, 2, 28), 1) == date(2028, 2, 29)
    assert add_working_days(date(2028, 2, 29), 1) == date(2028, 3, 1)


def test_there_and_back_is_the_same_day():
    day = date(2026, 12, 1)
    for count in range(40):
        there = add_working_days(day, count)
        assert take_working_days(there, count) == day
        assert working_days_between(day, there) == count


def test_nothing_comes_between_a_day_and_an_earlier_one():
    day = date(2026, 12, 1)
    assert working_days_between(day, day - timedelta(days=9)) == 0
