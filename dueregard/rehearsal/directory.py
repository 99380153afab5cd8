"""Fictional services that people can be passed to, and what nobody gives there."""

from dataclasses import dataclass
from datetime import timedelta

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.partners import services
from dueregard.partners.models import Service, ServiceSupport
from dueregard.partners.services import Offer
from dueregard.referrals import services as referrals
from dueregard.referrals.models import Referral, Signpost
from dueregard.referrals.services import Answer, Ask

from .region import NHS, VOLUNTARY

Support = ServiceSupport.Support
BACK = 200
"""Days ago that the directory was made."""
AREAS = ("Mill ward", "Weir ward")
NAMED = "Weir Street Homes"


@dataclass(frozen=True)
class Provided:
    """A service: who gives what to whom, how soon; where, if not everywhere."""

    name: str
    body: str
    supports: tuple[str, ...]
    ages: tuple[int, int | None]
    weeks: int | None
    capacity: int | None = None
    area: str = ""
    is_approved: bool = True


SERVICES = (
    Provided("Alongside", VOLUNTARY, ("mentoring", "activities"), (11, 17), 2, 4),
    Provided("Talk It Through", NHS, ("mental_health",), (16, None), 18, 0),
    Provided("Early Help", "", ("early_help", "family"), (0, 17), 0),
    Provided("Adult social care first contact", "", ("adults",), (18, None), 1),
    Provided("Roof and Key", VOLUNTARY, ("housing",), (18, 24), 6, 2, "Mill ward"),
    Provided(
        "Ways into Work", VOLUNTARY, ("employment",), (16, 24), None, is_approved=False
    ),
)


def build_directory(cast) -> None:
    """The services of a place; nobody helps with drugs and alcohol there, say."""
    before, by = clock.offset(), cast[Role.COORDINATOR]
    try:
        clock.set_offset(clock.days_away(-BACK))
        areas = {
            name: services.add_area(cast.authority, name=name, by=by) for name in AREAS
        }
        for each in SERVICES:
            _provide(cast, each, [areas[each.area]] if each.area else [])
    finally:
        clock.set_offset(before)


def _provide(cast, each: Provided, areas: list) -> None:
    by = cast[Role.COORDINATOR]
    offer = Offer(
        cast.bodies[each.body],
        each.name,
        each.supports,
        areas,
        age_from=each.ages[0],
        age_to=each.ages[1],
        capacity=each.capacity,
        waiting_weeks=each.weeks,
        asked_on=clock.today(),
        contact="Telephone 01632 960700, weekdays 9am to 4pm.",
    )
    service = services.add_service(cast.authority, offer, by=by)
    if each.is_approved:
        services.approve_service(service, on=clock.today(), by=by)


def pass_on(cast, referral: Referral) -> None:
    """One service declined, and another has not answered yet."""
    by = cast[Role.COORDINATOR]
    due_on = clock.today() + timedelta(days=7)
    talking = Service.objects.get(authority=cast.authority, name="Talk It Through")
    declined = referrals.ask_service(
        referral,
        Ask(Support.MENTAL_HEALTH, "Somebody to talk to, soon.", due_on, talking),
        by=by,
    )
    answer = Answer(
        Signpost.Status.DECLINED, "The duty worker", clock.today(), "It is full."
    )
    referrals.answer_signpost(declined, answer, version=1, by=by)
    referrals.ask_service(
        referral,
        Ask(Support.HOUSING, "A room by the end of the month.", due_on, None, NAMED),
        by=by,
    )
