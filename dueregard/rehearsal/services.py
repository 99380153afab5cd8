"""Building the rehearsal area: one made-up region, dated relative to today.

Everything but the first administrators goes through the services that people use, with
the clock set back to when it would have happened.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.access.roles import CASE_ROLES, Role
from dueregard.access.rooms import CASE_ROOMS
from dueregard.accounts import services as accounts
from dueregard.accounts.models import Authority, Organisation, Person
from dueregard.partners import services as partners
from dueregard.plans import services as plans
from dueregard.plans.models import Action, Plan

from .chases import build_chases
from .concerns import build_concerns
from .directory import build_directory
from .evidence import build_evidence
from .measures import build_measures, build_new_dates
from .meetings import build_meetings
from .plan import NARRATIVE, THEMES, Step
from .referrals import build_referrals
from .region import BODIES, CASE_PEOPLE, PEOPLE, PLACES, POSTS, Place, email_of
from .rounds import build_rounds
from .themes import write_theme
from .training import build_training
from .training_own import build_own_training
from .versions import build_versions

YEAR_BACK, SUBMITTED_BACK, APPROVED_BACK, PUBLISHED_BACK = 364, 340, 330, 300
SHIFT = 4


@dataclass
class Cast:
    """The people of one place by role, and its organisations by name."""

    authority: Authority
    people: dict[str, Person]
    bodies: dict[str, Organisation]

    def __getitem__(self, role: Role) -> Person:
        return self.people[role]


def rehearse() -> bool:
    """Build the region; answers False when it is there already.

    Raises:
        NotNow: the database holds an authority that is not of the region.
    """
    ours = {place.slug for place in PLACES}
    there = set(Authority.objects.values_list("slug", flat=True))
    if there - ours:
        raise NotNow(
            "This database holds a real authority, so the rehearsal is kept out of it. "
            "Use another database."
        )
    if there:
        return False
    with transaction.atomic(), _time_kept():
        casts = [_cast(place) for place in PLACES]
        _link_districts()
        for number, (place, cast) in enumerate(zip(PLACES, casts, strict=True)):
            _plan(place, cast, shift=number * SHIFT)
            _let_in(build_training(cast), place)
            build_own_training(cast)
            build_directory(cast)
            build_referrals(cast)
            build_concerns(cast)
        build_chases()
    return True


@contextmanager
def _time_kept() -> Iterator[None]:
    before = clock.offset()
    try:
        yield
    finally:
        clock.set_offset(before)


def _back(days: int) -> None:
    """Set the clock `days` ago."""
    clock.set_offset(clock.days_away(-days))


def _cast(place: Place) -> Cast:
    """The authority with its organisations, people and posts, a year ago."""
    _back(YEAR_BACK)
    plain = [role for role in Role if role not in CASE_ROLES]
    names = dict(zip(plain, PEOPLE[place.slug], strict=True))
    accounts.begin(
        place.name,
        kind=place.kind,
        administrator=email_of(names[Role.ADMINISTRATOR], place.slug),
        person_name=names[Role.ADMINISTRATOR],
    )
    authority = Authority.objects.get(name=place.name)
    administrator = authority.memberships.get(role=Role.ADMINISTRATOR).person
    Organisation.objects.filter(name=place.name).update(name=place.council)
    authority.public_contact = (
        f"Community safety team, {place.council}\n"
        f"prevent@{place.slug}.example, telephone 01632 960{len(place.name):03d}"
    )
    authority.save(update_fields=["public_contact"])
    council = authority.organisations.get(name=place.council)
    cast = Cast(authority, {Role.ADMINISTRATOR: administrator}, {"": council})
    for body in BODIES:
        cast.bodies[body.name] = _body(body, authority, administrator)
    for role, name in names.items():
        if role != Role.ADMINISTRATOR:
            cast.people[role] = _person(cast, role, name)
    for role, name, employer in CASE_PEOPLE.get(place.slug, ()):
        cast.people[role] = _case_person(cast, role, name, employer)
    _let_in(cast.people.values(), place)
    _case_rooms(cast)
    _posts(cast)
    return cast


def _case_rooms(cast: Cast) -> None:
    """Switched on by the administrator and the data protection officer together."""
    for room in sorted(CASE_ROOMS):
        accounts.switch_on_by_two(
            cast.authority,
            room,
            asked_by=cast[Role.ADMINISTRATOR],
            agreed_by=cast[Role.DATA_PROTECTION_OFFICER],
        )


def _case_person(cast: Cast, role: Role, name: str, body: str) -> Person:
    """Two people give a role that opens records about people."""
    person = accounts.new_person(name)
    approval = accounts.ask_for_role(
        person,
        authority=cast.authority,
        organisation=cast.bodies[body],
        role=role,
        ends_on=clock.today() + timedelta(days=YEAR_BACK + 300),
        by=cast[Role.ADMINISTRATOR],
    )
    accounts.agree(approval, by=cast[Role.DATA_PROTECTION_OFFICER])
    return person


def _let_in(people: Iterable[Person], place: Place) -> None:
    """Have them stand on the page where a visitor signs in as somebody."""
    for person in people:
        person.is_rehearsal = True
        person.email = email_of(person.name, place.slug)
        person.save(update_fields=["is_rehearsal", "email"])


def _body(body, authority: Authority, administrator: Person) -> Organisation:
    """A partner of the whole region is one organisation that all places share."""
    held = Organisation.objects.filter(name=body.name).first()
    if held:
        held.authorities.add(authority)
        return held
    return accounts.add_organisation(
        authority,
        by=administrator,
        name=body.name,
        kind=body.kind,
        sector=body.sector,
        is_specified_authority=body.is_specified_authority,
    )


def _person(cast: Cast, role: Role, name: str, body: str = "") -> Person:
    return accounts.add_person(
        name,
        authority=cast.authority,
        organisation=cast.bodies[body],
        role=role,
        ends_on=clock.today() + timedelta(days=YEAR_BACK + 300),
        by=cast[Role.ADMINISTRATOR],
    )


def _posts(cast: Cast) -> None:
    for job in POSTS:
        post = partners.add_post(
            cast.authority,
            organisation=cast.bodies[job.body],
            title=job.title,
            is_lead=job.is_lead,
            is_service_owner=job.is_service_owner,
            by=cast[Role.COORDINATOR],
        )
        if job.holder:
            partners.appoint(
                post,
                person=cast[job.holder],
                starts_on=clock.today(),
                by=cast[Role.COORDINATOR],
            )


def _link_districts() -> None:
    for place in PLACES:
        if place.county:
            county = Authority.objects.get(slug=place.county)
            Authority.objects.filter(slug=place.slug).update(county=county)


def _plan(place: Place, cast: Cast, shift: int) -> None:
    """A plan that was agreed eleven months ago and has been alive since."""
    _back(0)
    today = clock.today()
    _back(YEAR_BACK)
    coordinator, chair = cast[Role.COORDINATOR], cast[Role.BOARD_CHAIR]
    starts_on = _financial_year(clock.today())
    plan = plans.start(
        cast.authority,
        by=coordinator,
        title=f"{place.name} Prevent delivery plan",
        starts_on=starts_on,
        ends_on=starts_on.replace(year=starts_on.year + 2) - timedelta(days=1),
    )
    words = vars(place)
    for label, heading, text, audience in NARRATIVE:
        plans.add_section(
            plan,
            by=coordinator,
            number=label,
            heading=heading,
            text=text.format(**words),
            audience=audience,
        )
    made: list[tuple[Step, Action]] = []
    for number, theme in enumerate(THEMES, start=1):
        day = today + timedelta(days=shift)
        made += write_theme(plan, cast, theme, number, words, day)
    _back(SUBMITTED_BACK)
    plans.submit(plan, by=coordinator, note="Agreed by the delivery group.")
    _back(APPROVED_BACK)
    plans.approve(plan, by=chair, note="Agreed at the board's spring meeting.")
    _back(PUBLISHED_BACK)
    plans.publish(plan, by=chair)
    _live(cast, made)
    build_rounds(cast, Plan.objects.get(pk=plan.pk))
    build_versions(cast, plan)
    build_meetings(cast, plan)


def _financial_year(day: date) -> date:
    """The 1 April on or before `day`."""
    year = day.year if day.month >= 4 else day.year - 1
    return date(year, 4, 1)


def _live(cast: Cast, made: list[tuple[Step, Action]]) -> None:
    """A year of reports, in the order in which they came in."""
    coordinator = cast[Role.COORDINATOR]
    reports = [
        (days, step, action, status, text)
        for step, action in made
        for days, status, text in step.reports
    ]
    for days, step, action, status, text in sorted(
        reports, key=lambda one: (-one[0], one[2].pk)
    ):
        _back(days)
        plans.report_progress(
            Action.objects.get(pk=action.pk),
            by=coordinator,
            text=text,
            status=status,
            is_public=step.public_report,
            evidence_text="Note of the meeting." if step.ongoing else "",
        )
    _back(10)
    for step, action in made:
        if step.cancelled:
            plans.cancel_action(action, by=coordinator, because=step.cancelled)
    _back(0)
    plan = Plan.objects.get(pk=made[0][1].plan_id)
    build_measures(cast, plan)
    build_new_dates(cast, plan)
    build_evidence(cast, plan)


def people_to_be() -> list[Person]:
    """Everybody whom a visitor of the rehearsal can sign in as, place by place."""
    order = {place.slug: number for number, place in enumerate(PLACES)}
    people = (
        Person.objects.filter(is_rehearsal=True, memberships__isnull=False)
        .prefetch_related("memberships__authority", "memberships__organisation")
        .distinct()
    )
    return sorted(
        people,
        key=lambda person: (
            order.get(person.memberships.all()[0].authority.slug, 99),
            list(Role).index(Role(person.memberships.all()[0].role)),
            person.pk,
        ),
    )
