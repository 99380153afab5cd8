"""What is known of each organisation that should return: its lead and its returns."""

from datetime import date

from django.db.models import Max

from dueregard.partners.models import PostHolding

from ..models import OrganisationReturn
from ..services.returns import expected_organisations
from .periods import Period
from .scope import Scope
from .sheet import ORGANISATION, Column, Row, Table

COLUMNS = [
    ORGANISATION,
    Column(
        "Named lead",
        "Whether somebody held a lead post of the organisation on the day counted.",
    ),
    Column(
        "Last return",
        "The newest day up to the day counted on which it sent records or headcounts, "
        "or said that there is nothing to tell.",
    ),
]


def organisations(scope: Scope, period: Period) -> Table:
    """Those that should return, with their lead post and newest return."""
    day = period.census_on
    expected = expected_organisations(scope.authority).filter(scope.condition("pk"))
    newest, led = _newest(scope, day), _led(scope, day)
    rows: list[Row] = [
        [name, pk in led, newest.get(pk)]
        for pk, name in expected.order_by("name").values_list("pk", "name")
    ]
    return Table(
        "Organisations", COLUMNS, rows, "No organisation is expected to return."
    )


def _newest(scope: Scope, day: date) -> dict[int, date]:
    rows = OrganisationReturn.objects.filter(
        scope.condition(), authority=scope.authority, received_on__lte=day
    )
    newest = rows.order_by().values("organisation").annotate(newest=Max("received_on"))
    return {row["organisation"]: row["newest"] for row in newest}


def _led(scope: Scope, day: date) -> set[int]:
    """Organisations of which somebody held a lead post on `day`."""
    held = PostHolding.objects.overlapping(day, day).filter(
        scope.condition("post__organisation"),
        post__authority=scope.authority,
        post__is_lead=True,
    )
    return set(held.order_by().values_list("post__organisation", flat=True))
