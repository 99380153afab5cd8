"""Every state × move × person of the plan's workflow, against the table people agreed.

The table here is written by hand from settled question 21, not read from the code.
"""

import pytest

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.audit.models import Entry
from dueregard.config.testing import whole_on
from dueregard.plans import services
from dueregard.plans.models import Plan
from dueregard.plans.tests.factories import PlanFactory
from dueregard.plans.workflow import WORKFLOW

Status = Plan.Status

TABLE = {
    "submit": (Status.DRAFT, Status.SUBMITTED, Role.COORDINATOR),
    "return": (Status.SUBMITTED, Status.DRAFT, Role.BOARD_CHAIR),
    "approve": (Status.SUBMITTED, Status.APPROVED, Role.BOARD_CHAIR),
    "close": (Status.APPROVED, Status.CLOSED, Role.BOARD_CHAIR),
    "supersede": (Status.APPROVED, Status.SUPERSEDED, Role.BOARD_CHAIR),
}


def test_the_workflow_is_the_table_that_was_agreed():
    moves = {name: (move.source, move.target) for name, move in WORKFLOW.moves.items()}
    assert moves == {name: line[:2] for name, line in TABLE.items()}


@pytest.mark.parametrize("role", whole_on("sqlite", Role))
@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("move", TABLE)
def test_a_move_is_open_to_its_role_in_its_state_only(
    move, status, role, marlbrook, factories
):
    plan = PlanFactory(authority=marlbrook)
    Plan.objects.filter(pk=plan.pk).update(status=status)
    plan.refresh_from_db()
    person = factories.person_with(role, marlbrook)
    source, target, wanted_role = TABLE[move]
    if role != wanted_role:
        with pytest.raises(NotAllowed):
            WORKFLOW.make(plan, move, by=person)
    elif status != source:
        with pytest.raises(NotNow):
            WORKFLOW.make(plan, move, by=person)
    else:
        WORKFLOW.make(plan, move, by=person)
    plan.refresh_from_db()
    moved = role == wanted_role and status == source
    assert plan.status == (target if moved else status)
    assert Entry.objects.count() == (1 if moved else 0)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("move", TABLE)
def test_nobody_of_another_authority_can_move_a_plan(
    move, role, marlbrook, ashby_vale, factories
):
    source = TABLE[move][0]
    plan = PlanFactory(authority=marlbrook)
    Plan.objects.filter(pk=plan.pk).update(status=source)
    plan.refresh_from_db()
    with pytest.raises(NotAllowed):
        WORKFLOW.make(plan, move, by=factories.person_with(role, ashby_vale))


def test_approval_supersedes_the_plan_it_replaces(plan, coordinator, board_chair):
    old = PlanFactory(authority=plan.authority, status=Status.APPROVED)
    services.submit(plan, by=coordinator, note="")
    services.approve(plan, by=board_chair, note="Agreed at board.")
    old.refresh_from_db()
    plan.refresh_from_db()
    assert (old.status, plan.status) == (Status.SUPERSEDED, Status.APPROVED)
    assert old.moves.get().note == f"Replaced by {plan}."


def test_the_chair_cannot_decide_on_a_plan_they_drafted(marlbrook, board_chair):
    plan = PlanFactory(
        authority=marlbrook, drafted_by=board_chair, status=Status.SUBMITTED
    )
    with pytest.raises(NotAllowed, match="someone else must decide"):
        services.approve(plan, by=board_chair, note="")


def test_an_empty_plan_cannot_be_submitted(marlbrook, coordinator):
    plan = PlanFactory(authority=marlbrook)
    with pytest.raises(NotNow, match="Add at least one action"):
        services.submit(plan, by=coordinator, note="")


def test_a_plan_with_uncertain_actions_cannot_be_submitted(plan, coordinator):
    plan.actions.update(is_certain=False)
    with pytest.raises(NotNow, match="Confirm the 2 uncertain actions"):
        services.submit(plan, by=coordinator, note="")


def test_a_draft_that_was_never_submitted_can_be_thrown_away(plan, coordinator):
    services.discard(plan, by=coordinator)
    assert not Plan.objects.exists()
    assert Entry.objects.get().event == "plan.discarded"


def test_a_plan_that_was_submitted_once_cannot_be_thrown_away(
    plan, coordinator, board_chair
):
    services.submit(plan, by=coordinator, note="")
    services.return_to_draft(plan, by=board_chair, note="Add the schools.")
    with pytest.raises(NotNow):
        services.discard(plan, by=coordinator)
    assert Plan.objects.exists()
