"""Adding, changing, cancelling and confirming actions, one at a time or together."""

from datetime import date

import pytest

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.audit.models import Entry
from dueregard.partners.tests.factories import PostFactory
from dueregard.plans import services
from dueregard.plans.models import Action, Plan
from dueregard.plans.services import Owner
from dueregard.plans.tests.factories import ActionFactory, GroupFactory, PlanFactory
from dueregard.submissions.versions import Stale

DUE = date(2026, 12, 1)


@pytest.fixture
def elsewhere(ashby_vale):
    """An action of another authority's draft."""
    return ActionFactory(plan=PlanFactory(authority=ashby_vale))


def change(action, person, **changes):
    return services.edit_action(
        action, by=person, version=action.version, changes=changes
    )


def all_of(plan) -> list[int]:
    return list(plan.actions.values_list("pk", flat=True))


def order(plan) -> list[str]:
    return list(plan.actions.order_by("position").values_list("ref", flat=True))


def positions_are_unique(plan) -> bool:
    places = list(plan.actions.values_list("position", flat=True))
    return len(places) == len(set(places))


def test_an_action_is_added_at_the_end_of_its_group(plan, coordinator):
    first = plan.groups.get()
    ActionFactory(plan=plan, group=GroupFactory(plan=plan), ref="3")
    added = services.add_action(first, by=coordinator, text="Meet the heads")
    assert added.ref == "auto-1"
    assert order(plan) == ["1", "2", "auto-1", "3"]
    assert positions_are_unique(plan)
    assert Entry.objects.get().event == "action.added"


def test_an_action_of_an_empty_group_stands_behind_the_groups_before_it(
    plan, coordinator
):
    empty = GroupFactory(plan=plan)
    ActionFactory(plan=plan, group=GroupFactory(plan=plan), ref="3")
    services.add_action(empty, by=coordinator, text="Meet the heads", ref="2a")
    assert order(plan) == ["1", "2", "2a", "3"]


def test_generated_numbers_go_on_from_the_highest(plan, coordinator):
    group = plan.groups.get()
    for ref in ("auto-2", "auto-7", "auto-x"):
        ActionFactory(plan=plan, group=group, ref=ref)
    assert services.add_action(group, by=coordinator, text="One").ref == "auto-8"


def test_an_action_can_be_added_with_its_owners_and_the_first_leads(plan, coordinator):
    post = PostFactory(authority=plan.authority)
    action = services.add_action(
        plan.groups.get(),
        by=coordinator,
        text="Meet the heads",
        owners=[Owner(post.title, post_id=post.pk), Owner("Somebody else")],
    )
    leads = list(action.owners.values_list("text", "post", "is_lead"))
    assert leads == [(post.title, post.pk, True), ("Somebody else", None, False)]


def test_a_number_is_used_once_in_a_plan(plan, coordinator):
    group = plan.groups.get()
    with pytest.raises(NotNow, match="Another action of this plan is number 2"):
        services.add_action(group, by=coordinator, text="Twice", ref="2")
    with pytest.raises(NotNow, match="is number 2"):
        change(plan.actions.get(ref="1"), coordinator, ref="2")
    assert sorted(plan.actions.values_list("ref", flat=True)) == ["1", "2"]


def test_the_same_number_may_stand_in_another_plan(plan, elsewhere, outsider):
    change(elsewhere, outsider, ref="1")
    assert Action.objects.filter(ref="1").count() == 2


def test_an_action_is_not_due_before_it_starts(action, coordinator):
    change(action, coordinator, starts_on=date(2027, 1, 4))
    action.refresh_from_db()
    with pytest.raises(NotNow, match="Action 1 starts on 4 January 2027"):
        change(action, coordinator, due_on=DUE)


def test_an_edit_says_which_fields_changed_and_never_what_they_say(action, coordinator):
    change(action, coordinator, text="Meet every head", due_on=None)
    entry = Entry.objects.get()
    assert (entry.event, entry.facts) == ("action.edited", {"fields": ["text"]})


def test_a_stale_edit_is_refused_and_changes_nothing(action, coordinator):
    change(action, coordinator, text="Theirs")
    with pytest.raises(Stale):
        change(action, coordinator, text="Mine")
    assert Action.objects.get(pk=action.pk).text == "Theirs"


@pytest.mark.parametrize("field", ["ref", "text", "timescale_text"])
def test_words_are_settled_once_the_plan_is_agreed(live_action, coordinator, field):
    with pytest.raises(NotNow, match="its words are settled"):
        change(live_action, coordinator, **{field: "anew"})


def test_dates_owners_status_and_audience_stay_alive(live_action, coordinator):
    changed = services.edit_action(
        live_action,
        by=coordinator,
        version=live_action.version,
        changes={"due_on": DUE, "status": "on_hold", "audience": "partners"},
        owners=[Owner("Head of service")],
    )
    assert (changed.due_on, changed.status, changed.audience) == (
        DUE,
        "on_hold",
        "partners",
    )
    assert changed.owners.get().text == "Head of service"
    assert changed.red_from == date(2026, 12, 2)


def test_owners_stay_when_an_edit_does_not_name_any(action, coordinator):
    action.owners.create(text="Head of service")
    change(action, coordinator, text="Meet every head")
    assert action.owners.get().text == "Head of service"


def test_many_actions_are_changed_at_once_with_one_entry(plan, coordinator):
    post = PostFactory(authority=plan.authority, title="Education lead")
    plan.actions.get(ref="1").owners.create(text="Somebody before")
    count = services.change_many(
        plan,
        all_of(plan),
        by=coordinator,
        changes={"due_on": DUE, "is_ongoing": False, "status": "in_progress"},
        owner=Owner(post.title, post_id=post.pk),
    )
    assert count == 2
    for action in plan.actions.all():
        assert (action.due_on, action.status, action.version) == (DUE, "in_progress", 2)
        assert (action.owners_text, action.owners.get().post) == (post.title, post)
        assert action.red_from == date(2026, 12, 2)
    entry = Entry.objects.get()
    assert entry.event == "action.changed_together"
    assert sorted(entry.facts["actions"]) == sorted(all_of(plan))
    assert entry.facts["fields"] == ["due_on", "is_ongoing", "owner", "status"]


def test_changing_many_leaves_what_was_not_asked_for(plan, coordinator):
    action = plan.actions.get(ref="1")
    change(action, coordinator, due_on=DUE, owners_text="Head of service")
    action.owners.create(text="Head of service")
    services.change_many(
        plan, [action.pk], by=coordinator, changes={"audience": "partners"}, owner=None
    )
    action.refresh_from_db()
    assert (action.due_on, action.owners_text) == (DUE, "Head of service")
    assert action.owners.count() == 1
    assert plan.actions.get(ref="2").audience == "public"


def test_keys_of_other_plans_are_ignored(plan, elsewhere, coordinator):
    keys = [plan.actions.get(ref="1").pk, elsewhere.pk]
    changed = services.change_many(
        plan, keys, by=coordinator, changes={"status": "on_hold"}, owner=Owner("Me")
    )
    elsewhere.refresh_from_db()
    assert (changed, elsewhere.status, elsewhere.version) == (1, "not_started", 1)
    assert not elsewhere.owners.exists()


def test_changing_nothing_records_nothing(plan, elsewhere, coordinator):
    changed = services.change_many(
        plan, [elsewhere.pk], by=coordinator, changes={"status": "on_hold"}, owner=None
    )
    assert changed == 0
    assert not Entry.objects.exists()


def test_many_actions_are_not_given_a_date_before_one_starts(plan, coordinator):
    plan.actions.filter(ref="2").update(starts_on=date(2027, 1, 4))
    with pytest.raises(NotNow, match="Action 2 starts on 4 January 2027"):
        services.change_many(
            plan, all_of(plan), by=coordinator, changes={"due_on": DUE}, owner=None
        )
    assert not plan.actions.filter(due_on=DUE).exists()


@pytest.mark.parametrize("status", [Plan.Status.CLOSED, Plan.Status.SUPERSEDED])
def test_nothing_changes_in_a_plan_that_is_over(plan, coordinator, status):
    stale = Plan.objects.get(pk=plan.pk)
    Plan.objects.filter(pk=plan.pk).update(status=status)
    action = plan.actions.get(ref="1")
    action.plan = stale
    acts = [
        lambda: services.change_many(
            stale, all_of(plan), by=coordinator, changes={"due_on": DUE}, owner=None
        ),
        lambda: change(action, coordinator, due_on=DUE),
        lambda: services.cancel_action(action, by=coordinator, because="No money"),
    ]
    for act in acts:
        with pytest.raises(NotNow, match="no longer in force"):
            act()
    assert not plan.actions.exclude(due_on=None, status="not_started").exists()


def test_a_cancelled_action_stays_with_its_reason(live_action, coordinator):
    services.cancel_action(live_action, by=coordinator, because="The funding ended.")
    live_action.refresh_from_db()
    assert live_action.status == "cancelled"
    assert live_action.cancelled_because == "The funding ended."
    assert (live_action.amber_from, live_action.red_from) == (None, None)
    assert "funding" not in str(Entry.objects.last().facts)


def test_an_action_is_not_cancelled_twice(live_action, coordinator):
    services.cancel_action(live_action, by=coordinator, because="The funding ended.")
    with pytest.raises(NotNow, match="This action is cancelled already"):
        services.cancel_action(live_action, by=coordinator, because="Again")
    live_action.refresh_from_db()
    assert live_action.cancelled_because == "The funding ended."


def test_a_complete_action_is_not_cancelled(live_action, coordinator):
    change(live_action, coordinator, status="complete")
    with pytest.raises(NotNow, match="complete already"):
        services.cancel_action(live_action, by=coordinator, because="Late")


def test_an_action_taken_up_again_no_longer_says_why_it_was_cancelled(
    live_action, coordinator
):
    services.cancel_action(live_action, by=coordinator, because="The funding ended.")
    live_action.refresh_from_db()
    changed = change(live_action, coordinator, status="in_progress")
    assert changed.cancelled_because == ""


def test_confirming_takes_the_doubt_from_the_chosen_actions_only(
    plan, elsewhere, coordinator
):
    Action.objects.update(is_certain=False)
    chosen = plan.actions.get(ref="1")
    keys = [chosen.pk, elsewhere.pk]
    assert services.confirm_actions(plan, keys, by=coordinator) == 1
    uncertain = set(Action.objects.filter(is_certain=False))
    assert uncertain == {plan.actions.get(ref="2"), elsewhere}
    assert services.confirm_actions(plan, keys, by=coordinator) == 0
    assert [entry.event for entry in Entry.objects.all()] == ["action.confirmed"]


def test_only_a_coordinator_of_the_authority_changes_actions(
    plan, action, action_owner, outsider
):
    for person in (action_owner, outsider):
        for act in (
            lambda by: services.add_action(plan.groups.get(), by=by, text="Mine"),
            lambda by: change(action, by, text="Mine"),
            lambda by: services.change_many(
                plan, [action.pk], by=by, changes={"due_on": DUE}, owner=None
            ),
            lambda by: services.cancel_action(action, by=by, because="Mine"),
            lambda by: services.confirm_actions(plan, [action.pk], by=by),
        ):
            with pytest.raises(NotAllowed):
                act(person)
    assert not Entry.objects.exists()
