"""Every rule × every role × every state, against a table written by hand.

The table comes from the domain reference (section 3) and settled question 21, not from
the code. Who may approve, return, close and supersede stands in test_workflow.
"""

import pytest

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.config.testing import whole_on
from dueregard.plans import rules
from dueregard.plans.models import Plan
from dueregard.plans.tests.factories import ActionFactory, PlanFactory

Status = Plan.Status
ALWAYS = set(Status)
DRAFT = {Status.DRAFT}
WORKED_ON = {Status.DRAFT, Status.SUBMITTED, Status.APPROVED}
IN_FORCE = {Status.APPROVED}

MAY = {
    rules.may_write: ({Role.COORDINATOR}, ALWAYS),
    rules.may_change_text: ({Role.COORDINATOR}, DRAFT),
    rules.may_manage_actions: ({Role.COORDINATOR}, WORKED_ON),
    rules.may_submit: ({Role.COORDINATOR}, ALWAYS),
    rules.may_oversee: ({Role.BOARD_CHAIR}, ALWAYS),
    rules.may_decide: ({Role.BOARD_CHAIR}, ALWAYS),
    rules.may_confirm_names: (
        {Role.COORDINATOR, Role.BOARD_CHAIR, Role.COMMUNICATIONS_OFFICER},
        ALWAYS,
    ),
    rules.may_report: ({Role.COORDINATOR, Role.EDUCATION_OFFICER}, IN_FORCE),
    rules.may_rate: ({Role.COORDINATOR, Role.BOARD_CHAIR}, IN_FORCE),
}
OF_AN_ACTION = {rules.may_report, rules.may_rate}
BY_NAME = pytest.mark.parametrize("rule", MAY, ids=lambda rule: rule.__name__)


def subject_of(rule, plan):
    return ActionFactory(plan=plan) if rule in OF_AN_ACTION else plan


def answer(rule, person, subject):
    """What the rule says: None, or the kind of refusal."""
    try:
        rule(person, subject)
    except (NotAllowed, NotNow) as refusal:
        assert refusal.sentence.endswith(".")
        return type(refusal)
    return None


@pytest.mark.parametrize("role", whole_on("sqlite", Role))
@BY_NAME
def test_each_rule_lets_its_roles_do_it_in_its_states_only(
    rule, role, marlbrook, factories
):
    person = factories.person_with(role, marlbrook)
    roles, states = MAY[rule]
    for status in Status:
        plan = PlanFactory(authority=marlbrook, status=status)
        said = answer(rule, person, subject_of(rule, plan))
        if role not in roles:
            assert said is NotAllowed, status
        else:
            assert said is (None if status in states else NotNow), status


@pytest.mark.parametrize("role", Role)
def test_a_plan_is_started_by_a_coordinator_of_that_authority(
    role, marlbrook, ashby_vale, factories
):
    person = factories.person_with(role, marlbrook)
    wanted = None if role == Role.COORDINATOR else NotAllowed
    assert answer(rules.may_write_for, person, marlbrook) is wanted
    assert answer(rules.may_write_for, person, ashby_vale) is NotAllowed


@pytest.mark.parametrize("role", whole_on("sqlite", Role))
@BY_NAME
def test_a_role_gives_nothing_in_another_authority_nor_up_or_down_a_tier(
    rule, role, fernshire, ashby_vale, marlbrook, factories
):
    for status in Status:
        plan = PlanFactory(authority=ashby_vale, status=status)
        subject = subject_of(rule, plan)
        for authority in (marlbrook, fernshire):
            person = factories.person_with(role, authority)
            assert answer(rule, person, subject) is NotAllowed


@BY_NAME
def test_a_role_that_has_ended_gives_nothing(rule, marlbrook, factories):
    for role in MAY[rule][0]:
        person = factories.person_with(role, marlbrook)
        person.memberships.update(starts_on="2020-01-01", ends_on="2020-12-31")
        plan = PlanFactory(authority=marlbrook)
        assert answer(rule, person, subject_of(rule, plan)) is NotAllowed


def test_a_chair_does_not_decide_on_the_plan_they_drafted(marlbrook, board_chair):
    plan = PlanFactory(authority=marlbrook, drafted_by=board_chair)
    assert answer(rules.may_decide, board_chair, plan) is NotAllowed
    assert answer(rules.may_oversee, board_chair, plan) is None


@pytest.mark.parametrize("status", ["cancelled", "carried_forward"])
def test_nobody_reports_on_an_action_that_was_stopped(plan, coordinator, status):
    Plan.objects.filter(pk=plan.pk).update(status=Status.APPROVED)
    plan.refresh_from_db()
    action = ActionFactory(plan=plan, status=status)
    assert answer(rules.may_report, coordinator, action) is NotNow
