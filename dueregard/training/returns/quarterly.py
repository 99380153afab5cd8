"""The quarterly return, in the shape that the health service asks for (domain 7.3).

Referrals made, Channel panels attended and policies in place belong to it too; they are
not held in this register, and the return says so.
"""

from django.db.models import Count

from ..coverage.counting import by_organisation_and_role_group
from ..coverage.states import State
from ..coverage.tally import Tally
from ..models import RoleGroup
from .completed import completed
from .periods import Period
from .scope import Scope
from .sheet import ORGANISATION, ROLE_GROUP, Column, Row, Table, by_name

NO_GROUP = "No role group known"
NOT_THERE = (State.LEFT, State.LATER)
REMARKS = (
    "Add by hand what this register does not hold: referrals made, Channel panels "
    "attended, and the policy in place.",
)

COLUMNS = [
    ORGANISATION,
    ROLE_GROUP,
    Column(
        "People",
        "People of the role group who had joined and not left by the day counted. "
        "Somebody in two role groups stands in both, so rows do not add up to people.",
        is_number=True,
    ),
    Column(
        "In scope",
        "Of those, the people who are judged: leaving out starters in their days of "
        "grace, people on leave, and role groups of which nothing is asked yet.",
        is_number=True,
    ),
    Column(
        "In date",
        "Of those in scope, the people who had done all that the role group must, "
        "none of it run out by the day counted.",
        is_number=True,
    ),
    Column(
        "In date, %",
        "In date ÷ in scope, rounded to a whole number; a dash where nobody is in "
        "scope.",
        is_number=True,
    ),
    Column(
        "Unknown",
        "Of those in scope, the people without a record whose organisation sent none "
        "in the 12 months before, or whose role group is not known. They count "
        "against the percentage.",
        is_number=True,
    ),
    Column(
        "Completions",
        "Courses of any kind that people now in the role group completed within the "
        "period. One person may have several.",
        is_number=True,
    ),
]


def people(scope: Scope, period: Period) -> Table:
    """How many people there are, in scope and in date, on the period's census day."""
    tallies = by_organisation_and_role_group(scope.people, period.census_on)
    done = _completions(scope, period)
    keys = tallies.keys() | done.keys()
    names, groups = scope.names(key[0] for key in keys), _groups(scope)
    rows = [
        _row(
            names[key[0]],
            groups.get(key[1], NO_GROUP),
            tallies.get(key, Tally()),
            done.get(key, 0),
        )
        for key in keys
    ]
    return Table(
        "People in the register",
        COLUMNS,
        by_name(rows),
        "There is nobody in the register of these organisations.",
    )


def _row(organisation: str, group: str, tally: Tally, completions: int) -> Row:
    return [
        organisation,
        group,
        tally.everybody - sum(tally.states[state] for state in NOT_THERE),
        tally.in_scope,
        tally.in_date,
        tally.percent,
        tally.states[State.UNKNOWN],
        completions,
    ]


def _groups(scope: Scope) -> dict[int | None, str]:
    rows = RoleGroup.objects.filter(authority=scope.authority)
    return {None: NO_GROUP, **dict(rows.order_by().values_list("pk", "name"))}


def _completions(scope: Scope, period: Period) -> dict[tuple[int, int | None], int]:
    """How many completions of the period, by organisation and role group."""
    rows = (
        completed(scope, period)
        .values_list("learner__organisation", "learner__roles__role_group")
        .annotate(number=Count("pk"))
    )
    return {(organisation, group): number for organisation, group, number in rows}
