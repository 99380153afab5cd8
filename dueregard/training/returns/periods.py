"""The periods that a return can be of: quarters, and years of two kinds."""

from dataclasses import dataclass
from datetime import date, timedelta

from dueregard import clock
from dueregard.plans.wording import in_words

from ..expiry import add_months

APRIL, SEPTEMBER = 4, 9
QUARTERS_OFFERED, YEARS_OFFERED = 8, 3
EARLIEST_YEAR = 2000


@dataclass(frozen=True)
class Period:
    """From one day to another, both included; `code` stands in addresses."""

    code: str
    label: str
    starts_on: date
    ends_on: date

    @property
    def census_on(self) -> date:
        """The day on which people are counted: the last, or today while it runs."""
        return min(self.ends_on, clock.today())

    @property
    def is_over(self) -> bool:
        return self.ends_on < clock.today()

    @property
    def in_words(self) -> str:
        return f"{in_words(self.starts_on)} to {in_words(self.ends_on)}"


def quarter(starts_on: date) -> Period:
    """A quarter of the financial year, which begins in April."""
    number = (starts_on.month - APRIL) % 12 // 3 + 1
    year = starts_on.year if starts_on.month >= APRIL else starts_on.year - 1
    ends_on = add_months(starts_on, 3) - timedelta(days=1)
    label = (
        f"Quarter {number} of {year}–{(year + 1) % 100:02} "
        f"({starts_on:%B} to {ends_on:%B} {ends_on:%Y})"
    )
    return Period(f"{starts_on:%Y-%m}", label, starts_on, ends_on)


def year(starts_on: date) -> Period:
    """A financial year from April, or a school year from September."""
    kind = "Financial year" if starts_on.month == APRIL else "School year"
    ends_on = add_months(starts_on, 12) - timedelta(days=1)
    label = f"{kind} {starts_on:%Y}–{ends_on:%y}"
    return Period(f"{starts_on:%Y-%m}", label, starts_on, ends_on)


def quarters() -> list[Period]:
    """The one that runs and those before it, the newest first."""
    today = clock.today()
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    return [quarter(add_months(first, -3 * back)) for back in range(QUARTERS_OFFERED)]


def years() -> list[Period]:
    """Financial years, then school years, the newest first."""
    today = clock.today()
    found = []
    for month in (APRIL, SEPTEMBER):
        begun = today.year if today.month >= month else today.year - 1
        found += [year(date(begun - back, month, 1)) for back in range(YEARS_OFFERED)]
    return found
