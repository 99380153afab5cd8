"""Whose training runs out next: counts by organisation, and the people themselves."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from dueregard.accounts.models import Authority, Organisation

from ..models import LearnerRole, RoleGroup
from .conditions import in_state
from .sight import Sight
from .states import Census, State

WINDOWS = (30, 60, 90)


@dataclass(frozen=True)
class Lapsing:
    """How many of an organisation run out within 30, 60 and 90 days: each holds those
    before it."""

    organisation_id: int
    organisation: str
    numbers: tuple[int, ...]


def lapsing_places(
    authority: Authority,
    today: date,
    *,
    until: date,
    role_group: RoleGroup | None = None,
    organisation: Organisation | None = None,
) -> QuerySet[LearnerRole]:
    """Places that are in date today and run out by `until`, that day included."""
    places = LearnerRole.objects.kept().filter(
        authority=authority, valid_until__gte=today, valid_until__lt=until
    )
    if role_group:
        places = places.filter(role_group=role_group)
    if organisation:
        places = places.filter(organisation=organisation)
    census = Census(today)
    return places.filter(
        in_state(State.IN_DATE, census) | in_state(State.DUE_SOON, census)
    )


def lapsing_by_organisation(
    places: QuerySet[LearnerRole], today: date, sight: Sight
) -> list[Lapsing]:
    """The soonest first, in one statement."""
    if sight.totals_only:
        return []
    if sight.organisations is not None:
        places = places.filter(organisation__in=sight.organisations)
    windows = {
        f"in_{days}": Count(
            "pk", filter=Q(valid_until__lt=today + timedelta(days=days))
        )
        for days in WINDOWS
    }
    rows = places.order_by().values_list("organisation_id", "organisation__name")
    counted = rows.annotate(**windows).order_by(
        *(f"-{name}" for name in windows), "organisation__name"
    )
    return [Lapsing(pk, name, tuple(numbers)) for pk, name, *numbers in counted]
