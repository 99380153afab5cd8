"""What a rule would change is shown before it is saved, and is what then happens."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dueregard import clock
from dueregard.accounts.tests.factories import OrganisationFactory
from dueregard.audit.models import Entry
from dueregard.training import services
from dueregard.training.coverage.states import State
from dueregard.training.models import LearnerRole, Requirement
from dueregard.training.services import standing
from dueregard.training.services.requirements import changed_requirement
from dueregard.training.simulating import simulate, simulate_links
from dueregard.training.tests.factories import (
    CompletionFactory,
    CourseEquivalenceFactory,
    CourseFactory,
    LearnerFactory,
    RequirementFactory,
    RoleGroupFactory,
)

DAY = timedelta(days=1)
SHORTER = {
    "window": "regularly",
    "within_days": 0,
    "every_months": 12,
    "counts_from": None,
    "source": "Our policy",
    "confirm_locally": False,
}


@pytest.fixture
def rule(marlbrook):
    group = RoleGroupFactory(authority=marlbrook, name="Front line")
    return RequirementFactory(
        role_group=group, course=CourseFactory(authority=marlbrook)
    )


@pytest.fixture
def people(marlbrook, rule):
    """At the council, done 100, 400 and 400 days ago; at the trust, 400 and never."""
    council = OrganisationFactory(name="Council", authorities=[marlbrook])
    trust = OrganisationFactory(name="Trust", authorities=[marlbrook])
    for organisation, days in (
        (council, 100),
        (council, 400),
        (council, 400),
        (trust, 400),
        (trust, None),
    ):
        learner = LearnerFactory(
            authority=marlbrook,
            organisation=organisation,
            role_groups=[rule.role_group],
        )
        if days:
            CompletionFactory(learner=learner, course=rule.course, days=days)
    standing.refresh(authority=marlbrook)
    return council, trust


def tried(rule, from_on=None, **changes):
    change = changed_requirement(rule, from_on=from_on or clock.today(), **changes)
    rows = [each for each in (change.kept, change.new) if each]
    return simulate(rows, day=from_on or clock.today())


def stored_states():
    rows = LearnerRole.objects.with_state().order_by("pk")
    return [str(state) for state in rows.values_list("state", flat=True)]


def test_a_shorter_rule_is_said_to_lapse_people_by_organisation(rule, people):
    found = tried(rule, **SHORTER)
    assert found.total.moved == {(State.IN_DATE, State.LAPSED): 3}
    assert (found.total.affected, found.total.people) == (3, 5)
    assert (found.total.before.in_date, found.total.after.in_date) == (4, 1)
    assert found.total.before.in_scope == found.total.after.in_scope == 5
    assert [(each.name, each.affected) for each in found.organisations] == [
        ("Council", 2),
        ("Trust", 1),
    ]
    assert found.total.moves == [("In date", "Lapsed", 3)]


def test_nothing_is_written_by_trying(rule, people):
    before, rules = stored_states(), Requirement.objects.count()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        tried(rule, **SHORTER)
    assert all(
        not each["sql"].lstrip().upper().startswith(("UPDATE", "INSERT", "DELETE"))
        for each in asked.captured_queries
    )
    assert len(asked) == 2
    assert stored_states() == before
    assert Requirement.objects.count() == rules


@pytest.mark.parametrize(
    "changes",
    [
        {"every_months": 12},
        {"every_months": 36},
        {"every_months": 13},
        {"within_days": 1_000},
        {"within_days": 2_000},
        {"counts_from": -200},
        {"counts_from": -500},
        {"window": "induction", "every_months": None},
    ],
)
def test_what_was_foretold_is_what_happens(rule, people, coordinator, changes):
    if "counts_from" in changes:
        changes = {"counts_from": clock.today() + changes["counts_from"] * DAY}
    facts = SHORTER | {"every_months": 24} | changes
    foretold = tried(Requirement.objects.get(pk=rule.pk), **facts)
    services.change_requirement(
        rule, version=1, from_on=clock.today(), by=coordinator, **facts
    )
    counted = {state: stored_states().count(state) for state in set(stored_states())}
    assert {str(k.value): n for k, n in foretold.total.after.states.items()} == counted


def test_a_rule_that_is_added_or_ended_is_tried_too(rule, people, marlbrook):
    another = Requirement(
        role_group=rule.role_group,
        course=CourseFactory(authority=marlbrook),
        starts_on=clock.today(),
        every_months=12,
        window="regularly",
    )
    added = simulate([another], day=clock.today())
    assert set(added.total.after.states) == {State.UNKNOWN}
    rule.ends_on = clock.today()
    ended = simulate([rule], day=clock.today() + DAY)
    assert ended.total.after.states == {State.NOTHING_ASKED: 5}


def test_a_change_of_a_day_to_come_is_counted_for_that_day(rule, people):
    """By then those of 100 days ago have lapsed too; that is the change, not time."""
    found = tried(rule, from_on=clock.today() + 300 * DAY, **SHORTER)
    assert found.day == clock.today() + 300 * DAY
    assert found.total.moved[State.DUE_SOON, State.LAPSED] == 3
    assert found.total.moved[State.IN_DATE, State.LAPSED] == 1


def test_a_change_of_words_affects_nobody(rule, people):
    facts = {name: getattr(rule, name) for name in SHORTER} | {"source": "New"}
    found = tried(rule, **facts)
    assert found.total.affected == 0
    assert found.organisations == []


def posted(rule, **more):
    day = clock.today()
    parts = {
        "from_on_day": day.day,
        "from_on_month": day.month,
        "from_on_year": day.year,
    }
    answers = SHORTER | {"counts_from": "", "confirm_locally": ""}
    return answers | parts | {"version": rule.version} | more


def test_a_page_shows_what_would_change_and_saves_it_only_then(
    rule, people, coordinator, client
):
    client.force_login(coordinator)
    address = reverse("training:change_requirement", args=[rule.pk])
    tried = client.post(address, posted(rule))
    assert "3 of 5 people would be counted differently" in tried.text
    assert "from “in date” to “lapsed”" in tried.text
    assert "4 of 5 (80%)" in tried.text
    assert "1 of 5 (20%)" in tried.text
    assert not Entry.objects.filter(event="training.requirement_changed").exists()
    answers = dict(tried.context["answers"])
    again = client.post(address, answers | {"step": "change"})
    assert 'value="12"' in again.text
    assert Requirement.objects.count() == 1
    saved = client.post(address, answers | {"step": "save"})
    assert saved.url == rule.role_group.get_absolute_url()
    assert rule.role_group.requirements.in_force().get().every_months == 12


def test_a_rule_that_cannot_be_is_refused_before_it_is_tried(
    rule, people, coordinator, client
):
    client.force_login(coordinator)
    day = clock.today()
    answer = client.post(
        reverse("training:add_requirement", args=[rule.role_group.pk]),
        {
            **{name: value for name, value in SHORTER.items() if value},
            "within_days": "0",
            "course": rule.course.pk,
            "starts_on_day": day.day,
            "starts_on_month": day.month,
            "starts_on_year": day.year,
        },
    )
    assert "must know this course already" in answer.text


def test_a_rule_of_months_without_a_number_of_months_is_asked_about(
    rule, coordinator, client
):
    client.force_login(coordinator)
    answers = posted(rule)
    del answers["every_months"]
    address = reverse("training:change_requirement", args=[rule.pk])
    assert "Enter how many months it lasts" in client.post(address, answers).text


def test_an_ended_rule_is_tried_and_saved_on_its_page(
    rule, people, coordinator, client
):
    client.force_login(coordinator)
    address = reverse("training:end_requirement", args=[rule.pk])
    day = clock.today()
    parts = {
        "ends_on_day": day.day,
        "ends_on_month": day.month,
        "ends_on_year": day.year,
    }
    tried = client.post(address, parts)
    assert "nothing asked yet" in tried.text
    client.post(address, parts | {"step": "save"})
    rule.refresh_from_db()
    assert rule.ends_on == day


def test_who_must_see_a_new_edition_is_shown_before_it_is_added(
    rule, people, coordinator, client
):
    client.force_login(coordinator)
    day = clock.today() - 200 * DAY
    answers = {
        "label": "Second",
        "released_on_day": day.day,
        "released_on_month": day.month,
        "released_on_year": day.year,
        "seen_again_by": [rule.role_group_id],
    }
    address = reverse("training:add_edition", args=[rule.course_id])
    tried = client.post(address, answers)
    assert "3 of 5 people would be counted differently" in tried.text
    assert not rule.course.editions.exists()
    client.post(address, answers | {"step": "save"})
    assert rule.course.editions.exists()
    assert sorted(set(stored_states())) == ["in_date", "unknown"]


@pytest.fixture
def workshop(marlbrook):
    return CourseFactory(authority=marlbrook, title="The workshop")


def test_what_a_course_counts_for_is_tried_before_it_is_saved(
    rule, people, workshop, coordinator, client
):
    never = LearnerRole.objects.with_state().get(state=State.UNKNOWN).learner
    CompletionFactory(learner=never, course=workshop, days=10)
    standing.refresh([never.pk])
    found = simulate_links(workshop, needs=[], satisfies=[rule.course])
    assert found.total.moved == {(State.UNKNOWN, State.IN_DATE): 1}
    client.force_login(coordinator)
    address = reverse("training:link_course", args=[workshop.pk])
    answers = {"version": workshop.version, "satisfies": [rule.course_id]}
    tried = client.post(address, answers)
    assert "1 of 5 people would be counted differently" in tried.text
    assert not workshop.satisfies_rows.exists()
    client.post(address, answers | {"step": "save"})
    assert workshop.satisfies_rows.get().satisfies == rule.course
    assert stored_states() == ["in_date"] * 5


def test_taking_a_link_away_is_tried_along_all_that_it_leads_to(
    marlbrook, rule, people, workshop, coordinator
):
    between = CourseFactory(authority=marlbrook)
    CourseEquivalenceFactory(course=workshop, satisfies=between)
    CourseEquivalenceFactory(course=between, satisfies=rule.course)
    never = LearnerRole.objects.with_state().get(state=State.UNKNOWN).learner
    CompletionFactory(learner=never, course=workshop, days=10)
    standing.refresh([never.pk])
    found = simulate_links(between, needs=[], satisfies=[])
    assert found.total.moved == {(State.IN_DATE, State.UNKNOWN): 1}
    services.link_course(
        between, version=between.version, needs=[], satisfies=[], by=coordinator
    )
    assert stored_states().count("unknown") == 1


def test_a_link_that_changes_nothing_affects_nobody(rule, people, workshop):
    found = simulate_links(workshop, needs=[], satisfies=[])
    assert (found.total.people, found.organisations, found.held_up) == (0, [], 0)


def test_it_is_said_how_many_must_do_another_course_first(
    rule, people, workshop, coordinator, client
):
    never = LearnerRole.objects.with_state().get(state=State.UNKNOWN).learner
    client.force_login(coordinator)
    address = reverse("training:link_course", args=[rule.course_id])
    answers = {"version": rule.course.version, "needs": [workshop.pk]}
    tried = client.post(address, answers)
    assert "1 person who must do this course has not" in tried.text
    CompletionFactory(learner=never, course=workshop)
    assert simulate_links(rule.course, needs=[workshop], satisfies=[]).held_up == 0


def test_from_when_a_role_group_is_counted_is_tried_before_it_is_saved(
    rule, people, coordinator, client
):
    group, day = rule.role_group, clock.today() + 30 * DAY
    client.force_login(coordinator)
    address = reverse("training:change_role_group", args=[group.pk])
    answers = {
        "version": group.version,
        "name": group.name,
        "code": group.code,
        "begins_on_day": day.day,
        "begins_on_month": day.month,
        "begins_on_year": day.year,
    }
    tried = client.post(address, answers)
    assert "5 of 5 people would be counted differently" in tried.text
    group.refresh_from_db()
    assert group.begins_on is None
    client.post(address, answers | {"step": "save"})
    group.refresh_from_db()
    assert group.begins_on == day
    assert set(stored_states()) == {"nothing_asked"}


def test_a_new_name_of_a_role_group_is_saved_at_once(rule, people, coordinator, client):
    group = rule.role_group
    client.force_login(coordinator)
    address = reverse("training:change_role_group", args=[group.pk])
    answers = {"version": group.version, "name": "Street work", "code": group.code}
    assert client.post(address, answers).status_code == 302
    group.refresh_from_db()
    assert group.name == "Street work"


def test_closing_a_role_group_says_how_many_people_it_is_about(
    rule, people, coordinator, client
):
    client.force_login(coordinator)
    address = reverse("training:close_role_group", args=[rule.role_group_id])
    assert "5 people are in it today" in client.get(address).text
