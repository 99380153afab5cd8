"""Training in the rehearsal: who must know what, who does, and who nobody can tell.

People of a place stand in every state: in date, due soon, lapsed, never trained,
unknown because their organisation sent nothing, starting, on leave and gone.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle, islice
from typing import Any

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts import services as accounts
from dueregard.accounts.models import Organisation, Person
from dueregard.training import services as training
from dueregard.training.expiry import add_months
from dueregard.training.models import (
    Completion,
    Course,
    Learner,
    OrganisationReturn,
    Requirement,
    RoleGroup,
)
from dueregard.training.services.returns import note_return
from dueregard.training.services.shipping import ship

from .region import TRUST, email_of
from .training_people import (
    AWARENESS,
    BANDS,
    FIRST_NAMES,
    LONG_AGO,
    MARLBROOK,
    NAMELESS,
    OURSELVES,
    OWN_BODIES,
    RETURNED_BACK,
    SENT_NOTHING,
    SURNAMES,
    TRUST_LEAD,
    WRAP,
    YEAR_BACK,
    Band,
)
from .training_returns import build_training_returns
from .training_sessions import build_sessions


def build_training(cast) -> list[Person]:
    """The national courses a year ago, then people and what they did since.

    Answers who else can be signed in as.
    """
    bands = BANDS.get(cast.authority.slug)
    if bands is None:
        return []
    clock.set_offset(clock.days_away(-YEAR_BACK))
    ship(
        cast.authority,
        by=cast[Role.COORDINATOR],
        starts_on=clock.today() - timedelta(days=LONG_AGO),
    )
    to_sign_in = [_add_bodies(cast)] if bands is MARLBROOK else []
    clock.set_offset(timedelta(0))
    names = _names()
    for body in dict.fromkeys(band.body for band in bands):
        _bring(cast, cast.bodies[body], _ours(bands, body), names)
    _add_ourselves(cast)
    _add_doubtful_pair(cast)
    if bands is MARLBROOK:
        build_sessions(cast)
        build_training_returns(cast)
    return to_sign_in


def _ours(bands: tuple[Band, ...], body: str) -> list[Band]:
    return [band for band in bands if band.body == body]


def _names() -> Iterator[str]:
    """Names without end, each of them once for as long as they last."""
    pairs = (
        f"{first} {last}"
        for shift in range(len(SURNAMES))
        for first, last in zip(
            FIRST_NAMES, islice(cycle(SURNAMES), shift, None), strict=False
        )
    )
    return cycle(pairs)


def _add_bodies(cast) -> Person:
    """Two schools of the trust, a leisure company, and the trust's training lead."""
    administrator = cast[Role.ADMINISTRATOR]
    trust = cast.bodies[TRUST]
    for name, kind, sector, in_trust in OWN_BODIES:
        cast.bodies[name] = accounts.add_organisation(
            cast.authority,
            by=administrator,
            name=name,
            kind=kind,
            sector=sector,
            parent=trust if in_trust else None,
        )
    return accounts.add_person(
        TRUST_LEAD,
        authority=cast.authority,
        organisation=trust,
        role=Role.TRAINING_LEAD,
        ends_on=clock.today() + timedelta(days=YEAR_BACK + 300),
        by=administrator,
    )


def _bring(cast, body: Organisation, bands: list[Band], names: Iterator[str]) -> None:
    """The people of one organisation, what they did, and that it told us."""
    authority, lead = cast.authority, cast[Role.TRAINING_LEAD]
    groups = {row.code: row for row in RoleGroup.objects.filter(authority=authority)}
    seats = [
        (band, band.states[number % len(band.states)])
        for band in bands
        for number in range(band.people)
    ]
    people = training.add_learners(
        authority,
        body,
        [
            _person(body, number, band, state, groups[band.group], names)
            for number, (band, state) in enumerate(seats, start=1)
        ],
        by=lead,
    )
    rules = _rules(authority)
    rows = [
        done
        for learner, (band, state) in zip(people, seats, strict=True)
        for done in _done(learner, state, rules[band.group])
    ]
    source = Completion.Source.IMPORT
    training.complete_many(body, rows, authority=authority, source=source, by=lead)
    if body.name not in SENT_NOTHING:
        clock.set_offset(clock.days_away(-RETURNED_BACK))
        kind = OrganisationReturn.Kind.PEOPLE
        note_return(authority, body, kind, by=lead)
        clock.set_offset(timedelta(0))


def _person(
    body: Organisation,
    number: int,
    band: Band,
    state: str,
    group: RoleGroup,
    names: Iterator[str],
) -> dict[str, Any]:
    today = clock.today()
    days = {"B": 10, "N": 500}.get(state, 1500)
    initials = "".join(word[0] for word in body.name.split())
    nameless = body.name in NAMELESS
    name = "" if nameless else next(names)
    return {
        "number": f"{initials}{1000 + number}",
        "name": name,
        "email": "" if nameless or number % 5 == 0 else _address(name, number),
        "audience": band.audience,
        "joined_on": today - timedelta(days=days + number % 7),
        "left_on": today - timedelta(days=45) if state == "G" else None,
        "leave_from": today - timedelta(days=60) if state == "A" else None,
        "leave_until": today + timedelta(days=120) if state == "A" else None,
        "role_groups": [group],
    }


def _address(name: str, number: int) -> str:
    return f"{name.lower().replace(' ', '.')}.{number}@work.example"


def _rules(authority) -> dict[str, list[Requirement]]:
    """The rules of each role group, by its code."""
    found: dict[str, list[Requirement]] = {}
    rows = Requirement.objects.in_force().filter(role_group__authority=authority)
    for rule in rows.select_related("course", "role_group"):
        found.setdefault(rule.role_group.code, []).append(rule)
    return found


def _done(
    learner: Learner, state: str, rules: list[Requirement]
) -> Iterator[training.Done]:
    """What puts somebody in `state`: each course of their rules, and before it (where
    the national e-learning needs it) awareness."""
    if state in "NB":
        return
    needs_awareness = {"HO-R", "HO-C"} & {rule.course.code for rule in rules}
    asks_awareness = AWARENESS in {rule.course.code for rule in rules}
    if needs_awareness and not asks_awareness:
        awareness = Course.objects.get(authority=learner.authority, code=AWARENESS)
        first = clock.today() - timedelta(days=LONG_AGO + 100)
        yield training.Done(learner, awareness, first, awareness.mode)
    for rule in rules:
        day = _day(state, rule, learner.pk)
        earlier = timedelta(days=1 if rule.course.code == AWARENESS else 0)
        yield training.Done(learner, rule.course, day - earlier, rule.course.mode)


def _day(state: str, rule: Requirement, spread: int) -> date:
    """A day of completion on which the rule now finds them so."""
    today = clock.today()
    if not rule.every_months:
        return today - timedelta(days=100 + spread * 37 % 300)
    ran_out = add_months(today, -rule.every_months)
    if state == "S":
        return ran_out + timedelta(days=10 + spread * 7 % 40)
    if state == "L":
        return ran_out - timedelta(days=20 + spread * 11 % 200)
    return today - timedelta(days=20 + spread * 37 % (rule.every_months * 30 - 100))


def _add_ourselves(cast) -> None:
    """The people of the rehearsal have training of their own, so that each sees it."""
    authority, council, lead = cast.authority, cast.bodies[""], cast[Role.TRAINING_LEAD]
    groups = {row.code: row for row in RoleGroup.objects.filter(authority=authority)}
    people = training.add_learners(
        authority,
        council,
        [
            {
                "name": cast[role].name,
                "email": email_of(cast[role].name, authority.slug),
                "audience": audience,
                "joined_on": clock.today() - timedelta(days=900),
                "role_groups": [groups[code]],
            }
            for role, code, _, audience in OURSELVES
        ],
        by=lead,
    )
    rules = _rules(authority)
    rows = [
        done
        for learner, (_, code, state, _) in zip(people, OURSELVES, strict=True)
        for done in _done(learner, state, rules[code])
    ]
    source = Completion.Source.ENTERED
    training.complete_many(council, rows, authority=authority, source=source, by=lead)


def _add_doubtful_pair(cast) -> None:
    """Somebody whose name another sheet spelled otherwise: proposed, not merged."""
    wrap = Course.objects.get(authority=cast.authority, code=WRAP)
    group = RoleGroup.objects.get(authority=cast.authority, code="FRONT")
    for name, facts in (
        ("Katherine Lowe", {"number": "MC2001", "role_groups": [group]}),
        ("Catherine Lowe", {"email": "catherine.lowe@work.example"}),
    ):
        learner = training.add_learner(
            cast.authority,
            cast.bodies[""],
            name=name,
            joined_on=clock.today() - timedelta(days=700),
            by=cast[Role.TRAINING_LEAD],
            **facts,
        )
    training.complete(
        learner,
        wrap,
        completed_on=clock.today() - timedelta(days=80),
        mode=wrap.mode,
        source=Completion.Source.ENTERED,
        by=cast[Role.TRAINING_LEAD],
    )
