"""What somebody's place in a role group counts as on a day: one rule, in SQL.

A place is a person in a role group. Those whose day has come are *in scope* and count
as in date, due soon, lapsed, never or unknown; everybody else is counted apart, and
nobody is dropped (domain reference 7.3). The first that holds, in this order:

- left: `left_on` is that day or before
- not there yet: they begin after that day
- on leave: that day lies within their leave
- nothing asked: no rule of the role group is in force
- starter in grace: the last grace of the rules in force has not passed, whatever they
  have done: else only starters who were quick would be counted
- never: something asked was never done; unknown where their organisation sent nothing
  in the twelve months up to that day
- lapsed: all was done, and the first to run out has run out
- due soon: in date, but not for `SOON_DAYS` more
- in date
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, models
from django.db.models import F, Func

from ..expiry import add_months

SOON_DAYS = 60
RETURN_MONTHS = 12


class State(models.TextChoices):
    IN_DATE = "in_date", "In date"
    DUE_SOON = "due_soon", "Due soon"
    LAPSED = "lapsed", "Lapsed"
    NEVER = "never", "Never"
    UNKNOWN = "unknown", "Unknown"
    GRACE = "grace", "Starter in grace"
    LEAVE = "leave", "On leave"
    NOTHING_ASKED = "nothing_asked", "Nothing asked yet"
    LATER = "later", "Not there yet"
    LEFT = "left", "Left"


IN_SCOPE = (State.IN_DATE, State.DUE_SOON, State.LAPSED, State.NEVER, State.UNKNOWN)
COUNTED_IN_DATE = (State.IN_DATE, State.DUE_SOON)
APART = tuple(state for state in State if state not in IN_SCOPE)
COLOURS = {
    State.IN_DATE: "green",
    State.DUE_SOON: "yellow",
    State.LAPSED: "orange",
    State.NEVER: "red",
    State.UNKNOWN: "grey",
}
TAG_COLOURS = {
    **dict.fromkeys(APART, "grey"),
    **COLOURS,
    State.GRACE: "blue",
    State.LEAVE: "blue",
}

COLUMNS = (
    "authority",
    "organisation",
    "required",
    "done",
    "valid_until",
    "judged_from",
    "began_on",
    "left_on",
    "leave_from",
    "leave_until",
)

_HAS_RETURNED = (
    "EXISTS (SELECT 1 FROM training_organisationreturn sent"
    " WHERE sent.authority_id = {authority} AND sent.organisation_id = {organisation}"
    " AND sent.received_on > {since} AND sent.received_on <= {day})"
)
_CASE = (
    "CASE WHEN {left_on} <= {day} THEN 'left'"
    " WHEN {began_on} > {day} THEN 'later'"
    " WHEN {leave_from} <= {day}"
    " AND ({leave_until} IS NULL OR {leave_until} >= {day}) THEN 'leave'"
    " WHEN {required} = 0 THEN 'nothing_asked'"
    " WHEN {judged_from} > {day} THEN 'grace'"
    " WHEN {done} < {required} AND {has_returned} THEN 'never'"
    " WHEN {done} < {required} THEN 'unknown'"
    " WHEN {valid_until} IS NULL OR {valid_until} >= {soon} THEN 'in_date'"
    " WHEN {valid_until} >= {day} THEN 'due_soon'"
    " ELSE 'lapsed' END"
)
_CASE_WITHOUT_ROLE_GROUP = (
    "CASE WHEN {left_on} <= {day} THEN 'left'"
    " WHEN {began_on} > {day} THEN 'later'"
    " WHEN {leave_from} <= {day}"
    " AND ({leave_until} IS NULL OR {leave_until} >= {day}) THEN 'leave'"
    " ELSE 'unknown' END"
)


@dataclass(frozen=True)
class Census:
    """The day on which people are counted, and the two days that follow from it.

    In date for good measure is `soon` or later; a return received after `since` is
    recent enough to believe that what is missing was never done.
    """

    day: date

    @property
    def soon(self) -> date:
        return self.day + timedelta(days=SOON_DAYS)

    @property
    def since(self) -> date:
        return add_months(self.day, -RETURN_MONTHS)

    def in_sql(self) -> dict[str, str]:
        return {
            "day": literal(self.day),
            "soon": literal(self.soon),
            "since": literal(self.since),
        }


def literal(day: date) -> str:
    """A day written into SQL; it is a date, so nothing can be smuggled in."""
    prefix = "DATE " if connection.vendor == "postgresql" else ""
    return f"{prefix}'{day.isoformat()}'"


def state_sql(columns: dict[str, str], days: dict[str, str], has_returned: str) -> str:
    """SQL of the state of a place, from the SQL of its columns, of the days, and of
    whether its organisation sent something lately."""
    return _CASE.format(**columns, **days, has_returned=has_returned)


def state_without_role_group_sql(columns: dict[str, str], days: dict[str, str]) -> str:
    """The same for somebody in no role group: nobody can say what they must know."""
    return _CASE_WITHOUT_ROLE_GROUP.format(**columns, **days)


class StateOn(Func):
    """The state of a `LearnerRole` on a day for which its role group is judged, to
    annotate with: `LearnerRole.objects.with_state()`."""

    output_field = models.CharField(max_length=20)

    def __init__(self, census: Census, prefix: str = "", **extra: Any) -> None:
        self.census = census
        super().__init__(*(F(prefix + name) for name in COLUMNS), **extra)

    def as_sql(
        self,
        compiler,
        connection,
        function=None,
        template=None,
        arg_joiner=None,
        **extra_context,
    ):
        parts = [compiler.compile(each)[0] for each in self.source_expressions]
        columns = dict(zip(COLUMNS, parts, strict=True))
        days = self.census.in_sql()
        has_returned = _HAS_RETURNED.format(**columns, **days)
        return state_sql(columns, days, has_returned), []
