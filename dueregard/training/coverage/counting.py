"""Counting people by organisation, role group and state, in one statement.

Today is counted from what `services.standing` keeps with each place. Days past, and
any day while a rule that began or ended has not been taken up, are counted from the
completions themselves. Nothing that was counted is kept.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from dueregard import clock
from dueregard.accounts.models import Authority

from ..models import RoleGroup
from .judging import Scope, columns_of, days_of, judged_sql, scope_of
from .states import Census, state_sql, state_without_role_group_sql
from .tally import Tally

DAYS = " CROSS JOIN days"
Organisations = Collection[int] | None
"""Ids of the organisations that are counted; None for all."""

_COUNT = """WITH RECURSIVE {head}{sent}
SELECT {by}, state, COUNT(*) FROM ({placed}{unplaced}) counted GROUP BY {by}, state
"""
_PLACED = """
SELECT {day} AS day, place.organisation_id, place.role_group_id, {state} AS state
FROM {places} place LEFT JOIN sent
    ON sent.organisation_id = place.organisation_id AND sent.day = {day}
WHERE {scope} AND place.is_kept
"""
_SENT = """sent AS (
    SELECT DISTINCT {day} AS day, organisation_id
    FROM training_organisationreturn{days}
    WHERE authority_id = {authority:d}
        AND received_on > {since} AND received_on <= {day}
)"""
_UNPLACED = """ UNION ALL
SELECT {day} AS day, learner.organisation_id, NULL AS role_group_id, {state} AS state
FROM training_learner learner{days} WHERE {scope} AND learner.merged_into_id IS NULL
AND NOT EXISTS (SELECT 1 FROM training_learnerrole placed
    WHERE placed.learner_id = learner.id)
"""


@dataclass(frozen=True)
class People:
    """Whom to count: of an authority, of some of its organisations (None: all), of one
    role group (None: all, and people of whom none is known)."""

    authority: Authority
    organisations: Organisations = None
    role_group: RoleGroup | None = None

    def scope(self, alias: str) -> Scope:
        group = self.role_group.pk if self.role_group else None
        return scope_of(alias, self.authority.pk, self.organisations, group)


def by_organisation_and_role_group(
    people: People, day: date
) -> dict[tuple[int, int | None], Tally]:
    """A tally for each organisation and role group with somebody in it; role group None
    holds people of whom no role group is known."""
    found: dict[tuple[int, int | None], Tally] = defaultdict(Tally)
    rows = _rows(people, [day], "organisation_id, role_group_id")
    for organisation, role_group, state, number in rows:
        found[organisation, role_group].states[state] += number
    return found


def by_day(people: People, days: Sequence[date]) -> dict[date, Tally]:
    """A tally for each of `days`."""
    found = {day: Tally() for day in days}
    for day, state, number in _rows(people, days, "day"):
        found[_as_date(day)].states[state] += number
    return found


def _as_date(day: date | str) -> date:
    """SQLite answers days as text."""
    return day if isinstance(day, date) else date.fromisoformat(day)


def is_kept_for(authority: Authority, day: date) -> bool:
    """Whether what is kept with the places holds on `day`: it is today, and every rule
    that began or ended was taken up."""
    if day != clock.today():
        return False
    groups = RoleGroup.objects.filter(authority=authority)
    return not groups.counted_on_another_day(day).exists()


def _rows(people: People, days: Sequence[date], by: str) -> list[tuple[Any, ...]]:
    censuses = [Census(day) for day in days]
    scope = people.scope("place")
    if len(days) == 1 and is_kept_for(people.authority, days[0]):
        head, places, from_days = "", "training_learnerrole", ""
        at = at_place = censuses[0].in_sql()
    else:
        head, places, from_days = f"{judged_sql(censuses, scope)[0]}, ", "judged", DAYS
        at, at_place = days_of("days"), days_of("place")
    state = state_sql(columns_of("place"), at_place, "sent.day IS NOT NULL")
    statement = _COUNT.format(
        head=head,
        sent=_SENT.format(authority=people.authority.pk, days=from_days, **at),
        by=by,
        placed=_PLACED.format(
            day=at_place["day"], state=state, places=places, scope=scope.condition
        ),
        unplaced="" if people.role_group else _unplaced(people, at, from_days),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def _unplaced(people: People, at: dict[str, str], from_days: str) -> str:
    """The part of the statement that counts people in no role group."""
    learner = columns_of("learner") | {"began_on": "learner.joined_on"}
    return _UNPLACED.format(
        day=at["day"],
        state=state_without_role_group_sql(learner, at),
        days=from_days,
        scope=people.scope("learner").condition,
    )
