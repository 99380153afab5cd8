"""Coverage month by month, each month counted anew from what had been completed by its
last day: nothing was stored at the time, so that late records put the past right."""

from dataclasses import dataclass
from datetime import date, timedelta

from dueregard.ui.progress_charts import LineToTarget

from ..models import LearnerRole
from .counting import People, by_day
from .tally import Tally

MONTHS = 12
LARGE = 50_000  # places


@dataclass(frozen=True)
class Month:
    """The count of one day: the last of a month, or today."""

    day: date
    tally: Tally

    @property
    def label(self) -> str:
        return f"{self.day:%b %Y}"


def month_ends(today: date, months: int) -> list[date]:
    """The last days of that many months gone by, the oldest first, and today."""
    days = [today]
    first = today.replace(day=1)
    for _ in range(months):
        days.append(first - timedelta(days=1))
        first = days[-1].replace(day=1)
    return days[::-1]


def months_between(people: People) -> int:
    """How many months lie between two counts: one, or three in a register of more than
    `LARGE` places, since each is worked out from every completion."""
    places = LearnerRole.objects.filter(authority=people.authority)
    return 3 if places[LARGE : LARGE + 1].exists() else 1


def trend_of(people: People, today: date, *, every: int = 1) -> list[Month]:
    """Twelve months and today, or of these one in `every`, in one statement. A month's
    count is the same whichever others are counted with it."""
    days = month_ends(today, MONTHS)[::-1][::every][::-1]
    counted = by_day(people, days)
    return [Month(day, counted[day]) for day in days]


def trend_chart(months: list[Month], *, least: int = 1) -> LineToTarget:
    """A month with fewer than `least` in scope is a gap: not measured is not zero."""
    return LineToTarget(
        "In date, of every 100 in scope",
        points=[
            (
                month.label,
                month.tally.percent if month.tally.in_scope >= least else None,
            )
            for month in months
        ],
        unit="in every 100",
    )
