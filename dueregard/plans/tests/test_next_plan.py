"""Next year's plan: started from this year's, carried at approval, compared."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.plans import services
from dueregard.plans.carried import carried
from dueregard.plans.forms.years import StartNextForm, next_title
from dueregard.plans.models import Action, Measure, Milestone, Plan
from dueregard.plans.plan_comparison import compare_plans, counts_of
from dueregard.plans.services import Carrying
from dueregard.plans.tests.factories import (
    ActionFactory,
    GroupFactory,
    PlanFactory,
    SectionFactory,
)


def start(plan, by, actions=None, **how):
    actions = plan.actions.all() if actions is None else actions
    return services.start_next(
        plan,
        [action.pk for action in actions],
        by=by,
        title="Prevent delivery plan 2027-28",
        starts_on=date(2027, 4, 1),
        ends_on=date(2028, 3, 31),
        how=Carrying(**how),
    )


def approve(plan, coordinator, board_chair):
    services.submit(plan, by=coordinator, note="")
    services.approve(plan, by=board_chair, note="Agreed.")
    return Plan.objects.get(pk=plan.pk)


def test_the_next_plan_is_a_draft_that_follows_this_one(plan_in_force, coordinator):
    following = start(plan_in_force, coordinator)
    assert (following.status, following.follows) == ("draft", plan_in_force)
    assert [action.ref for action in following.actions.all()] == ["1", "2"]
    assert {a.carried_from_id for a in following.actions.all()} == {
        a.pk for a in plan_in_force.actions.all()
    }


def test_what_a_priority_says_comes_along_only_where_it_is_used(
    plan_in_force, coordinator
):
    plan, used = plan_in_force, plan_in_force.groups.get()
    objective = GroupFactory(plan=plan, parent=used, title="Brief schools")
    action = ActionFactory(plan=plan, group=objective, ref="3")
    GroupFactory(plan=plan, title="Left alone")
    used.success_measures.create(text="Fewer incidents", position=0)
    intention = used.intentions.create(horizon="this_year", text="Meet", position=0)
    intention.actions.add(action)
    Milestone.objects.create(action=action, text="First", due_on=date(2026, 9, 1))
    Milestone.objects.create(action=action, text="Done", done_on=date(2026, 5, 1))
    following = start(plan, coordinator, [action])
    assert {group.title for group in following.groups.all()} == {
        "Know the local risk",
        "Brief schools",
    }
    priority = following.groups.priorities().get()
    new = following.actions.get()
    assert priority.success_measures.get().text == "Fewer incidents"
    assert list(priority.intentions.get().actions.all()) == [new]
    assert new.group.parent == priority
    assert [step.text for step in new.milestones.all()] == ["First"]


def test_owners_stay_with_the_action(plan_in_force, live_action, coordinator):
    live_action.owners.create(text="The school lead", is_lead=True, position=0)
    following = start(plan_in_force, coordinator, [live_action])
    owner = following.actions.get().owners.get()
    assert (owner.text, owner.is_lead) == ("The school lead", True)


def test_numbers_and_dates_are_kept_or_made_anew(plan_in_force, coordinator):
    second = plan_in_force.actions.get(ref="2")
    Action.objects.filter(pk=second.pk).update(due_on=date(2027, 1, 31))
    second.refresh_from_db()
    kept = start(plan_in_force, coordinator, [second]).actions.get()
    anew = start(
        plan_in_force, coordinator, [second], keeps_refs=False, keeps_dates=False
    ).actions.get()
    assert (kept.ref, kept.due_on) == ("2", date(2027, 1, 31))
    assert (anew.ref, anew.due_on) == ("1", None)


def test_the_narrative_comes_along_when_asked(plan_in_force, coordinator):
    SectionFactory(plan=plan_in_force)
    assert start(plan_in_force, coordinator).sections.count() == 1
    without = start(plan_in_force, coordinator, keeps_narrative=False)
    assert without.sections.count() == 0


def test_measures_go_on_without_a_target_that_is_past(plan_in_force, coordinator):
    facts = {"unit": "people", "direction": "up", "plan": plan_in_force}
    Measure.objects.create(name="Past", target=5, target_on=date(2026, 12, 31), **facts)
    Measure.objects.create(name="To come", target=9, **facts)
    Measure.objects.create(name="Ended", ended_on=date(2026, 6, 1), **facts)
    following = start(plan_in_force, coordinator)
    targets = {one.name: one.target for one in following.measures.all()}
    assert targets == {"Past": None, "To come": 9}


def test_a_cancelled_action_is_never_carried(plan_in_force, live_action, coordinator):
    services.cancel_action(live_action, by=coordinator, because="No need")
    following = start(plan_in_force, coordinator)
    assert [action.ref for action in following.actions.all()] == ["2"]


def test_what_was_complete_begins_again(plan_in_force, live_action, coordinator):
    Action.objects.filter(pk=live_action.pk).update(status="complete")
    live_action.refresh_from_db()
    following = start(plan_in_force, coordinator, [live_action])
    assert following.actions.get().status == "not_started"


def test_old_actions_are_carried_forward_when_the_new_plan_is_approved(
    plan_in_force, live_action, coordinator, board_chair
):
    following = start(plan_in_force, coordinator, [live_action])
    services.submit(following, by=coordinator, note="")
    live_action.refresh_from_db()
    assert live_action.status == "not_started"
    services.approve(following, by=board_chair, note="Agreed.")
    live_action.refresh_from_db()
    assert live_action.status == "carried_forward"
    assert live_action.red_from is None
    left = plan_in_force.actions.get(ref="2")
    assert left.status == "not_started"


def test_what_was_completed_meanwhile_stays_complete(
    plan_in_force, live_action, coordinator, board_chair
):
    following = start(plan_in_force, coordinator)
    services.report_progress(
        live_action, by=coordinator, text="All briefed.", status="complete"
    )
    approve(following, coordinator, board_chair)
    live_action.refresh_from_db()
    assert live_action.status == "complete"


def test_what_the_new_plan_cancelled_is_not_carried(
    plan_in_force, live_action, coordinator, board_chair
):
    following = start(plan_in_force, coordinator)
    services.cancel_action(
        following.actions.get(ref="1"), by=coordinator, because="Not next year"
    )
    approve(following, coordinator, board_chair)
    live_action.refresh_from_db()
    assert live_action.status == "not_started"


def test_three_hundred_actions_are_carried_in_as_many_statements_as_three(
    plan_in_force, coordinator
):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            start(plan_in_force, coordinator)
        return len(captured)

    statements()
    few = statements()
    for number in range(300):
        action = ActionFactory(plan=plan_in_force, ref=f"n{number}")
        action.owners.create(text="Police", position=0)
    # SQLite takes a thousand values in a statement, so large tables go in batches.
    assert statements() <= few + 60


def test_only_a_coordinator_starts_the_next_plan(plan_in_force, board_chair):
    with pytest.raises(NotAllowed):
        start(plan_in_force, board_chair)


def test_a_draft_has_no_next_plan(plan, coordinator):
    with pytest.raises(NotNow, match="the board has agreed to"):
        start(plan, coordinator)


def test_history_is_reachable_both_ways_by_who_may_see_the_other_plan(
    plan_in_force, live_action, coordinator, board_chair, training_lead
):
    following = start(plan_in_force, coordinator, [live_action])
    new = following.actions.get()
    assert carried(live_action, coordinator).successors == [new]
    assert carried(live_action, training_lead).successors == []
    approve(following, coordinator, board_chair)
    assert carried(live_action, training_lead).successors == [new]
    new.refresh_from_db()
    assert carried(new, training_lead).source == live_action


def test_the_form_offers_the_year_after_with_open_actions_ticked(
    plan_in_force, live_action
):
    Action.objects.filter(pk=live_action.pk).update(status="complete")
    form = StartNextForm(None, plan=plan_in_force)
    assert form.initial["title"] == "Prevent delivery plan 2027-28"
    assert form.initial["starts_on"] == date(2027, 4, 1)
    assert form.initial["ends_on"] == date(2028, 3, 31)
    assert form.initial["actions"] == [plan_in_force.actions.get(ref="2").pk]
    assert form.fields["actions"].queryset.count() == 2


def test_a_title_without_years_is_told_apart_from_the_one_before(plan_in_force):
    Plan.objects.filter(pk=plan_in_force.pk).update(title="Prevent delivery plan")
    form = StartNextForm(None, plan=Plan.objects.get(pk=plan_in_force.pk))
    assert form.initial["title"] == "Prevent delivery plan, 2027 to 2028"


@pytest.mark.parametrize(
    "title, years, moved",
    [
        ("Plan 2026-27", 1, "Plan 2027-28"),
        ("Plan 2026 to 2028", 2, "Plan 2028 to 2030"),
        ("Plan 2025/26 of Marlbrook", 1, "Plan 2026/27 of Marlbrook"),
        ("The plan", 1, "The plan"),
    ],
)
def test_the_years_of_a_title_move_on(title, years, moved):
    assert next_title(title, years) == moved


def test_comparing_says_what_is_new_dropped_carried_and_slipped(
    plan_in_force, coordinator
):
    one, two = plan_in_force.actions.order_by("ref")
    Action.objects.filter(pk=two.pk).update(due_on=date(2027, 1, 31))
    three = ActionFactory(plan=plan_in_force, ref="3", text="Hold a day")
    two.refresh_from_db()
    following = start(plan_in_force, coordinator, [one, two], keeps_refs=False)
    later = following.actions.get(carried_from=two)
    Action.objects.filter(pk=later.pk).update(due_on=date(2027, 3, 2))
    ActionFactory(plan=following, ref="3", text="Something new")
    pairs = compare_plans(plan_in_force, following, coordinator)
    assert counts_of(pairs) == {"new": 1, "carried": 1, "slipped": 1, "dropped": 1}
    slipped = next(pair for pair in pairs if pair.outcome == "slipped")
    assert (slipped.old, slipped.slipped_in_words) == (two, "30 days later")
    assert next(pair for pair in pairs if pair.outcome == "dropped").old == three


def test_plans_that_were_not_carried_are_matched_by_words_and_then_by_number(
    marlbrook, coordinator
):
    old = PlanFactory(authority=marlbrook, status="superseded")
    new = PlanFactory(authority=marlbrook)
    ActionFactory(plan=old, ref="1", text="Hold a day for schools")
    ActionFactory(plan=old, ref="2", text="Meet the college")
    ActionFactory(plan=new, ref="2", text="Hold  a day for SCHOOLS")
    ActionFactory(plan=new, ref="1", text="Something else")
    pairs = compare_plans(old, new, coordinator)
    found = [(pair.old.ref if pair.old else None, pair.new) for pair in pairs]
    assert found[0][0] == "1"
    assert [pair.outcome for pair in pairs] == ["carried", "new", "dropped"]


def test_the_same_number_counts_where_nothing_else_is_known(marlbrook, coordinator):
    old = PlanFactory(authority=marlbrook, status="superseded")
    new = PlanFactory(authority=marlbrook)
    ActionFactory(plan=old, ref="7", text="Meet the college")
    ActionFactory(plan=new, ref="7", text="Meet the college each term")
    pair = compare_plans(old, new, coordinator)[0]
    assert (pair.outcome, pair.is_reworded) == ("carried", True)


def test_comparing_hides_restricted_actions_of_either_plan(
    plan_in_force, live_action, coordinator, training_lead
):
    following = start(plan_in_force, coordinator)
    Action.objects.filter(ref="1").update(audience="restricted")
    pairs = compare_plans(plan_in_force, following, training_lead)
    assert [pair.new.ref for pair in pairs] == ["2"]


def test_ratings_of_a_carried_plan_count_from_what_was_known(
    plan_in_force, live_action, coordinator, board_chair
):
    Action.objects.filter(pk=live_action.pk).update(
        due_on=clock.today() - timedelta(days=1)
    )
    live_action.refresh_from_db()
    following = start(plan_in_force, coordinator, [live_action])
    approve(following, coordinator, board_chair)
    assert following.actions.with_rag().get().rag == "red"
