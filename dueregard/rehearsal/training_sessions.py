"""Training sessions in the rehearsal: two that were held, one that took no names, one
of which nobody has noted yet who came, and two to come, one open to all and full."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.training import services as training
from dueregard.training.models import (
    Audience,
    Course,
    Facilitator,
    Learner,
    Mode,
    Place,
    RoleGroup,
    Session,
)
from dueregard.training.services.attendance import WalkIn
from dueregard.training.services.facilitators import owe_accreditations
from dueregard.training.services.feedback import give_feedback
from dueregard.training.services.places import register

from .region import NHS, TRUST, VOLUNTARY

PLANNED_BACK = 80
WEEKEND = 5
VENUE = "Marlbrook Town Hall, room 3, MB1 1AA"
GUESTS = (
    ("Rowan Tate", "Weir Street Mosque"),
    ("Ines Calder", "Millrace Tenants’ Association"),
    ("Jude Marten", "Marlbrook Market Traders"),
    ("Thea Lorne", "Fern Valley Scouts"),
    ("Asa Wilmot", "Riverside Church"),
    ("Mila Stroud", "Marlbrook Youth Theatre"),
)
SAID = (
    (5, 5, 4, "The cases were the best part."),
    (4, 4, 5, ""),
    (4, 5, 4, "More time for questions, please."),
)


def build_sessions(cast) -> None:
    """Through the services, with the clock where it would have been."""
    _set_back(PLANNED_BACK)
    trainer, colleague = _facilitators(cast)
    _workshop_held(cast, trainer)
    _referrals_held(cast, colleague)
    _briefing_without_names(cast)
    _workshop_to_note(cast, trainer)
    _set_back(0)
    _workshop_to_come(cast, trainer)
    _briefing_to_come(cast, colleague)
    owe_accreditations()


def _set_back(days: int) -> None:
    clock.set_offset(clock.days_away(-days))


def _course(cast, code: str) -> Course:
    return Course.objects.get(authority=cast.authority, code=code)


def _at(day: date, hour: int) -> datetime:
    """`hour` in London on `day`, or on the Monday after a weekend."""
    while day.weekday() >= WEEKEND:
        day += timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _before(days: int, hour: int) -> datetime:
    """`hour` in London so many days before today, on the Friday before a weekend."""
    day = timezone.localdate(timezone.now()) - timedelta(days=days)
    while day.weekday() >= WEEKEND:
        day -= timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time(hour)))


def _facilitators(cast) -> tuple[Facilitator, Facilitator]:
    """One whose accreditation ends in two months, and one who has none."""
    lead = cast[Role.TRAINING_LEAD]
    trainer = training.add_facilitator(
        cast.authority,
        name="Sable Quill",
        organisation=cast.bodies[VOLUNTARY],
        email="sable.quill@work.example",
        accreditation=_course(cast, "WRAP-T"),
        accredited_on=clock.today() - timedelta(days=590),
        expires_on=clock.today() + timedelta(days=PLANNED_BACK + 60),
        by=lead,
    )
    colleague = training.add_facilitator(
        cast.authority,
        name="Bram Locke",
        organisation=cast.bodies[""],
        email="bram.locke@work.example",
        by=lead,
    )
    return trainer, colleague


def _people(cast, code: str, body: str, *, skip: int, number: int) -> list[Learner]:
    """Some of one body’s people of a role group, as they joined the register."""
    learners = Learner.objects.filter(
        authority=cast.authority,
        organisation=cast.bodies[body],
        roles__role_group__code=code,
        left_on__isnull=True,
    )
    return list(learners.order_by("pk")[skip : skip + number])


def _put_in(session: Session, learners: list[Learner], by) -> list[Place]:
    return [
        register(
            session,
            learner=learner,
            name=str(learner),
            organisation=learner.organisation,
            number=learner.number,
            email=learner.email,
            by=by,
        )
        for learner in learners
    ]


def _add(cast, code: str, begins: datetime, hours: float, **facts) -> Session:
    return training.add_session(
        cast.authority,
        course=_course(cast, code),
        starts_at=begins,
        ends_at=begins + timedelta(hours=hours),
        by=cast[Role.TRAINING_LEAD],
        **facts,
    )


def _end_of(session: Session) -> None:
    """Move the clock to an hour after `session`."""
    gone = timezone.now() - session.ends_at
    clock.set_offset(-gone + timedelta(hours=1))


def _workshop_held(cast, trainer: Facilitator) -> None:
    """Most came, two walked in who are still to be matched, and three said what they
    thought."""
    lead = cast[Role.TRAINING_LEAD]
    workshop = _add(
        cast,
        "WRAP",
        _before(33, 14),
        1.5,
        facilitator=trainer,
        venue=VENUE,
        capacity=14,
        is_public=True,
    )
    places = _put_in(workshop, _people(cast, "FRONT", "", skip=3, number=8), lead)
    for name, organisation in GUESTS[:2]:
        places.append(_guest(workshop, name, organisation))
    _end_of(workshop)
    training.note_attendance(
        workshop,
        came=[place.pk for place in places[:-1]],
        walk_ins=[
            WalkIn(name="Catherine Low", organisation=cast.bodies[""], number="MC2001"),
            WalkIn(name="Arlo Finch", organisation=cast.bodies[NHS]),
        ],
        version=workshop.version,
        by=lead,
    )
    for place, (knows_more, would_act, well_run, comment) in zip(
        places, SAID, strict=False
    ):
        give_feedback(
            place,
            knows_more=knows_more,
            would_act=would_act,
            well_run=well_run,
            comment=comment,
        )


def _referrals_held(cast, colleague: Facilitator) -> None:
    """Some had not done awareness, so that they do not count yet."""
    lead = cast[Role.TRAINING_LEAD]
    session = _add(
        cast,
        "HO-R",
        _before(12, 10),
        1,
        facilitator=colleague,
        mode=Mode.ONLINE,
        online_link="https://meet.marlbrook.example/referrals",
    )
    learners = _people(cast, "EDU-NEW", "Millrace School", skip=0, number=6)
    places = _put_in(session, learners, lead)
    _end_of(session)
    training.note_attendance(
        session,
        came=[place.pk for place in places],
        version=session.version,
        by=lead,
    )


def _briefing_without_names(cast) -> None:
    _set_back(PLANNED_BACK)
    session = _add(
        cast,
        "SIGN",
        _before(20, 16),
        1,
        venue="Marl Valley Hospital, lecture room",
        counts_heads_only=True,
    )
    _end_of(session)
    group = RoleGroup.objects.get(authority=cast.authority, code="NHS-1")
    training.count_heads(
        session,
        rows=[(cast.bodies[NHS], group, 34), (cast.bodies[TRUST], None, 6)],
        version=session.version,
        by=cast[Role.TRAINING_LEAD],
    )


def _workshop_to_note(cast, trainer: Facilitator) -> None:
    """Over since yesterday or the day before: who came is still to be noted."""
    _set_back(PLANNED_BACK)
    workshop = _add(
        cast, "WRAP", _before(1, 10), 1.5, facilitator=trainer, venue=VENUE, capacity=12
    )
    learners = _people(cast, "FRONT", "", skip=12, number=6)
    _put_in(workshop, learners, cast[Role.TRAINING_LEAD])


def _workshop_to_come(cast, trainer: Facilitator) -> None:
    """Open to all; every place is taken, and two wait."""
    workshop = _add(
        cast,
        "WRAP",
        _at(clock.today() + timedelta(days=16), 14),
        1.5,
        facilitator=trainer,
        venue=VENUE,
        capacity=8,
        is_public=True,
        note="The entrance is on Mill Street. There is a lift.",
    )
    lead = cast[Role.TRAINING_LEAD]
    _put_in(workshop, _people(cast, "FRONT", "", skip=20, number=4), lead)
    for name, organisation in GUESTS:
        _guest(workshop, name, organisation)


def _briefing_to_come(cast, colleague: Facilitator) -> None:
    """For members; the lead puts people in."""
    briefing = _add(
        cast,
        "BRIEF",
        _at(clock.today() + timedelta(days=37), 17),
        1,
        facilitator=colleague,
        mode=Mode.BRIEFING,
        audience=Audience.MEMBER,
        venue="Marlbrook Town Hall, council chamber",
    )
    learners = _people(cast, "MEMBER", "", skip=0, number=5)
    _put_in(briefing, learners, cast[Role.TRAINING_LEAD])


def _guest(session: Session, name: str, organisation: str) -> Place:
    address = f"{name.lower().replace(' ', '.')}@groups.example"
    return register(session, name=name, organisation_text=organisation, email=address)
