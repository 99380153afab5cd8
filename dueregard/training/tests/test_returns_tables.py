"""What returns count, by organisation and period (issue 4, point 8; domain 7.3)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts.models import Organisation
from dueregard.accounts.tests.factories import MembershipFactory, OrganisationFactory
from dueregard.partners.tests.factories import PostFactory, PostHoldingFactory
from dueregard.training.models import (
    Headcount,
    OrganisationReturn,
    SampledCheck,
    Session,
    SessionHeadcount,
)
from dueregard.training.returns.annual import courses
from dueregard.training.returns.declared import headcounts
from dueregard.training.returns.kinds import KINDS, build
from dueregard.training.returns.periods import Period, quarter, quarters, year, years
from dueregard.training.returns.quarterly import people
from dueregard.training.returns.scope import Scope, organisations_read
from dueregard.training.returns.telling import organisations
from dueregard.training.services.standing import refresh
from dueregard.training.tests.factories import (
    CompletionFactory,
    CourseFactory,
    LearnerFactory,
    RequirementFactory,
    RoleGroupFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(monkeypatch):
    """A Saturday in the third quarter."""
    day = date(2026, 11, 21)
    monkeypatch.setattr(clock, "today", lambda: day)
    return day


@pytest.fixture
def trust(marlbrook):
    return OrganisationFactory(
        name="Marl Valley NHS Trust",
        kind=Organisation.Kind.NHS_TRUST,
        authorities=[marlbrook],
    )


@pytest.fixture
def level_1(marlbrook):
    """People of it do the course every 24 months, with 90 days of grace."""
    group = RoleGroupFactory(authority=marlbrook, name="Level 1")
    RequirementFactory(role_group=group, within_days=90, starts_on=date(2020, 1, 1))
    return group


SUMMER = quarter(date(2026, 7, 1))


def someone(trust, group, *done, joined=date(2020, 1, 1), **facts):
    """Somebody of the trust who did the course on these days."""
    [authority] = trust.authorities.all()
    learner = LearnerFactory(
        authority=authority,
        organisation=trust,
        role_groups=[group] if group else [],
        joined_on=joined,
        **facts,
    )
    for day in done:
        course = group.requirements.get().course
        CompletionFactory(learner=learner, course=course, completed_on=day)
    return learner


def counted(authority, period=SUMMER, table=people, only=None):
    refresh(authority=authority)
    made = table(Scope(authority, only), period)
    return [dict(zip(made.header, row, strict=True)) for row in made.rows]


def test_a_quarter_is_counted_as_of_its_last_day(today, marlbrook, trust, level_1):
    OrganisationReturn.objects.create(
        authority=marlbrook,
        organisation=trust,
        kind="people",
        received_on=date(2026, 9, 1),
    )
    someone(trust, level_1, date(2026, 9, 30))  # in date, within the quarter
    someone(trust, level_1, date(2026, 10, 1))  # done a day too late: never
    someone(trust, level_1, date(2024, 9, 30))  # the last day on which it counts
    someone(trust, level_1, date(2024, 9, 29))  # lapsed the day before
    someone(trust, level_1, left_on=date(2026, 9, 30))  # gone by then
    someone(trust, level_1, date(2025, 1, 1), left_on=date(2026, 10, 1))  # still there
    someone(trust, level_1, joined=date(2026, 9, 1))  # a starter in grace
    someone(trust, level_1, joined=date(2026, 10, 1))  # not there yet
    [row] = counted(marlbrook)
    assert row == {
        "Organisation": "Marl Valley NHS Trust",
        "Role group": "Level 1",
        "People": 6,
        "In scope": 5,
        "In date": 3,
        "In date, %": 60,
        "Unknown": 0,
        "Completions": 1,
    }


def test_whoever_has_no_record_is_unknown_where_their_organisation_sent_none(
    today, marlbrook, trust, level_1
):
    someone(trust, level_1)
    [row] = counted(marlbrook)
    assert (row["In scope"], row["Unknown"], row["In date, %"]) == (1, 1, 0)


def test_a_role_group_of_which_nobody_is_in_scope_has_no_percentage(
    today, marlbrook, trust, level_1
):
    someone(trust, level_1, joined=date(2026, 9, 1))
    [row] = counted(marlbrook)
    assert (row["People"], row["In scope"], row["In date, %"]) == (1, 0, None)


def test_people_of_no_role_group_are_not_dropped(today, marlbrook, trust):
    someone(trust, None)
    [row] = counted(marlbrook)
    assert (row["Role group"], row["Unknown"]) == ("No role group known", 1)


def test_completions_taken_back_are_not_counted(today, marlbrook, trust, level_1):
    learner = someone(trust, level_1, date(2026, 8, 1))
    learner.completions.update(ended_at=clock.now(), ended_because="Not theirs.")
    [row] = counted(marlbrook)
    assert (row["In date"], row["Completions"]) == (0, 0)


def test_a_period_that_runs_is_counted_today_and_says_so(
    today, marlbrook, trust, level_1, coordinator
):
    someone(trust, level_1, today, joined=date(2020, 1, 1))
    running = quarters()[0]
    [row] = counted(marlbrook, running)
    assert row["In date"] == 1
    kind = KINDS["quarterly"]
    made = build(kind, running, Scope(marlbrook), of="Marlbrook", made_by=coordinator)
    assert "21 November 2026" in made.counted
    assert "not over yet" in made.counted


def test_one_organisation_alone_can_be_returned(
    today, marlbrook, trust, level_1, factories
):
    other = OrganisationFactory(name="Netherbrook Fire", authorities=[marlbrook])
    someone(trust, level_1)
    someone(other, level_1)
    rows = counted(marlbrook, only=[other.pk])
    assert [row["Organisation"] for row in rows] == ["Netherbrook Fire"]


def declared(authority, organisation, group, by, as_of, in_date):
    return Headcount.objects.create(
        authority=authority,
        organisation=organisation,
        role_group=group,
        as_of=as_of,
        people=40,
        in_date=in_date,
        declared_by="Head of workforce",
        by=by,
    )


def test_the_headcount_of_the_day_counted_stands_there_and_not_a_later_one(
    today, marlbrook, trust, level_1, coordinator
):
    old = declared(marlbrook, trust, level_1, coordinator, date(2026, 3, 1), 20)
    SampledCheck.objects.create(
        headcount=old,
        checked_on=date(2026, 4, 1),
        asked=5,
        shown=4,
        by=coordinator,
    )
    Headcount.objects.update(replaced_by=old)
    new = declared(marlbrook, trust, level_1, coordinator, date(2026, 10, 5), 35)
    Headcount.objects.filter(pk=old.pk).update(replaced_by=new)
    [row] = counted(marlbrook, SUMMER, headcounts)
    assert (row["In date, as declared"], row["Sample shown"]) == (20, "4 of 5")
    [row] = counted(marlbrook, quarters()[0], headcounts)
    assert row["In date, as declared"] == 35


def test_headcounts_are_never_added_to_people(
    today, marlbrook, trust, level_1, coordinator
):
    declared(marlbrook, trust, level_1, coordinator, date(2026, 3, 1), 20)
    assert counted(marlbrook) == []


def test_the_named_lead_and_the_newest_return_are_those_of_the_day_counted(
    today, marlbrook, trust
):
    Organisation.objects.filter(pk=trust.pk).update(is_specified_authority=True)
    post = PostFactory(authority=marlbrook, organisation=trust, is_lead=True)
    PostHoldingFactory(post=post, starts_on=date(2026, 9, 30))
    for day in (date(2026, 2, 1), date(2026, 9, 2), date(2026, 10, 9)):
        OrganisationReturn.objects.create(
            authority=marlbrook, organisation=trust, kind="people", received_on=day
        )
    [row] = counted(marlbrook, SUMMER, organisations)
    assert (row["Named lead"], row["Last return"]) == (True, date(2026, 9, 2))
    [row] = counted(marlbrook, quarter(date(2026, 4, 1)), organisations)
    assert (row["Named lead"], row["Last return"]) == (False, date(2026, 2, 1))


YEAR = year(date(2025, 4, 1))


def test_a_year_counts_completions_and_people_by_course_and_organisation(
    today, marlbrook, trust, level_1
):
    someone(trust, level_1, date(2025, 4, 1), date(2026, 3, 31))
    someone(trust, level_1, date(2025, 6, 1), left_on=date(2025, 7, 1))
    someone(trust, level_1, date(2026, 4, 1))  # the year after
    [row] = counted(marlbrook, YEAR, courses)
    assert (row["Completions"], row["People"]) == (3, 2)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, tzinfo=ZoneInfo("Europe/London"))


def test_attendance_without_names_stands_apart_from_people(
    today, marlbrook, trust, coordinator
):
    course = CourseFactory(authority=marlbrook, code="WRAP", title="Workshop")
    held = [
        SessionFactory(
            authority=marlbrook,
            course=course,
            starts_at=at(day),
            status=Session.Status.HELD,
        )
        for day in (date(2025, 5, 1), date(2025, 6, 1), date(2026, 5, 1))
    ]
    learner = LearnerFactory(authority=marlbrook, organisation=trust)
    CompletionFactory(
        learner=learner,
        course=course,
        completed_on=date(2025, 5, 1),
        session=held[0],
    )
    for session, organisation, number in (
        (held[0], trust, 12),
        (held[1], trust, 8),
        (held[1], None, 5),
        (held[2], trust, 100),
    ):
        SessionHeadcount.objects.create(
            session=session, organisation=organisation, people=number, by=coordinator
        )
    rows = counted(marlbrook, YEAR, courses)
    assert [tuple(row.values()) for row in rows] == [
        ("WRAP Workshop", "Marl Valley NHS Trust", 1, 1, 2, 20),
        ("WRAP Workshop", "Organisation not known", 0, 0, 1, 5),
    ]


def test_a_session_that_was_cancelled_trained_nobody(
    today, marlbrook, trust, coordinator
):
    session = SessionFactory(
        authority=marlbrook,
        starts_at=at(date(2025, 5, 1)),
        status=Session.Status.CANCELLED,
    )
    SessionHeadcount.objects.create(
        session=session, organisation=trust, people=9, by=coordinator
    )
    assert counted(marlbrook, YEAR, courses) == []


@pytest.mark.parametrize(
    ("starts_on", "label", "ends_on"),
    [
        (
            date(2026, 4, 1),
            "Quarter 1 of 2026–27 (April to June 2026)",
            date(2026, 6, 30),
        ),
        (
            date(2026, 10, 1),
            "Quarter 3 of 2026–27 (October to December 2026)",
            date(2026, 12, 31),
        ),
        (
            date(2027, 1, 1),
            "Quarter 4 of 2026–27 (January to March 2027)",
            date(2027, 3, 31),
        ),
    ],
)
def test_quarters_are_those_of_the_financial_year(starts_on, label, ends_on):
    period = quarter(starts_on)
    assert (period.label, period.ends_on) == (label, ends_on)


def test_years_are_financial_or_school_years(today):
    found = {period.label: (period.starts_on, period.ends_on) for period in years()}
    assert found["Financial year 2026–27"] == (date(2026, 4, 1), date(2027, 3, 31))
    assert found["School year 2025–26"] == (date(2025, 9, 1), date(2026, 8, 31))


def test_each_period_begins_the_day_after_the_one_before(today):
    offered: list[Period] = quarters()
    for later, earlier in zip(offered, offered[1:], strict=False):
        assert later.starts_on == earlier.ends_on + timedelta(days=1)


def test_a_partners_training_lead_reads_returns_of_their_own_organisations(
    marlbrook, trust, coordinator, board_member
):
    school = OrganisationFactory(parent=trust, authorities=[marlbrook])
    lead = MembershipFactory(
        authority=marlbrook, organisation=trust, role=Role.TRAINING_LEAD
    ).person
    assert organisations_read(lead, marlbrook) == {trust.pk, school.pk}
    assert organisations_read(coordinator, marlbrook) is None
    assert organisations_read(board_member, marlbrook) is None
