import pytest

from dueregard.plans import services
from dueregard.plans.models import Plan
from dueregard.plans.tests.factories import ActionFactory, GroupFactory, PlanFactory


@pytest.fixture
def plan(marlbrook, coordinator):
    """A draft of Marlbrook's with one priority and two actions."""
    plan = PlanFactory(authority=marlbrook, drafted_by=coordinator)
    priority = GroupFactory(plan=plan)
    ActionFactory(plan=plan, group=priority, ref="1")
    ActionFactory(plan=plan, group=priority, ref="2", text="Agree who chairs the board")
    return plan


@pytest.fixture
def action(plan):
    return plan.actions.get(ref="1")


@pytest.fixture
def plan_in_force(plan, coordinator, board_chair):
    """The same plan, submitted and approved."""
    services.submit(plan, by=coordinator, note="")
    services.approve(plan, by=board_chair, note="Agreed.")
    return Plan.objects.get(pk=plan.pk)


@pytest.fixture
def live_action(plan_in_force):
    """An action of the plan in force."""
    return plan_in_force.actions.get(ref="1")
