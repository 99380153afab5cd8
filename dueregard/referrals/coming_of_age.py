"""When a child who was referred is an adult, as far as the database may know it.

The date of birth is sealed, and the day on which somebody turns 18 would tell it. So
only the first day of the quarter after it is kept in the clear. Whoever may not read
who the person is learns no more from it than a season and a year.
"""

from datetime import date

from dueregard.plans.rag import add_months

from .codes import AgeRoute
from .retention_rules import AT_18

MONTHS = 12
YOUNGEST = {AgeRoute.UNDER_10: 0, AgeRoute.UNDER_18: 10}
"""How many years old a child of each route is at least."""


def adult_from(born_on: date | None, approximate_age: str, *, on: date) -> date | None:
    """The first day of the quarter in which somebody is surely 18; None when nothing is
    known of their age. `approximate_age` was theirs on the day `on`."""
    if born_on is not None:
        return _next_quarter(add_months(born_on, AT_18.age * MONTHS))
    if not approximate_age.strip().isdecimal():
        return None
    years = AT_18.age - int(approximate_age)
    return _next_quarter(add_months(on, years * MONTHS))


def adult_by_route(route: AgeRoute, *, on: date) -> date | None:
    """The same where no more is known than which rules for children applied on the day
    `on`: as if they had been the youngest of those. None of an adult."""
    return adult_from(None, str(YOUNGEST.get(route, "")), on=on)


def _next_quarter(day: date) -> date:
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return add_months(first, 3)
