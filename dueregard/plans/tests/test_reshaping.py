"""Moving, splitting and merging actions: nothing a document said gets lost."""

from datetime import date

import pytest

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.audit.models import Entry
from dueregard.partners.tests.factories import PostFactory
from dueregard.plans import services
from dueregard.plans.models import Action, Intention, Milestone
from dueregard.plans.tests.factories import ActionFactory, GroupFactory, PlanFactory
from dueregard.plans.tests.test_changing_actions import order, positions_are_unique


@pytest.fixture
def wide(plan):
    """The draft with a second priority, which has actions 3 and 4."""
    group = GroupFactory(plan=plan, title="Train people")
    ActionFactory(plan=plan, group=group, ref="3")
    ActionFactory(plan=plan, group=group, ref="4")
    return plan


def at(plan, ref) -> Action:
    return plan.actions.get(ref=ref)


def intend(plan, *actions) -> Intention:
    intention = Intention.objects.create(
        group=plan.groups.first(), horizon="this_year", text="Visit", position=0
    )
    intention.actions.set(actions)
    return intention


@pytest.mark.parametrize(
    ("ref", "group_of", "after", "wanted"),
    [
        ("2", "1", None, ["2", "1", "3", "4"]),
        ("1", "1", "2", ["2", "1", "3", "4"]),
        ("1", "3", None, ["2", "1", "3", "4"]),
        ("1", "3", "3", ["2", "3", "1", "4"]),
        ("4", "1", "1", ["1", "4", "2", "3"]),
        ("1", "1", None, ["1", "2", "3", "4"]),
    ],
)
def test_an_action_is_put_first_or_behind_another(
    wide, coordinator, ref, group_of, after, wanted
):
    group = at(wide, group_of).group
    services.move_action(
        at(wide, ref),
        by=coordinator,
        group=group,
        after=at(wide, after) if after else None,
    )
    assert order(wide) == wanted
    assert positions_are_unique(wide)
    assert (at(wide, ref).group, at(wide, ref).version) == (group, 2)
    assert Entry.objects.get().event == "action.moved"


def test_an_action_can_go_into_an_empty_group(wide, coordinator):
    empty = GroupFactory(plan=wide, title="Later")
    services.move_action(at(wide, "1"), by=coordinator, group=empty, after=None)
    assert order(wide) == ["2", "3", "4", "1"]
    assert empty.actions.get().ref == "1"


def test_an_action_does_not_go_into_another_plan(wide, coordinator):
    other = ActionFactory(plan=PlanFactory(authority=wide.authority), ref="9")
    for group, after in [(other.group, None), (at(wide, "3").group, other)]:
        with pytest.raises(NotNow, match="a place in the same plan"):
            services.move_action(
                at(wide, "1"), by=coordinator, group=group, after=after
            )
    with pytest.raises(NotNow, match="a place in the same plan"):
        services.move_action(
            at(wide, "1"),
            by=coordinator,
            group=at(wide, "1").group,
            after=at(wide, "3"),
        )


def test_a_split_keeps_dates_owners_and_intentions_on_every_part(wide, coordinator):
    whole = at(wide, "1")
    Action.objects.filter(pk=whole.pk).update(
        due_on=date(2026, 9, 30),
        timescale_text="by autumn",
        audience="partners",
        is_certain=False,
        version=4,
    )
    post = PostFactory(authority=wide.authority)
    whole.owners.create(text=post.title, post=post, is_lead=True, position=0)
    whole.owners.create(text="All partners", everyone="partners", position=1)
    Milestone.objects.create(action=whole, text="A draft", due_on=date(2026, 6, 1))
    intention = intend(wide, whole)

    parts = services.split_action(
        whole, by=coordinator, texts=["Write it", "Print it", "Send it"]
    )

    assert [part.text for part in parts] == ["Write it", "Print it", "Send it"]
    assert order(wide) == ["1", "auto-1", "auto-2", "2", "3", "4"]
    assert positions_are_unique(wide)
    for part in wide.actions.filter(pk__in=[part.pk for part in parts]):
        assert part.due_on == date(2026, 9, 30)
        assert (part.timescale_text, part.audience) == ("by autumn", "partners")
        assert part.is_certain
        owners = part.owners.values_list("text", "post", "everyone", "is_lead")
        assert list(owners) == [
            (post.title, post.pk, "", True),
            ("All partners", None, "partners", False),
        ]
    assert set(intention.actions.all()) == set(parts)
    assert [part.milestones.count() for part in parts] == [1, 0, 0]
    assert [part.version for part in parts] == [5, 1, 1]
    assert Entry.objects.get().facts["into"] == [part.pk for part in parts[1:]]


def test_a_split_takes_up_what_others_saved_meanwhile(action, coordinator):
    seen = Action.objects.get(pk=action.pk)
    services.edit_action(
        action, by=coordinator, version=1, changes={"owners_text": "Theirs"}
    )
    services.split_action(seen, by=coordinator, texts=["One", "Two"])
    assert set(Action.objects.values_list("owners_text", flat=True)) == {"Theirs", ""}
    assert Action.objects.filter(owners_text="Theirs").count() == 2


def test_a_split_needs_two_actions(action, coordinator):
    with pytest.raises(NotNow, match="at least two actions"):
        services.split_action(action, by=coordinator, texts=["Only one"])


def test_a_cancelled_action_is_neither_split_nor_merged(plan, coordinator):
    first, second = at(plan, "1"), at(plan, "2")
    services.cancel_action(first, by=coordinator, because="Not ours")
    with pytest.raises(NotNow, match="Action 1 is cancelled"):
        services.split_action(first, by=coordinator, texts=["One", "Two"])
    with pytest.raises(NotNow, match="Action 1 is cancelled"):
        services.merge_actions([first, second], by=coordinator, text="Both")
    assert at(plan, "2").status == "not_started"


def test_a_merge_joins_owners_milestones_and_intentions_and_widens_the_dates(
    wide, coordinator
):
    first, second = at(wide, "3"), at(wide, "4")
    Action.objects.filter(pk=first.pk).update(
        starts_on=date(2026, 5, 1),
        due_on=date(2026, 6, 30),
        owners_text="Police",
        timescale_text="by June",
        is_certain=False,
    )
    Action.objects.filter(pk=second.pk).update(
        starts_on=date(2026, 4, 1),
        due_on=date(2026, 9, 30),
        owners_text="Police. Heads",
        timescale_text="by September",
        is_certain=False,
    )
    posts = PostFactory.create_batch(2, authority=wide.authority)
    first.owners.create(text="Police", is_lead=True, position=0)
    second.owners.create(text="Police", position=0)
    for place, post in enumerate(posts, start=1):
        second.owners.create(text="Heads", post=post, position=place)
    Milestone.objects.create(action=second, text="A draft", due_on=date(2026, 8, 1))
    intention = intend(wide, second)

    kept = services.merge_actions([second, first], by=coordinator, text="Both at once")

    kept.refresh_from_db()
    assert (kept, kept.ref, kept.text) == (first, "3", "Both at once")
    assert (kept.starts_on, kept.due_on) == (date(2026, 4, 1), date(2026, 9, 30))
    assert kept.red_from == date(2026, 10, 1)
    assert kept.timescale_text == "by June; by September"
    assert kept.owners_text == "Police\nPolice. Heads"
    assert list(kept.owners.values_list("text", "post", "is_lead", "position")) == [
        ("Police", None, True, 0),
        ("Heads", posts[0].pk, False, 1),
        ("Heads", posts[1].pk, False, 2),
    ]
    assert kept.milestones.get().text == "A draft"
    assert kept in intention.actions.all()
    second.refresh_from_db()
    assert (second.status, second.cancelled_because) == (
        "cancelled",
        "Merged into action 3.",
    )
    assert kept.is_certain
    assert second.is_certain
    entry = Entry.objects.get()
    assert (entry.event, entry.facts["merged"]) == ("action.merged", [second.pk])


def test_a_merge_takes_up_what_others_saved_meanwhile(plan, coordinator):
    seen = [at(plan, "1"), at(plan, "2")]
    services.edit_action(
        seen[1], by=coordinator, version=1, changes={"due_on": date(2026, 9, 30)}
    )
    kept = services.merge_actions(
        [Action(pk=one.pk, plan=plan, group=one.group) for one in seen],
        by=coordinator,
        text="Both",
    )
    assert kept.due_on == date(2026, 9, 30)


def test_a_merged_action_that_was_ongoing_and_has_a_date_now_has_the_date(
    plan, coordinator
):
    plan.actions.filter(ref="1").update(is_ongoing=True)
    plan.actions.filter(ref="2").update(due_on=date(2026, 9, 30))
    kept = services.merge_actions(plan.actions.all(), by=coordinator, text="Both")
    assert (kept.due_on, kept.is_ongoing) == (date(2026, 9, 30), False)


def test_a_start_behind_the_merged_due_date_stays_in_words_only(plan, coordinator):
    plan.actions.filter(ref="1").update(
        starts_on=date(2027, 1, 4), timescale_text="from January"
    )
    plan.actions.filter(ref="2").update(due_on=date(2026, 9, 30))
    kept = services.merge_actions(plan.actions.all(), by=coordinator, text="Both")
    assert (kept.starts_on, kept.due_on) == (None, date(2026, 9, 30))
    assert kept.timescale_text == "from January"


def test_actions_of_different_groups_are_not_merged(wide, coordinator):
    with pytest.raises(NotNow, match="of the same group"):
        services.merge_actions([at(wide, "1"), at(wide, "3")], by=coordinator, text="x")
    for few in ([], [at(wide, "1")], [at(wide, "1"), at(wide, "1")]):
        with pytest.raises(NotNow, match="two or more actions"):
            services.merge_actions(few, by=coordinator, text="x")
    assert set(wide.actions.values_list("status", flat=True)) == {"not_started"}


def test_the_shape_is_settled_once_the_plan_is_agreed(plan_in_force, coordinator):
    first, second = plan_in_force.actions.all()
    acts = [
        lambda: services.move_action(
            second, by=coordinator, group=second.group, after=None
        ),
        lambda: services.split_action(first, by=coordinator, texts=["One", "Two"]),
        lambda: services.merge_actions([first, second], by=coordinator, text="Both"),
        lambda: services.confirm_actions(plan_in_force, [first.pk], by=coordinator),
        lambda: services.add_action(first.group, by=coordinator, text="New"),
    ]
    for act in acts:
        with pytest.raises(NotNow, match="its words are settled"):
            act()
    assert order(plan_in_force) == ["1", "2"]


def test_only_a_coordinator_of_the_authority_reshapes(plan, board_chair, outsider):
    first, second = plan.actions.all()
    for person in (board_chair, outsider):
        for act in (
            lambda by: services.move_action(
                second, by=by, group=second.group, after=None
            ),
            lambda by: services.split_action(first, by=by, texts=["One", "Two"]),
            lambda by: services.merge_actions([first, second], by=by, text="Both"),
        ):
            with pytest.raises(NotAllowed):
                act(person)


def test_an_owner_whom_two_of_the_others_name_is_joined_once(plan, coordinator):
    ActionFactory(plan=plan, group=plan.groups.get())
    for action in plan.actions.exclude(ref="1"):
        action.owners.create(text="Heads")
    kept = services.merge_actions(plan.actions.all(), by=coordinator, text="All")
    assert list(kept.owners.values_list("text", "is_lead")) == [("Heads", True)]
