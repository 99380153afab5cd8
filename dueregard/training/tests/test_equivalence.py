"""Which completions count for which course: direction, closure, and loops."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dueregard.training import services
from dueregard.training.accepting import accepted_for, linked, needs_of, reached
from dueregard.training.tests.factories import (
    CompletionFactory,
    CourseEquivalenceFactory,
    CourseFactory,
    CoursePrerequisiteFactory,
    LearnerFactory,
    RequirementFactory,
)

NODES = range(7)
PAIRS = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=15)
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture
def courses(marlbrook):
    return [CourseFactory(authority=marlbrook, code=code) for code in "ABCD"]


def test_the_workshop_counts_as_awareness_and_not_the_other_way_round(
    marlbrook, coordinator
):
    services.ship(marlbrook, by=coordinator)
    ids = dict(marlbrook.courses.values_list("code", "pk"))
    accepted = accepted_for(marlbrook)
    assert ids["WRAP"] in accepted[ids["HO-A"]]
    assert ids["HO-A"] not in accepted[ids["WRAP"]]
    assert accepted[ids["WRAP"]] == {ids["WRAP"]}


def test_what_counts_for_one_course_counts_for_those_that_this_one_counts_for(
    marlbrook, courses
):
    a, b, c, d = courses
    CourseEquivalenceFactory(course=a, satisfies=b)
    CourseEquivalenceFactory(course=b, satisfies=c)
    accepted = accepted_for(marlbrook)
    assert accepted[c.pk] == {a.pk, b.pk, c.pk}
    assert accepted[a.pk] == {a.pk}
    assert accepted[d.pk] == {d.pk}


def test_courses_that_count_for_each_other_do_no_harm(marlbrook, courses):
    a, b, _, _ = courses
    CourseEquivalenceFactory(course=a, satisfies=b)
    CourseEquivalenceFactory(course=b, satisfies=a)
    accepted = accepted_for(marlbrook)
    assert accepted[a.pk] == accepted[b.pk] == {a.pk, b.pk}


def test_another_authoritys_courses_are_left_out(marlbrook, fernshire, courses):
    CourseEquivalenceFactory(course=CourseFactory(authority=fernshire))
    assert set(accepted_for(marlbrook)) == {course.pk for course in courses}
    assert set(needs_of(marlbrook)) == {course.pk for course in courses}


def test_a_course_needs_what_was_said_and_no_more(marlbrook, courses):
    a, b, c, _ = courses
    CoursePrerequisiteFactory(course=a, needs=b)
    CoursePrerequisiteFactory(course=b, needs=c)
    needs = needs_of(marlbrook)
    assert needs[a.pk] == {b.pk}
    assert needs[c.pk] == frozenset()


@unhurried
@given(PAIRS, st.sampled_from(NODES))
def test_what_is_reached_is_the_start_and_is_closed(pairs, start):
    found = reached(start, linked(pairs))
    assert start in found
    assert all(end in found for begin, end in pairs if begin in found)


@unhurried
@given(PAIRS, st.sampled_from(NODES))
def test_only_what_a_path_leads_to_is_reached(pairs, start):
    """Against another way of working it out: repeated steps along the direction."""
    expected = {start}
    for _ in NODES:
        expected |= {end for begin, end in pairs if begin in expected}
    assert reached(start, linked(pairs)) == expected


@unhurried
@given(PAIRS, PAIRS, st.sampled_from(NODES))
def test_more_links_never_take_anything_away(pairs, more, start):
    assert reached(start, linked(pairs)) <= reached(start, linked([*pairs, *more]))


def test_a_new_equivalence_puts_people_in_date_at_once(marlbrook, coordinator, courses):
    a, b, _, _ = courses
    rule = RequirementFactory(role_group__authority=marlbrook, course=b)
    learner = LearnerFactory(authority=marlbrook, role_groups=[rule.role_group])
    CompletionFactory(learner=learner, course=a)
    services.link_course(a, version=1, needs=[], satisfies=[b], by=coordinator)
    assert learner.roles.get().done == 1
    services.link_course(a, version=2, needs=[], satisfies=[], by=coordinator)
    assert learner.roles.get().done == 0
