"""Headcounts, returns and surveys of a made-up authority."""

from datetime import timedelta

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.clock.working_days import add_working_days
from dueregard.training.models import RoleGroup, Survey
from dueregard.training.services.headcounts import check_sample, declare
from dueregard.training.services.returns import note_nothing
from dueregard.training.services.surveys import (
    answer_survey,
    close_survey,
    open_survey,
)

from .region import NHS, PROBATION

LAST_YEAR, CHECKED, THIS_YEAR, TOLD = 350, 330, 40, 120
ASKED, ANSWERED, CLOSED, ASKED_LATELY, ANSWERED_LATELY = 150, 140, 120, 12, 6
LAST_TRAINING = 280
AVAILABLE = {
    "staff": "some",
    "staff_by": "The trust's own safeguarding team",
    "governors": "no",
    "missing": "Something short for governors in the evening.",
    "answered_as": "Director of safeguarding",
}
NEEDED = {
    "needed": ["awareness", "referring", "venues"],
    "for_whom": ["volunteers", "trustees"],
    "people": 24,
    "when": ["evening", "weekend"],
    "how": ["here"],
    "reached": "Our monthly meeting, or the newsletter that goes out on Fridays.",
    "answered_as": "Partnership manager",
}
LEARNT = (
    "Staff of most schools can have training; governors cannot. An evening session for "
    "governors is planned for each term."
)


def build_training_returns(cast) -> None:
    """What organisations declared, told and answered; some are still owed."""
    _headcounts(cast)
    _back(TOLD)
    note_nothing(
        cast.authority,
        cast.bodies[PROBATION],
        by=cast[Role.COORDINATOR],
        note="Its staff are in the national register of the probation service.",
    )
    _surveys(cast)
    clock.set_offset(timedelta(0))


def _headcounts(cast) -> None:
    """The trust's most senior staff, twice: the older is replaced, and was checked."""
    group = RoleGroup.objects.get(authority=cast.authority, code="NHS-4")
    for days, people, in_date in ((LAST_YEAR, 41, 30), (THIS_YEAR, 43, 36)):
        _back(days)
        row = declare(
            cast.authority,
            cast.bodies[NHS],
            group,
            as_of=clock.today(),
            people=people,
            in_date=in_date,
            declared_by="Head of workforce",
            by=cast[Role.COORDINATOR],
        )
        if days == LAST_YEAR:
            _back(CHECKED)
            check_sample(
                row,
                checked_on=clock.today(),
                asked=10,
                shown=9,
                by=cast[Role.COORDINATOR],
            )


def _surveys(cast) -> None:
    """One about schools that is closed, and one of needs that is open."""
    kinds = ("school", "academy_trust")
    schools = _open(cast, Survey.Kind.AVAILABILITY, "Training in schools", kinds, ASKED)
    _back(ANSWERED)
    last_on = clock.today() - timedelta(days=LAST_TRAINING)
    for answer in schools.answers.all()[:2]:
        answer_survey(
            answer, answers=AVAILABLE | {"staff_last_on": last_on.isoformat()}
        )
    _back(CLOSED)
    close_survey(
        schools, version=schools.version, summary=LEARNT, by=cast[Role.COORDINATOR]
    )
    needs = _open(
        cast,
        Survey.Kind.NEEDS,
        "What voluntary organisations need",
        ("voluntary",),
        ASKED_LATELY,
    )
    _back(ANSWERED_LATELY)
    answer_survey(needs.answers.get(), answers=NEEDED, by=cast[Role.COORDINATOR])


def _open(cast, kind: str, title: str, kinds: tuple[str, ...], days: int) -> Survey:
    _back(days)
    return open_survey(
        cast.authority,
        kind=kind,
        title=title,
        message="Five minutes will do. We plan next year's sessions by your answers.",
        due_on=add_working_days(clock.today(), 15),
        organisations=cast.authority.organisations.filter(kind__in=kinds),
        by=cast[Role.COORDINATOR],
    )


def _back(days: int) -> None:
    clock.set_offset(clock.days_away(-days))
