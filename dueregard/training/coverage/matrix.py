"""Coverage laid out: organisations down, role groups across, totals at the foot."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dueregard.accounts.models import Authority, Organisation
from dueregard.exchange.export import Sheet, Value

from ..models import RoleGroup
from .counting import People, by_organisation_and_role_group
from .sight import Sight
from .states import APART, IN_SCOPE
from .tally import Tally

NO_ROLE_GROUP = "No role group known"


@dataclass
class Row:
    """One organisation: a tally for each column, and of all of them."""

    organisation: Organisation
    cells: list[Tally]

    @property
    def total(self) -> Tally:
        return sum(self.cells, Tally())


@dataclass
class Matrix:
    """`columns` are the role groups with somebody in them, the largest first; None at
    the end holds people of whom no role group is known."""

    day: date
    columns: list[RoleGroup | None]
    rows: list[Row]

    @property
    def labels(self) -> list[str]:
        return [str(each) if each else NO_ROLE_GROUP for each in self.columns]

    @property
    def totals(self) -> list[Tally]:
        """Of each column."""
        return [
            sum((row.cells[place] for row in self.rows), Tally())
            for place in range(len(self.columns))
        ]

    @property
    def by_column(self) -> list[tuple[str, Tally]]:
        return list(zip(self.labels, self.totals, strict=True))

    @property
    def total(self) -> Tally:
        return sum(self.totals, Tally())


def matrix_of(
    authority: Authority,
    day: date,
    sight: Sight,
    role_groups: Iterable[RoleGroup],
    *,
    sector: str = "",
    kind: str = "",
    role_group: RoleGroup | None = None,
) -> Matrix:
    """The matrix that somebody with `sight` sees, in three statements: whether what is
    kept holds, the count, and the names of the organisations. `role_groups` are all of
    the authority's."""
    people = People(authority, sight.organisations, role_group)
    tallies = by_organisation_and_role_group(people, day)
    organisations = Organisation.objects.filter(pk__in={key for key, _ in tallies})
    if sector:
        organisations = organisations.filter(sector=sector)
    if kind:
        organisations = organisations.filter(kind=kind)
    shown = list(organisations.order_by("name", "pk"))
    kept = {organisation.pk for organisation in shown}
    sizes = _sizes(tallies, kept)
    used = [group for group in role_groups if group.pk in sizes]
    columns: list[RoleGroup | None] = [
        *sorted(used, key=lambda group: -sizes[group.pk]),
        *([None] if None in sizes else []),
    ]
    ids = [group.pk if group else None for group in columns]
    return Matrix(
        day,
        columns,
        [
            Row(each, [tallies.get((each.pk, group), Tally()) for group in ids])
            for each in shown
        ],
    )


def _sizes(tallies: dict, organisations: set[int]) -> Counter[int | None]:
    """How many people each role group has in those organisations."""
    sizes: Counter[int | None] = Counter()
    for (organisation, group), tally in tallies.items():
        if organisation in organisations:
            sizes[group] += tally.everybody
    return sizes


def sheet_of(matrix: Matrix) -> Sheet:
    """The matrix as a table: a line for each organisation and role group."""
    states = [*IN_SCOPE, *APART]
    return Sheet(
        "Coverage",
        [
            "Organisation",
            "Role group",
            "Counted on",
            "In date (with due soon)",
            "In scope",
            "Percent",
            *(state.label for state in states),
        ],
        _lines(matrix, states),
        [40, 30, 12, 12, 10, 8, *([10] * len(states))],
    )


def _lines(matrix: Matrix, states: list) -> Iterable[list[Value]]:
    for row in matrix.rows:
        for label, tally in zip(matrix.labels, row.cells, strict=True):
            if tally.everybody:
                yield [
                    str(row.organisation),
                    label,
                    matrix.day,
                    tally.in_date,
                    tally.in_scope,
                    tally.percent,
                    *(tally.states[state] for state in states),
                ]
