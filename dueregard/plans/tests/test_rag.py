from datetime import date, timedelta

import pytest

from dueregard import clock
from dueregard.plans import rag, services
from dueregard.plans.models import Action, Plan
from dueregard.plans.rag import Rag
from dueregard.plans.tests.factories import ActionFactory, GroupFactory, PlanFactory

TODAY = date(2026, 11, 21)


@pytest.fixture
def today(monkeypatch):
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def agreed(db, today):
    return PlanFactory(status=Plan.Status.APPROVED, approved_on=date(2026, 4, 1))


def rated(plan, **fields) -> Action:
    action = ActionFactory(plan=plan, **fields)
    return Action.objects.with_rag().select_related("plan").get(pk=action.pk)


@pytest.mark.parametrize(
    ("fields", "rating", "why"),
    [
        ({"due_on": TODAY - timedelta(days=1)}, Rag.RED, "1 day ago"),
        ({"due_on": TODAY}, Rag.AMBER, "no progress has been reported"),
        ({"due_on": TODAY + timedelta(days=30)}, Rag.AMBER, "no progress"),
        ({"due_on": TODAY + timedelta(days=31)}, Rag.GREEN, "due on 22 December"),
        (
            {"due_on": TODAY + timedelta(days=9), "last_update_on": TODAY},
            Rag.GREEN,
            "due on 30 November",
        ),
        (
            {
                "due_on": TODAY + timedelta(days=9),
                "last_update_on": TODAY - timedelta(days=60),
            },
            Rag.AMBER,
            "no progress",
        ),
        (
            {"is_ongoing": True},
            Rag.AMBER,
            "two review cycles of 3 months have passed without evidence: none has",
        ),
        ({"is_ongoing": True, "last_update_on": TODAY}, Rag.AMBER, "without evidence"),
        ({"is_ongoing": True, "last_evidence_on": TODAY}, Rag.GREEN, "21 November"),
        (
            {"is_ongoing": True, "review_every_months": 12},
            Rag.GREEN,
            "two review cycles of 12 months have not passed yet",
        ),
        (
            {"is_ongoing": True, "last_evidence_on": date(2026, 5, 21)},
            Rag.AMBER,
            "without evidence: the last is of 21 May 2026",
        ),
        (
            {"is_ongoing": True, "last_evidence_on": date(2026, 5, 22)},
            Rag.GREEN,
            "its last evidence is of 22 May 2026",
        ),
        ({}, Rag.NOT_RATED, "no due date"),
        ({"status": "complete", "due_on": date(2026, 1, 1)}, Rag.COMPLETE, "complete"),
        ({"status": "cancelled", "due_on": date(2026, 1, 1)}, Rag.NOT_RATED, "cancel"),
        ({"status": "on_hold", "due_on": date(2026, 1, 1)}, Rag.RED, "not complete"),
    ],
)
def test_the_rule_and_its_reason(agreed, fields, rating, why):
    action = rated(agreed, **fields)
    assert action.rag == action.rating == rating
    assert why in rag.reason(action, TODAY)
    assert Action.objects.filter(rag.condition(rating, TODAY)).count() == 1
    others = [one for one in Rag if one != rating]
    for other in others:
        assert not Action.objects.filter(rag.condition(other, TODAY)).exists()


@pytest.mark.parametrize("status", [Plan.Status.DRAFT, Plan.Status.SUBMITTED])
def test_nothing_is_rated_before_the_board_agrees(db, today, status):
    action = rated(PlanFactory(status=status), due_on=date(2020, 1, 1))
    assert action.rag == Rag.NOT_RATED
    assert rag.reason(action, TODAY) == "The plan is not agreed yet."
    assert Action.objects.filter(rag.condition(Rag.NOT_RATED, TODAY)).count() == 1


def test_an_override_is_shown_beside_the_rule(live_action, coordinator):
    services.override_rating(
        live_action, by=coordinator, rating="red", reason="The funding has ended."
    )
    action = Action.objects.with_rag().get(pk=live_action.pk)
    assert (action.rag, action.derived_rag) == (Rag.RED, Rag.NOT_RATED)
    assert (action.rating, action.derived_rating) == (Rag.RED, Rag.NOT_RATED)
    services.withdraw_override(live_action, by=coordinator, reason="Funded again.")
    action = Action.objects.with_rag().get(pk=live_action.pk)
    assert action.rag == Rag.NOT_RATED
    assert [row.rating for row in action.overrides.all()] == ["", "red"]


def test_month_arithmetic_clamps_to_the_months_end():
    assert rag.add_months(date(2024, 8, 31), 6) == date(2025, 2, 28)
    assert rag.add_months(date(2023, 8, 31), 6) == date(2024, 2, 29)
    assert rag.add_months(date(2026, 12, 15), 1) == date(2027, 1, 15)


def test_approval_sets_the_turning_days_of_every_action(plan, coordinator, board_chair):
    due = clock.today() - timedelta(days=3)
    ActionFactory(plan=plan, group=plan.groups.get(), ref="9")
    Action.objects.update(due_on=due)
    services.submit(plan, by=coordinator, note="")
    services.approve(plan, by=board_chair, note="")
    assert set(plan.actions.with_rag().values_list("rag", flat=True)) == {"red"}


def test_progress_in_the_last_month_keeps_an_action_green(live_action, coordinator):
    due = clock.today() + timedelta(days=10)
    services.edit_action(
        live_action,
        by=coordinator,
        version=live_action.version,
        changes={"due_on": due},
    )
    assert Action.objects.with_rag().get(pk=live_action.pk).rag == Rag.AMBER
    services.report_progress(
        live_action,
        by=coordinator,
        text="Half the heads briefed.",
        status="in_progress",
    )
    assert Action.objects.with_rag().get(pk=live_action.pk).rag == Rag.GREEN


def test_a_group_knows_its_actions_by_rating(agreed):
    priority = GroupFactory(plan=agreed)
    ActionFactory(plan=agreed, group=priority, due_on=date(2020, 1, 1))
    ActionFactory(plan=agreed, group=priority)
    from_query = Action.objects.filter(group=priority).with_rag()
    assert sorted(from_query.values_list("rag", flat=True)) == ["not_rated", "red"]
