"""What is settled for an authority's training: by whom only, and on record each time.

Each act is tried by a board member, who reads counts and settles nothing, and by the
training lead of a trust, whose authority ends at their own people: both are refused and
leave nothing. Then the co-ordinator does it, and one entry says so.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from dueregard import clock
from dueregard.access.refusals import NotAllowed
from dueregard.audit.models import Entry
from dueregard.partners.tests.factories import PostFactory, PostHoldingFactory
from dueregard.training import services
from dueregard.training.models import Course, Place, RoleGroup, Session
from dueregard.training.services import facilitators, matching, shipping, surveys
from dueregard.training.services.headcounts import check_sample
from dueregard.training.services.heads import count_heads
from dueregard.training.services.returns import chase_returns

from .factories import (
    FacilitatorFactory,
    HeadcountFactory,
    LearnerFactory,
    PlaceFactory,
    SessionFactory,
    SurveyAnswerFactory,
    SurveyFactory,
)

pytestmark = pytest.mark.django_db
TODAY = clock.today()
DAY = timedelta(days=1)


@pytest.fixture
def there(marlbrook, council, catalogue, front_line):
    """One of everything that can be settled."""
    session = SessionFactory(
        authority=marlbrook, course=catalogue.wrap, days=-1, is_public=False
    )
    post = PostFactory(authority=marlbrook, organisation=council, is_lead=True)
    PostHoldingFactory(post=post)
    survey = SurveyFactory(authority=marlbrook)
    return SimpleNamespace(
        authority=marlbrook,
        council=council,
        course=catalogue.wrap,
        group=front_line,
        rule=front_line.requirements.get(),
        session=session,
        place=PlaceFactory(session=session, status=Place.Status.ATTENDED),
        learner=LearnerFactory(authority=marlbrook, organisation=council),
        facilitator=FacilitatorFactory(authority=marlbrook, organisation=council),
        headcount=HeadcountFactory(
            authority=marlbrook, organisation=council, role_group=front_line
        ),
        survey=survey,
        answer=SurveyAnswerFactory(survey=survey, organisation=council),
    )


def nothing(there) -> None:
    pass


def retired(there) -> None:
    Course.objects.filter(pk=there.course.pk).update(retired_on=TODAY)


def closed(there) -> None:
    RoleGroup.objects.filter(pk=there.group.pk).update(closed_on=TODAY)


def by_heads(there) -> None:
    there.place.delete()
    Session.objects.filter(pk=there.session.pk).update(counts_heads_only=True)


@dataclass(frozen=True)
class Act:
    """`do` by somebody, after `first`; the entry's subject and some of its facts."""

    do: Callable[[Any, Any], Any]
    subject: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    first: Callable[[Any], None] = nothing


def _add_session(there, by):
    starts = clock.now() + DAY
    return services.add_session(
        there.authority,
        course=there.course,
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        by=by,
    )


def _open_survey(there, by):
    return surveys.open_survey(
        there.authority,
        kind="availability",
        title="Who can come",
        message="",
        due_on=TODAY + 9 * DAY,
        organisations=[there.council],
        by=by,
    )


def _chase(there, by):
    there.survey.answers.update(
        email="head@marlhill.example", asked_at=clock.now() - 2 * DAY
    )
    return surveys.chase_survey(there.survey, by=by)


def _close_survey(there, by):
    return surveys.close_survey(there.survey, version=1, summary="Fine.", by=by)


def _check(there, by):
    row = there.headcount
    return check_sample(row, checked_on=TODAY, asked=5, shown=4, note="Seen.", by=by)


ACTS = {
    "national_courses_put_in": Act(
        lambda there, by: shipping.ship(there.authority, by=by), "authority"
    ),
    "course_retired": Act(
        lambda there, by: services.retire_course(there.course, retired_on=TODAY, by=by),
        "course",
        {"retired_on": TODAY.isoformat()},
    ),
    "course_brought_back": Act(
        lambda there, by: services.bring_back_course(there.course, by=by),
        "course",
        first=retired,
    ),
    "course_edition": Act(
        lambda there, by: services.add_edition(
            there.course, label="2", released_on=TODAY, by=by
        ),
        "course",
        {"released_on": TODAY.isoformat(), "seen_again_by": []},
    ),
    "role_group_added": Act(
        lambda there, by: services.add_role_group(
            there.authority, code="NEW", name="New", by=by
        ),
        facts={"code": "NEW"},
    ),
    "role_group_changed": Act(
        lambda there, by: services.change_role_group(
            there.group, version=1, name="Other", code=there.group.code, by=by
        ),
        "group",
        {"fields": ["name"]},
    ),
    "role_group_closed": Act(
        lambda there, by: services.close_role_group(there.group, by=by),
        "group",
        {"closed_on": TODAY.isoformat()},
    ),
    "role_group_opened": Act(
        lambda there, by: services.open_role_group(there.group, by=by),
        "group",
        first=closed,
    ),
    "requirement_changed": Act(
        lambda there, by: services.change_requirement(
            there.rule, version=1, from_on=TODAY, every_months=12, by=by
        ),
        "group",
        {"fields": ["every_months"], "from_on": TODAY.isoformat()},
    ),
    "requirement_ended": Act(
        lambda there, by: services.end_requirement(there.rule, ends_on=TODAY, by=by),
        "group",
        {"ends_on": TODAY.isoformat()},
    ),
    "facilitator_added": Act(
        lambda there, by: facilitators.add_facilitator(
            there.authority, name="Jo", organisation=there.council, by=by
        )
    ),
    "facilitator_changed": Act(
        lambda there, by: facilitators.change_facilitator(
            there.facilitator, version=1, name="Jo", by=by
        ),
        "facilitator",
        {"fields": ["name"]},
    ),
    "facilitator_left": Act(
        lambda there, by: facilitators.facilitator_left(
            there.facilitator, left_on=TODAY, by=by
        ),
        "facilitator",
        {"left_on": TODAY.isoformat()},
    ),
    "session_added": Act(_add_session),
    "session_cancelled": Act(
        lambda there, by: services.cancel_session(there.session, because="Ill.", by=by),
        "session",
    ),
    "session_heads_counted": Act(
        lambda there, by: count_heads(
            there.session, rows=[(there.council, there.group, 7)], version=1, by=by
        ),
        "session",
        {"people": 7, "rows": 1},
        first=by_heads,
    ),
    "session_held": Act(
        lambda there, by: services.note_attendance(
            there.session, came=[there.place.pk], version=1, by=by
        ),
        "session",
    ),
    "attendance_matched": Act(
        lambda there, by: matching.match(there.place, there.learner, by=by), "session"
    ),
    "attendance_left_unnamed": Act(
        lambda there, by: matching.leave_unnamed(there.place, by=by), "session"
    ),
    "headcount_checked": Act(
        _check,
        "headcount",
        {"asked": 5, "shown": 4, "checked_on": TODAY.isoformat()},
    ),
    "returns_chased": Act(
        lambda there, by: chase_returns(there.authority, [there.council], by=by)
    ),
    "survey_opened": Act(_open_survey, facts={"kind": "availability", "asked": 1}),
    "survey_chased": Act(_chase, "survey", {"chased": 1}),
    "survey_address": Act(
        lambda there, by: surveys.send_to(there.answer, email="b@c.example", by=by),
        "survey",
    ),
    "survey_closed": Act(_close_survey, "survey"),
}


@pytest.mark.parametrize("event", ACTS)
def test_an_act_is_refused_to_those_who_do_not_settle_and_recorded_of_who_does(
    event, there, board_member, trust, coordinator
):
    act = ACTS[event]
    act.first(there)
    for stranger in (board_member, trust.lead):
        with pytest.raises(NotAllowed):
            act.do(there, stranger)
    assert not Entry.objects.exists()
    act.do(there, coordinator)
    entry = Entry.objects.get(event=f"training.{event}")
    assert (entry.person_id, entry.authority_id) == (coordinator.pk, there.authority.pk)
    if act.subject:
        assert entry.subject_id == str(getattr(there, act.subject).pk)
    assert entry.facts.items() >= act.facts.items()
