"""What is kept with each place follows completions, rules and people."""

from datetime import date, timedelta

import pytest

from dueregard.training.models import LearnerRole
from dueregard.training.services.completions import take_back
from dueregard.training.services.standing import refresh, take_up_rules_of_today

from .factories import (
    CompletionFactory,
    CourseEquivalenceFactory,
    CourseFactory,
    LearnerFactory,
    RequirementFactory,
    RoleGroupFactory,
)
from .worlds import on

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 21)


@pytest.fixture(autouse=True)
def today():
    with on(TODAY):
        yield


@pytest.fixture
def front_line(marlbrook):
    return RoleGroupFactory(authority=marlbrook)


@pytest.fixture
def wrap(marlbrook):
    return CourseFactory(authority=marlbrook, code="WRAP")


@pytest.fixture
def awareness(marlbrook):
    return CourseFactory(authority=marlbrook, code="HO-A")


@pytest.fixture
def rule(front_line, awareness):
    return RequirementFactory(role_group=front_line, course=awareness)


def place_of(learner) -> LearnerRole:
    return LearnerRole.objects.with_state().get(learner=learner)


def learner_in(group, **fields):
    return LearnerFactory(authority=group.authority, role_groups=[group], **fields)


def test_a_completion_holds_through_its_last_day(front_line, rule, awareness):
    learner = learner_in(front_line)
    CompletionFactory(
        learner=learner, course=awareness, completed_on=date(2024, 11, 21)
    )
    refresh([learner.pk])
    assert place_of(learner).valid_until == TODAY
    assert place_of(learner).state == "due_soon"
    with on(TODAY + timedelta(days=1)):
        assert place_of(learner).state == "lapsed"


def test_the_certificates_own_day_counts_where_it_is_earlier(
    front_line, rule, awareness
):
    learner = learner_in(front_line)
    CompletionFactory(
        learner=learner, course=awareness, days=10, expires_on=date(2026, 11, 30)
    )
    refresh([learner.pk])
    assert place_of(learner).valid_until == date(2026, 11, 30)


def test_wrap_counts_for_awareness_and_not_the_other_way_round(
    front_line, awareness, wrap, rule
):
    CourseEquivalenceFactory(course=wrap, satisfies=awareness)
    other = RoleGroupFactory(authority=front_line.authority)
    RequirementFactory(role_group=other, course=wrap)
    had_wrap, had_awareness = learner_in(front_line), learner_in(other)
    CompletionFactory(learner=had_wrap, course=wrap)
    CompletionFactory(learner=had_awareness, course=awareness)
    refresh(authority=front_line.authority)
    assert place_of(had_wrap).state == "in_date"
    assert place_of(had_awareness).state == "unknown"


def test_what_was_taken_back_counts_no_more(front_line, rule, awareness, coordinator):
    learner = learner_in(front_line)
    done = CompletionFactory(learner=learner, course=awareness)
    refresh([learner.pk])
    assert place_of(learner).state == "in_date"
    take_back(done, by=coordinator, because="It was somebody else's.")
    assert place_of(learner).state == "unknown"


def test_a_second_look_changes_nothing(front_line, rule, awareness):
    learner = learner_in(front_line)
    CompletionFactory(learner=learner, course=awareness)
    assert refresh(authority=front_line.authority) == 1
    assert refresh(authority=front_line.authority) == 0


def test_only_those_asked_for_are_judged(front_line, rule):
    one, other = learner_in(front_line), learner_in(front_line)
    assert refresh([one.pk]) == 1
    assert place_of(other).required == 0
    assert refresh(role_groups=[front_line]) == 1
    assert place_of(other).required == 1


def test_nobody_to_judge_is_no_work():
    assert refresh([]) == 0
    assert refresh(role_groups=[]) == 0


def test_a_rule_that_begins_tomorrow_is_taken_up_by_the_daily_job(
    front_line, awareness
):
    learner = learner_in(front_line)
    tomorrow = TODAY + timedelta(days=1)
    RequirementFactory(role_group=front_line, course=awareness, starts_on=tomorrow)
    refresh(role_groups=[front_line])
    assert place_of(learner).state == "nothing_asked"
    assert take_up_rules_of_today() == 0
    with on(tomorrow):
        assert take_up_rules_of_today() == 1
        assert place_of(learner).state == "unknown"
        assert take_up_rules_of_today() == 0


def test_a_rule_that_ended_is_asked_no_more(front_line, rule):
    learner = learner_in(front_line)
    rule.ends_on = TODAY
    rule.save()
    refresh(role_groups=[front_line])
    assert place_of(learner).required == 1
    with on(TODAY + timedelta(days=1)):
        take_up_rules_of_today()
        assert place_of(learner).state == "nothing_asked"


def test_a_merged_record_is_counted_nowhere(front_line, rule):
    kept, other = learner_in(front_line), learner_in(front_line)
    other.merged_into = kept
    other.save()
    refresh(authority=front_line.authority)
    assert list(LearnerRole.objects.kept()) == [place_of(kept)]
