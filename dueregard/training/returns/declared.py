"""Headcounts without names, as a table that stands apart from people."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from ..models import Headcount, SampledCheck
from .periods import Period
from .scope import Scope
from .sheet import ORGANISATION, ROLE_GROUP, Column, Row, Table

COLUMNS = [
    ORGANISATION,
    ROLE_GROUP,
    Column("People, as declared", "How many it says there are.", is_number=True),
    Column("In date, as declared", "How many it says are in date.", is_number=True),
    Column("As of", "The day that the numbers are of."),
    Column(
        "Sample shown",
        "At the newest check up to the day counted: certificates shown, of those asked "
        "for.",
    ),
]


def headcounts(scope: Scope, period: Period) -> Table:
    """The newest of each organisation and role group of the day counted or before."""
    day = period.census_on
    upto = Headcount.objects.filter(
        scope.condition(), authority=scope.authority, as_of__lte=day
    )
    newer = Headcount.objects.filter(
        Q(as_of__gt=OuterRef("as_of"))
        | Q(as_of=OuterRef("as_of"), pk__gt=OuterRef("pk")),
        authority=scope.authority,
        organisation=OuterRef("organisation"),
        role_group=OuterRef("role_group"),
        as_of__lte=day,
    )
    shown = _samples(scope, day)
    rows: list[Row] = [
        [
            row.organisation.name,
            row.role_group.name,
            row.people,
            row.in_date,
            row.as_of,
            shown.get((row.organisation_id, row.role_group_id), ""),
        ]
        for row in upto.exclude(Exists(newer)).select_related(
            "organisation", "role_group"
        )
    ]
    return Table(
        "Headcounts without names",
        COLUMNS,
        rows,
        "No organisation had declared a headcount by then.",
        note="Declared by the organisations themselves, and never added to the people "
        "in the register.",
    )


def _samples(scope: Scope, day: date) -> dict[tuple[int, int], str]:
    """The newest check of each organisation and role group up to `day`."""
    checks = SampledCheck.objects.filter(
        scope.condition("headcount__organisation"),
        headcount__authority=scope.authority,
        checked_on__lte=day,
    ).order_by("checked_on", "pk")
    return {
        (check.headcount.organisation_id, check.headcount.role_group_id): (
            f"{check.shown} of {check.asked}"
        )
        for check in checks.select_related("headcount")
    }
