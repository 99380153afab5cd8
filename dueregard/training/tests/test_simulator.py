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
from dueregard.training.simulating import simulate
from dueregard.training.tests.factories import (
    CompletionFactory,
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
