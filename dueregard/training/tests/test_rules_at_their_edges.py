"""Rules and headcounts on their first and last days, and beside their neighbours."""

from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.tests.factories import OrganisationFactory
from dueregard.audit.models import Entry
from dueregard.training import services
from dueregard.training.models import Headcount, Requirement, RoleGroup
from dueregard.training.services import standing
from dueregard.training.services.headcounts import check_sample, declare

from .factories import (
    CompletionFactory,
    CourseFactory,
    HeadcountFactory,
    LearnerFactory,
    RoleGroupFactory,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = clock.today()


@pytest.fixture
def rule(front_line):
    return front_line.requirements.get()


def months(rule, by, from_on, every_months=12):
    return services.change_requirement(
        rule, version=rule.version, from_on=from_on, every_months=every_months, by=by
    )


def ask(group, course, by, **facts):
    return services.add_requirement(
        group,
        course=course,
        by=by,
        **{
            "starts_on": TODAY,
            "window": Requirement.Window.REGULARLY,
            "every_months": 12,
            "source": "Our policy",
            **facts,
        },
    )


def test_a_rule_may_change_on_its_last_day_and_not_after(rule, coordinator):
    services.end_requirement(rule, ends_on=TODAY, by=coordinator)
    rule.refresh_from_db()
    with pytest.raises(NotNow, match="has ended by then"):
        months(rule, coordinator, TODAY + DAY)
    now = months(rule, coordinator, TODAY)
    rule.refresh_from_db()
    assert (rule.ends_on, now.starts_on, now.ends_on) == (TODAY - DAY, TODAY, TODAY)


def test_a_rule_is_over_from_the_day_after_its_last(rule, coordinator):
    with pytest.raises(NotNow, match="on or after the day the rule began"):
        services.end_requirement(rule, ends_on=rule.starts_on - DAY, by=coordinator)
    ended = services.end_requirement(rule, ends_on=rule.starts_on, by=coordinator)
    assert (ended.ends_on, ended.version) == (rule.starts_on, 2)
    with pytest.raises(NotNow, match="last day already"):
        services.end_requirement(rule, ends_on=TODAY, by=coordinator)


def test_a_course_may_be_asked_of_another_role_group_at_the_same_time(
    rule, coordinator, marlbrook
):
    other = RoleGroupFactory(authority=marlbrook)
    assert ask(other, rule.course, coordinator)
    assert ask(rule.role_group, CourseFactory(authority=marlbrook), coordinator)


def test_a_rule_that_ends_before_the_next_one_begins_is_no_second_rule(
    rule, coordinator
):
    """A day that both would hold is one too many."""
    with pytest.raises(NotNow, match="must know this course already"):
        ask(
            rule.role_group,
            rule.course,
            coordinator,
            starts_on=rule.starts_on - 9 * DAY,
            ends_on=rule.starts_on,
        )
    before = ask(
        rule.role_group,
        rule.course,
        coordinator,
        starts_on=rule.starts_on - 9 * DAY,
        ends_on=rule.starts_on - DAY,
    )
    assert before.ends_on < rule.starts_on


def test_an_edition_replaces_the_rule_once_and_says_so(rule, coordinator):
    """The rule that it replaces is newer afterwards, and both steps are on record."""
    services.add_edition(
        rule.course,
        label="2",
        released_on=TODAY - DAY,
        seen_again_by=[rule.role_group],
        by=coordinator,
    )
    rule.refresh_from_db()
    assert rule.version == 2
    entry = Entry.objects.get(event="training.requirement_changed")
    new = rule.role_group.requirements.in_force().get()
    assert (entry.facts["replaces"], entry.facts["requirement_id"]) == (rule.pk, new.pk)


def change(group, by, **changes):
    group.refresh_from_db()
    services.change_role_group(group, version=group.version, by=by, **changes)


def test_a_role_group_takes_no_name_of_another_and_keeps_its_own(
    front_line, coordinator, marlbrook, ashby_vale
):
    RoleGroupFactory(authority=marlbrook, code="OTHER", name="Other")
    RoleGroupFactory(authority=ashby_vale, code="ASHBY", name="Ashby")
    for taken in ({"name": "OTHER"}, {"code": "other"}):
        with pytest.raises(NotNow, match="already has a role group"):
            change(front_line, coordinator, **taken)
    change(front_line, coordinator, name="Ashby", code="ASHBY")
    change(front_line, coordinator, name="Ashby", code="ASHBY")
    entries = Entry.objects.filter(event="training.role_group_changed")
    assert [entry.facts["fields"] for entry in entries] == [["name", "code"]]


def test_a_closed_role_group_is_counted_anew_from_the_day_it_opens(
    front_line, coordinator, marlbrook, council
):
    learner = LearnerFactory(
        authority=marlbrook, organisation=council, role_groups=[front_line]
    )
    course = front_line.requirements.get().course
    services.close_role_group(front_line, by=coordinator)
    CompletionFactory(learner=learner, course=course)
    services.open_role_group(front_line, by=coordinator)
    assert learner.roles.get().done == 1
    front_line.refresh_from_db()
    assert (front_line.closed_on, front_line.version) == (None, 3)
    with pytest.raises(NotNow, match="is not closed"):
        services.open_role_group(front_line, by=coordinator)


def test_when_a_role_group_begins_decides_who_must_know(
    front_line, coordinator, marlbrook, council
):
    learner = LearnerFactory(
        authority=marlbrook, organisation=council, role_groups=[front_line]
    )
    standing.refresh([learner.pk])
    assert learner.roles.get().required == 1
    change(front_line, coordinator, begins_on=TODAY + DAY)
    assert RoleGroup.objects.get(pk=front_line.pk).begins_on == TODAY + DAY
    assert learner.roles.get().required == 0


def declared(row, **facts):
    return declare(
        row.authority,
        row.organisation,
        row.role_group,
        **{
            "as_of": row.as_of,
            "people": 4,
            "in_date": 4,
            "declared_by": "Head",
            **facts,
        },
    )


def test_a_headcount_takes_the_place_of_its_own_and_no_other(
    coordinator, marlbrook, ashby_vale
):
    """Another organisation's, role group's or authority's stays as it is, and so do
    those that were replaced before."""
    body = OrganisationFactory(authorities=[marlbrook, ashby_vale])
    row = HeadcountFactory(authority=marlbrook, organisation=body)
    others = [
        HeadcountFactory(authority=marlbrook, organisation=body),
        HeadcountFactory(authority=marlbrook, role_group=row.role_group),
        HeadcountFactory(authority=ashby_vale, organisation=body),
    ]
    second = declared(row, by=coordinator)
    third = declared(row, by=coordinator)
    row.refresh_from_db()
    second.refresh_from_db()
    assert (row.replaced_by, second.replaced_by) == (second, third)
    row.organisation = OrganisationFactory(authorities=[marlbrook])
    elsewhere = declared(row, by=coordinator)
    row.organisation, row.role_group = body, RoleGroupFactory(authority=marlbrook)
    of_others = declared(row, by=coordinator)
    current = {third, elsewhere, of_others, *others}
    assert set(Headcount.objects.current()) == current
    entries = Entry.objects.filter(event="training.headcount_declared").order_by("pk")
    replaced = [entry.facts["replaces"] for entry in entries]
    assert replaced == [row.pk, second.pk, None, None]


def test_a_role_group_that_is_closed_is_not_declared_for(coordinator, marlbrook):
    body = OrganisationFactory(authorities=[marlbrook])
    row = HeadcountFactory(authority=marlbrook, organisation=body)
    RoleGroup.objects.filter(pk=row.role_group_id).update(closed_on=TODAY)
    row.role_group.refresh_from_db()
    with pytest.raises(NotNow, match="not used any more"):
        declared(row, by=coordinator)


def test_everybody_in_date_can_be_asked_and_no_day_to_come_is_taken(coordinator, lead):
    row = HeadcountFactory(authority=lead.memberships.get().authority, in_date=3)
    with pytest.raises(NotNow, match="must not be in the future"):
        check_sample(row, checked_on=TODAY + DAY, asked=3, shown=3, by=coordinator)
    check = check_sample(row, checked_on=TODAY, asked=3, shown=3, by=coordinator)
    assert (check.asked, check.shown, check.by) == (3, 3, coordinator)
    entry = Entry.objects.get(event="training.headcount_checked")
    assert entry.facts.get("note_hash") is None
