"""Until when a completion holds: so many months, to the end of a shorter month.

The last day counts: what was done on 31 August 2024 for 18 months holds through 28
February 2026 (domain reference 7.3). The same in Python and in the SQL of both
databases; a test holds them against each other.
"""

from datetime import date

from django.db import connection

from dueregard.plans.rag import add_months

__all__ = ["FOR_GOOD", "add_months", "days_later", "months_later"]

FOR_GOOD = date.max
"""What stands in SQL for the last day of what never runs out."""


def months_later(day: str, months: str) -> str:
    """SQL for the day `months` after `day`, both given as SQL.

    SQLite carries a day that the month does not have into the next month, so the last
    day of the month is taken where that is earlier.
    """
    if connection.vendor == "postgresql":
        return f"({day} + make_interval(months => ({months})::int))::date"
    step = f"'+' || ({months}) || ' months'"
    return (
        f"min(date({day}, {step}), "
        f"date({day}, 'start of month', {step}, '+1 month', '-1 day'))"
    )


def days_later(day: str, days: str) -> str:
    """SQL for the day `days` after `day`, both given as SQL; NULL where either is."""
    if connection.vendor == "postgresql":
        return f"({day} + ({days})::int)"
    return f"date({day}, '+' || ({days}) || ' days')"
