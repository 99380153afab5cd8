"""Courses, role groups and rules pass to an authority's successor (AC 6)."""

from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.accounts.succession import heirlooms
from dueregard.audit.models import Entry
from dueregard.training import services
from dueregard.training.accepting import accepted_for, needs_of
from dueregard.training.models import LearnerRole
from dueregard.training.services.catalogue_passing import pass_catalogue_now
from dueregard.training.services.succession import pass_people_now
from dueregard.training.tests.factories import (
    CompletionFactory,
    CourseEquivalenceFactory,
    CourseFactory,
    CoursePrerequisiteFactory,
    LearnerFactory,
    RequirementFactory,
    RoleGroupFactory,
)


@pytest.fixture
def awareness(marlbrook):
    return CourseFactory(authority=marlbrook, code="HO-A")


@pytest.fixture
def theirs(fernshire):
    """The successor's own course of the same code."""
    return CourseFactory(authority=fernshire, code="ho-a")


def pass_over(marlbrook, fernshire, coordinator):
    return pass_catalogue_now(marlbrook, fernshire, by=coordinator)


def test_what_the_successor_has_not_moves_and_what_it_has_stays_behind(
    marlbrook, fernshire, coordinator, awareness, theirs
):
    ours = CourseFactory(authority=marlbrook, code="OURS")
    twins = pass_over(marlbrook, fernshire, coordinator)
    assert twins.courses == {awareness.pk: theirs.pk}
    assert set(fernshire.courses.all()) == {ours, theirs}
    assert set(marlbrook.courses.all()) == {awareness}
    facts = Entry.objects.get(event="training.catalogue_passed_over").facts
    assert (facts["courses"], facts["role_groups"]) == (1, 0)


def test_links_of_what_moves_point_to_the_successors_own(
    marlbrook, fernshire, coordinator, awareness, theirs
):
    referrals = CourseFactory(authority=marlbrook, code="OURS-R")
    workshop = CourseFactory(authority=marlbrook, code="OURS-W")
    CoursePrerequisiteFactory(course=referrals, needs=awareness)
    CourseEquivalenceFactory(course=workshop, satisfies=awareness)
    pass_over(marlbrook, fernshire, coordinator)
    assert needs_of(fernshire)[referrals.pk] == {theirs.pk}
    assert accepted_for(fernshire)[theirs.pk] == {theirs.pk, workshop.pk}


def test_where_both_have_the_courses_the_successors_links_stand(
    marlbrook, fernshire, coordinator, awareness, theirs
):
    CoursePrerequisiteFactory(
        course=awareness, needs=CourseFactory(authority=marlbrook, code="B")
    )
    CourseFactory(authority=fernshire, code="B")
    pass_over(marlbrook, fernshire, coordinator)
    assert needs_of(fernshire)[theirs.pk] == frozenset()


def test_a_role_group_is_known_by_its_code_or_its_name(
    marlbrook, fernshire, coordinator
):
    by_code = RoleGroupFactory(authority=marlbrook, code="GOV", name="Governors")
    by_name = RoleGroupFactory(authority=marlbrook, code="FL", name="Front line")
    moves = RoleGroupFactory(authority=marlbrook, code="X", name="Market traders")
    code_twin = RoleGroupFactory(authority=fernshire, code="gov", name="Heads")
    name_twin = RoleGroupFactory(authority=fernshire, code="F", name="front line")
    twins = pass_over(marlbrook, fernshire, coordinator)
    assert twins.role_groups == {
        by_code.pk: code_twin.pk,
        by_name.pk: name_twin.pk,
    }
    moves.refresh_from_db()
    assert moves.authority == fernshire


def test_somebody_in_date_is_in_date_after_their_register_passed_over(
    marlbrook, fernshire, coordinator, awareness, theirs
):
    """Their group moves; what it asks for and what they did are the successor's."""
    rule = RequirementFactory(role_group__authority=marlbrook, course=awareness)
    learner = LearnerFactory(authority=marlbrook, role_groups=[rule.role_group])
    CompletionFactory(learner=learner, course=awareness)
    pass_people_now(marlbrook, fernshire, by=coordinator)
    rule.refresh_from_db()
    assert rule.course == theirs
    place = learner.roles.with_state().get()
    assert (place.required, place.done, place.state) == (1, 1, "in_date")
    assert place.authority == fernshire


def test_somebody_in_both_groups_has_one_place(marlbrook, fernshire, coordinator):
    ours = RoleGroupFactory(authority=marlbrook, code="GOV")
    also = RoleGroupFactory(authority=marlbrook, code="G", name="Governors")
    twin = RoleGroupFactory(authority=fernshire, code="GOV", name="Governors")
    learner = LearnerFactory(authority=marlbrook, role_groups=[ours, also])
    pass_people_now(marlbrook, fernshire, by=coordinator)
    assert LearnerRole.objects.get(learner=learner).role_group == twin


def test_what_will_pass_is_counted_beforehand(marlbrook, coordinator):
    shipped = services.ship(marlbrook, by=coordinator)
    tomorrow = clock.today() + timedelta(days=1)
    counts = {each.name: each.count(marlbrook, tomorrow) for each in heirlooms()}
    assert counts["Training courses"] == shipped.courses
    assert counts["Role groups and their rules"] == shipped.role_groups
