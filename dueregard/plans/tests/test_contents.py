"""What a plan says besides its actions: its facts, narrative, groups, intentions."""

from datetime import date

import pytest

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.audit.models import Entry
from dueregard.plans import services
from dueregard.plans.models import Group, Intention, Plan, Section
from dueregard.plans.tests.factories import (
    ActionFactory,
    GroupFactory,
    PlanFactory,
    SectionFactory,
)
from dueregard.submissions.versions import Stale


@pytest.fixture
def priority(plan):
    return plan.groups.get()


@pytest.fixture
def section(plan):
    return SectionFactory(plan=plan)


def edit_plan(plan, person, **changes):
    return services.edit_plan(plan, by=person, version=plan.version, changes=changes)


def titles(plan) -> list[str]:
    return list(plan.groups.order_by("position").values_list("title", flat=True))


def test_a_draft_changes_its_title_and_period(plan, coordinator):
    changed = edit_plan(
        plan, coordinator, title="Plan to 2028", ends_on=date(2028, 3, 31)
    )
    assert (changed.title, changed.ends_on) == ("Plan to 2028", date(2028, 3, 31))
    entry = Entry.objects.get()
    assert (entry.event, entry.facts["fields"]) == ("plan.edited", ["ends_on", "title"])


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Anew"},
        {"starts_on": date(2026, 5, 1)},
        {"ends_on": date(2028, 3, 31)},
    ],
)
def test_title_and_period_are_settled_once_the_plan_is_agreed(
    plan_in_force, coordinator, changes
):
    with pytest.raises(NotNow, match="its words are settled"):
        edit_plan(plan_in_force, coordinator, **changes)


def test_marking_and_dates_of_a_plan_in_force_still_change(plan_in_force, coordinator):
    review = date(2027, 1, 15)
    changed = edit_plan(
        plan_in_force, coordinator, marking="sensitive", review_on=review
    )
    assert (changed.marking, changed.review_on) == ("sensitive", review)


@pytest.mark.parametrize("status", [Plan.Status.CLOSED, Plan.Status.SUPERSEDED])
def test_a_plan_that_is_over_stays_as_it_was(plan, coordinator, status):
    Plan.objects.filter(pk=plan.pk).update(status=status)
    with pytest.raises(NotNow, match="no longer in force"):
        edit_plan(plan, coordinator, marking="sensitive")


def test_a_stale_edit_of_a_plan_a_group_or_a_section_changes_nothing(
    plan, priority, section, coordinator
):
    edits = [
        (services.edit_plan, plan, "title"),
        (services.edit_group, priority, "title"),
        (services.edit_section, section, "heading"),
    ]
    for edit, row, field in edits:
        edit(row, by=coordinator, version=1, changes={field: "Theirs"})
        with pytest.raises(Stale):
            edit(row, by=coordinator, version=1, changes={field: "Mine"})
        row.refresh_from_db()
        assert getattr(row, field) == "Theirs"
        assert row.version == 2


def test_sections_are_added_at_the_end_changed_and_removed(plan, section, coordinator):
    added = services.add_section(
        plan, by=coordinator, heading="Governance", text="The board meets."
    )
    assert list(plan.sections.all()) == [section, added]
    services.edit_section(
        added, by=coordinator, version=1, changes={"text": "It meets each quarter."}
    )
    added.refresh_from_db()
    assert added.text == "It meets each quarter."
    services.remove_section(added, by=coordinator)
    assert list(plan.sections.all()) == [section]
    facts = [entry.facts for entry in Entry.objects.order_by("pk")]
    assert [one["what"] for one in facts] == ["section", "section", "section_removed"]
    assert not any("board" in str(one) for one in facts)


def test_a_priority_goes_behind_all_and_an_objective_behind_its_siblings(
    plan, priority, coordinator
):
    services.add_group(plan, by=coordinator, title="B")
    first = services.add_group(plan, by=coordinator, parent=priority, title="A1")
    second = services.add_group(plan, by=coordinator, parent=priority, title="A2")
    assert titles(plan) == [priority.title, "A1", "A2", "B"]
    assert (first.level, second.level) == (2, 2)
    assert plan.groups.values("position").distinct().count() == 4


def test_an_objective_stands_in_a_priority_of_its_own_plan(plan, priority, coordinator):
    objective = services.add_group(plan, by=coordinator, parent=priority, title="A1")
    elsewhere = GroupFactory(plan=PlanFactory(authority=plan.authority))
    for parent in (objective, elsewhere):
        with pytest.raises(NotNow, match="a priority of the same plan"):
            services.add_group(plan, by=coordinator, parent=parent, title="A11")
    assert plan.groups.count() == 2


def test_a_priority_holds_all_that_its_public_page_asks(priority, coordinator, plan):
    said = {
        "headline": "Nine in ten trained",
        "aim": "Fewer people harmed",
        "why": "People told us so",
        "narrative": "In two towns",
    }
    changed = services.edit_group(priority, by=coordinator, version=1, changes=said)
    for name, value in said.items():
        assert getattr(changed, name) == value


@pytest.mark.parametrize("holding", ["action", "objective"])
def test_a_group_that_holds_something_is_not_removed(
    plan, priority, coordinator, holding
):
    group = services.add_group(plan, by=coordinator, title="B")
    if holding == "action":
        ActionFactory(plan=plan, group=group)
    else:
        GroupFactory(plan=plan, parent=group)
    with pytest.raises(NotNow, match="Move what it holds"):
        services.remove_group(group, by=coordinator)
    assert Group.objects.filter(pk=group.pk).exists()


def test_an_empty_group_is_removed(plan, coordinator):
    group = services.add_group(plan, by=coordinator, title="B")
    services.remove_group(group, by=coordinator)
    assert "B" not in titles(plan)
    assert Entry.objects.last().facts["what"] == "group_removed"


def set_lists(group, person, this_year=(), three_years=(), measures=()):
    services.set_priority_lists(
        group,
        by=person,
        measures=measures,
        intentions={"this_year": this_year, "three_years": three_years},
    )


def test_an_intention_whose_words_stay_keeps_its_actions(plan, priority, coordinator):
    set_lists(priority, coordinator, ["Visit schools", "Print leaflets"])
    action = plan.actions.first()
    visit = priority.intentions.get(text="Visit schools")
    services.link_intention(visit, by=coordinator, actions=[action])
    set_lists(priority, coordinator, ["Open a centre", "Visit schools"], ["Settle it"])
    said = priority.intentions.values_list("horizon", "text", "position")
    assert list(said) == [
        ("this_year", "Open a centre", 0),
        ("this_year", "Visit schools", 1),
        ("three_years", "Settle it", 0),
    ]
    assert priority.intentions.get(text="Visit schools").actions.get() == action


def test_the_same_intention_twice_is_one_and_can_be_taken_out(priority, coordinator):
    set_lists(priority, coordinator, ["Visit schools", "Visit schools"])
    assert priority.intentions.count() == 1
    set_lists(priority, coordinator)
    assert not Intention.objects.exists()


def test_measures_are_replaced_in_order(priority, coordinator):
    set_lists(priority, coordinator, measures=["Old"])
    set_lists(priority, coordinator, measures=["More ask early", "Fewer wait"])
    measures = priority.success_measures.values_list("text", flat=True)
    assert list(measures) == ["More ask early", "Fewer wait"]


def test_an_intention_links_actions_of_its_own_plan_only(plan, priority, coordinator):
    set_lists(priority, coordinator, ["Visit schools"])
    elsewhere = ActionFactory(plan=PlanFactory(authority=plan.authority))
    ours = plan.actions.first()
    intention = priority.intentions.get()
    services.link_intention(intention, by=coordinator, actions=[ours, elsewhere])
    assert list(intention.actions.all()) == [ours]


def acts_on(plan, priority, section, intention):
    """Every change of a plan's contents, as functions of the person who tries it."""
    return {
        "add section": lambda by: services.add_section(plan, by=by, heading="x"),
        "edit section": lambda by: services.edit_section(
            section, by=by, version=1, changes={"text": "x"}
        ),
        "remove section": lambda by: services.remove_section(section, by=by),
        "add group": lambda by: services.add_group(plan, by=by, title="x"),
        "edit group": lambda by: services.edit_group(
            priority, by=by, version=1, changes={"title": "x"}
        ),
        "remove group": lambda by: services.remove_group(priority, by=by),
        "lists": lambda by: set_lists(priority, by, ["x"]),
        "link": lambda by: services.link_intention(intention, by=by, actions=[]),
    }


@pytest.fixture
def acts(plan, priority, section):
    intention = Intention.objects.create(
        group=priority, horizon="this_year", text="Visit", position=0
    )
    return acts_on(plan, priority, section, intention)


def test_the_words_change_only_while_the_plan_is_a_draft(plan, acts, coordinator):
    Plan.objects.filter(pk=plan.pk).update(status=Plan.Status.SUBMITTED)
    for act in acts.values():
        with pytest.raises(NotNow, match="its words are settled"):
            act(coordinator)
    assert not Entry.objects.exists()
    assert (Section.objects.count(), Group.objects.count()) == (1, 1)


def test_only_a_coordinator_of_the_authority_changes_the_words(
    acts, board_chair, education_officer, outsider
):
    for person in (board_chair, education_officer, outsider):
        for act in acts.values():
            with pytest.raises(NotAllowed, match="Only a Prevent co-ordinator"):
                act(person)
