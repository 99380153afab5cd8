"""Every state × move × person of a proposed version, against a table by hand."""

import pytest

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.plans.models import PlanVersion
from dueregard.plans.tests.factories import PlanFactory
from dueregard.plans.workflow import VERSION_WORKFLOW

Status = PlanVersion.Status

TABLE = {
    "submit": (Status.DRAFT, Status.SUBMITTED, Role.COORDINATOR),
    "take_back": (Status.SUBMITTED, Status.DRAFT, Role.COORDINATOR),
    "return": (Status.SUBMITTED, Status.DRAFT, Role.BOARD_CHAIR),
    "approve": (Status.SUBMITTED, Status.APPROVED, Role.BOARD_CHAIR),
    "withdraw": (Status.DRAFT, Status.WITHDRAWN, Role.COORDINATOR),
}


@pytest.fixture
def version(marlbrook):
    plan = PlanFactory(authority=marlbrook, status="approved")
    return PlanVersion.objects.create(
        plan=plan, number=2, proposed_by=plan.drafted_by, why="Asked for"
    )


def test_the_workflow_is_the_table_that_was_agreed():
    moves = {
        name: (move.source, move.target)
        for name, move in VERSION_WORKFLOW.moves.items()
    }
    assert moves == {name: line[:2] for name, line in TABLE.items()}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("move", TABLE)
def test_a_move_is_open_to_its_role_in_its_state_only(
    move, role, version, marlbrook, factories
):
    person = factories.person_with(role, marlbrook)
    source, target, wanted = TABLE[move]
    for status in Status.values:
        PlanVersion.objects.filter(pk=version.pk).update(status=status)
        version.refresh_from_db()
        if role != wanted:
            with pytest.raises(NotAllowed):
                VERSION_WORKFLOW.make(version, move, by=person)
        elif status != source:
            with pytest.raises(NotNow):
                VERSION_WORKFLOW.make(version, move, by=person)
        else:
            VERSION_WORKFLOW.make(version, move, by=person)
            version.refresh_from_db()
            assert version.status == target


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.BOARD_CHAIR])
@pytest.mark.parametrize("move", TABLE)
def test_nobody_of_another_authority_can_move_a_version(
    move, role, version, ashby_vale, factories
):
    PlanVersion.objects.filter(pk=version.pk).update(status=TABLE[move][0])
    version.refresh_from_db()
    with pytest.raises(NotAllowed):
        VERSION_WORKFLOW.make(version, move, by=factories.person_with(role, ashby_vale))
