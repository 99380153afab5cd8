"""Who settles training, who keeps records, who nudges: each rule, person by person."""

import pytest

from dueregard.access.refusals import allows
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import MembershipFactory, person_with
from dueregard.training import rules

from .factories import CourseFactory, LearnerFactory, SessionFactory

pytestmark = pytest.mark.django_db

# role → settles the authority's training, nudges people
MAY = dict.fromkeys(Role, (False, False)) | {
    Role.COORDINATOR: (True, True),
    Role.TRAINING_LEAD: (True, True),
    Role.EDUCATION_OFFICER: (False, True),
}


@pytest.mark.parametrize("role", MAY)
def test_each_role_may_do_what_the_table_says_and_no_more(role, marlbrook, council):
    person = person_with(role, marlbrook)
    settles, nudges = MAY[role]
    session = SessionFactory(authority=marlbrook)
    course = CourseFactory(authority=marlbrook)
    assert rules.sets_for(person, marlbrook) == settles
    assert allows(rules.may_set, person, marlbrook) == settles
    assert allows(rules.may_change_course, person, course) == settles
    assert allows(rules.may_run, person, session) == settles
    assert allows(rules.may_nudge, person, marlbrook) == nudges


def test_a_partners_training_lead_settles_nothing_and_keeps_their_own(
    trust, marlbrook, council
):
    assert not rules.sets_for(trust.lead, marlbrook)
    assert allows(rules.may_nudge, trust.lead, marlbrook)
    assert allows(rules.may_keep, trust.lead, marlbrook, trust.body)
    assert allows(rules.may_keep, trust.lead, marlbrook, trust.school)
    assert not allows(rules.may_keep, trust.lead, marlbrook, council)


def test_who_settles_elsewhere_settles_nothing_here(marlbrook, ashby_vale, trust):
    """Also when they lead the training of one organisation here."""
    MembershipFactory(person=trust.lead, role=Role.COORDINATOR, authority=ashby_vale)
    assert rules.sets_for(trust.lead, ashby_vale)
    assert not rules.sets_for(trust.lead, marlbrook)


def test_the_education_officer_keeps_schools_and_no_others(marlbrook, council, trust):
    officer = person_with(Role.EDUCATION_OFFICER, marlbrook)
    assert allows(rules.may_keep, officer, marlbrook, trust.school)
    assert not allows(rules.may_keep, officer, marlbrook, council)
    learner = LearnerFactory(authority=marlbrook, organisation=council)
    assert not allows(rules.may_keep_learner, officer, learner)


def test_everybody_sees_to_a_place_of_their_own(marlbrook, lead, action_owner):
    session = SessionFactory(authority=marlbrook)
    own = LearnerFactory(authority=marlbrook, person=action_owner)
    other = LearnerFactory(authority=marlbrook)
    sees = {
        (person, learner): allows(rules.may_see_to_place, person, session, learner)
        for person in (lead, action_owner)
        for learner in (own, other, None)
    }
    assert sees == {
        (lead, own): True,
        (lead, other): True,
        (lead, None): True,
        (action_owner, own): True,
        (action_owner, other): False,
        (action_owner, None): False,
    }
