import pytest

from dueregard.plans import services
from dueregard.plans.models import Action, Plan, PlanVersion, ProposedChange
from dueregard.plans.words import words_of

PUBLIC = "/plans/published/marlbrook/"


@pytest.fixture
def published(plan_in_force, board_chair):
    services.publish(plan_in_force, by=board_chair)
    return Plan.objects.get(pk=plan_in_force.pk)


def change(plan, action, text, coordinator, board_chair):
    """Propose new words for `action` and have the chair approve them."""
    version = services.open_version(plan, by=coordinator, why="The board asked.")
    services.propose_change(
        version,
        action,
        by=coordinator,
        seen=ProposedChange.NOT_YET,
        words=words_of(action) | {"text": text},
        reason="A reason for the board alone.",
    )
    services.submit_version(version, by=coordinator, note="")
    version = PlanVersion.objects.get(pk=version.pk)
    services.approve_version(version, by=board_chair, note="Agreed.")


def test_the_public_reads_what_an_approved_version_changed(
    client, published, live_action, coordinator, board_chair
):
    assert b"What changed in the plan itself" not in client.get(PUBLIC).content
    change(published, live_action, "Brief every school", coordinator, board_chair)
    page = client.get(PUBLIC).content.decode()
    assert "What changed in the plan itself" in page
    assert "The board approved version 2" in page
    assert "A reason for the board alone." not in page


def test_a_change_to_a_restricted_action_is_not_shown(
    client, published, live_action, coordinator, board_chair
):
    Action.objects.filter(pk=live_action.pk).update(audience="restricted")
    live_action.refresh_from_db()
    change(published, live_action, "Watch closely", coordinator, board_chair)
    assert b"Watch closely" not in client.get(PUBLIC).content
