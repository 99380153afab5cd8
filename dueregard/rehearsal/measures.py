"""Measures of the region's plans and due dates that moved, as a year leaves them."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.plans import services as plans
from dueregard.plans.models import Action, Plan

QUARTERS = 3
DAYS = 91
BACK_WHEN_ASKED, BACK_WHEN_AGREED, MOVED_BY = 6, 4, 28


@dataclass(frozen=True)
class Counted:
    """A measure, and what it came to in each quarter; None was not measured."""

    name: str
    definition: str
    unit: str
    direction: str
    values: tuple[int | None, ...]
    baseline: int | None = None
    target: int | None = None
    counts_referrals: bool = False
    source: str = ""
    caveat: str = ""
    audience: str = "partners"


COUNTED = (
    Counted(
        "People at community events",
        "Everyone who came to an event that a partner held, counted at the door.",
        "people",
        "up",
        (96, 118, 134),
        baseline=96,
        target=150,
        source="Partners' counts, sent each quarter",
        caveat="Somebody who comes to two events is counted twice.",
        audience="public",
    ),
    Counted(
        "Reports of hate crime",
        "Reports made to the police or a reporting centre.",
        "reports",
        "up",
        (41, None, 47),
        baseline=38,
        source="Community safety team",
        caveat="A rise shows that people report, not that there is more of it.",
    ),
    Counted(
        "Venue bookings that nobody checked",
        "Bookings of council rooms that were taken without the venue check.",
        "bookings",
        "down",
        (9, 4, 2),
        baseline=14,
        target=0,
        source="Facilities team",
    ),
    Counted(
        "Referrals",
        "New referrals received in the quarter.",
        "referrals",
        "neither",
        (6, 7, 5),
        counts_referrals=True,
        source="Police gateway",
        caveat="Neither more nor fewer is better. Small numbers swing.",
        audience="restricted",
    ),
)


def build_measures(cast, plan: Plan) -> None:
    """Give `plan` measures with three quarters of values, the last to last week."""
    coordinator = cast[Role.COORDINATOR]
    group = plan.groups.priorities().first()
    until = clock.today() - timedelta(days=7)
    for place, one in enumerate(COUNTED):
        measure = plans.add_measure(
            plan,
            by=coordinator,
            name=one.name,
            definition=one.definition,
            unit=one.unit,
            direction=one.direction,
            counts_referrals=one.counts_referrals,
            group=group if place == 0 else None,
            baseline=_number(one.baseline),
            baseline_on=plan.starts_on if one.baseline is not None else None,
            target=_number(one.target),
            target_on=plan.ends_on if one.target is not None else None,
            source=one.source,
            caveat=one.caveat,
            audience=one.audience,
        )
        for quarter, value in enumerate(one.values):
            ends_on = until - timedelta(days=DAYS * (QUARTERS - 1 - quarter))
            plans.add_value(
                measure,
                by=coordinator,
                starts_on=ends_on - timedelta(days=DAYS - 1),
                ends_on=ends_on,
                value=_number(value),
            )


def build_new_dates(cast, plan: Plan) -> None:
    """One due date that slipped with agreement, and one that somebody asks for now."""
    owner, coordinator = cast[Role.EDUCATION_OFFICER], cast[Role.COORDINATOR]
    dated = plan.actions.open().filter(due_on__gt=clock.today()).order_by("due_on")
    slipped, asked = dated[0], dated[1]
    real = clock.offset()
    clock.set_offset(clock.days_away(-BACK_WHEN_ASKED))
    change = plans.ask_new_date(
        slipped,
        by=owner,
        to_on=_later(slipped),
        reason="The college could not take part before the end of term.",
    )
    clock.set_offset(clock.days_away(-BACK_WHEN_AGREED))
    plans.agree_date(change, by=coordinator)
    clock.set_offset(real)
    plans.ask_new_date(
        asked,
        by=owner,
        to_on=_later(asked),
        reason="Two partners have new people in post, who begin next month.",
    )


def _later(action: Action) -> date:
    return action.due_on + timedelta(days=MOVED_BY) if action.due_on else clock.today()


def _number(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)
