"""Adding months to a day: the end of a shorter month, in Python and in SQL alike."""

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dueregard.training.coverage.states import literal
from dueregard.training.expiry import add_months, days_later, months_later

from .oracle import months_after

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
MONTHS = st.integers(1, 240)
within_database = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2024, 8, 31), 6, date(2025, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 11, 21), 24, date(2028, 11, 21)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_a_shorter_month_ends_it(day, months, last):
    assert add_months(day, months) == last
    assert months_after(day, months) == last


@given(DAYS, MONTHS)
def test_the_oracle_counts_months_as_the_product_does(day, months):
    assert add_months(day, months) == months_after(day, months)
    assert add_months(day, -months) == months_after(day, -months)


@given(DAYS, MONTHS, st.integers(0, 40))
def test_what_was_done_later_never_runs_out_sooner(day, months, later):
    assert add_months(day + timedelta(days=later), months) >= add_months(day, months)
    assert add_months(day, months + 1) > add_months(day, months)


@within_database
@given(DAYS, MONTHS)
@pytest.mark.django_db
def test_the_database_adds_months_as_python_does(day, months):
    assert asked(months_later(literal(day), str(months))) == add_months(day, months)


@within_database
@given(DAYS, st.integers(0, 400))
@pytest.mark.django_db
def test_the_database_adds_days_as_python_does(day, days):
    assert asked(days_later(literal(day), str(days))) == day + timedelta(days=days)


@pytest.mark.django_db
def test_nothing_added_to_no_day_is_no_day():
    assert asked(days_later("NULL::date" if is_postgresql() else "NULL", "3")) is None


def is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def asked(sql: str) -> date | None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql}")
        answer = cursor.fetchone()[0]
    return date.fromisoformat(answer) if isinstance(answer, str) else answer
