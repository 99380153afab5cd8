"""An import comes out again whole, unless somebody has built on it."""

import pytest

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.plans import services
from dueregard.plans.models import Action, Plan
from dueregard.plans.services import Owner
from dueregard.plans.tests.factories import ActionFactory, GroupFactory
from dueregard.plans.tests.test_import import SOURCE, draft_of

CHANGED = (
    SOURCE.replace("Two market towns", "Three market towns")
    .replace("What we know is written", "What we know is agreed, written")
    .replace(
        "| 2 | Brief head teachers | Education lead. Prevent Coordinator |",
        "| 2 | Brief every head teacher | Head of schools |",
    )
    + """\
| 9 | One more | All partners |

## 3 PRIORITY 2: Train people

| # | Action | Owner |
| --- | --- | --- |
| 10 | Train librarians | Library manager |
"""
)


@pytest.fixture
def imported(marlbrook, coordinator) -> Plan:
    return services.import_draft(draft_of(), authority=marlbrook, by=coordinator)


@pytest.fixture
def imported_again(imported, marlbrook, coordinator) -> Plan:
    return services.import_draft(
        draft_of(CHANGED), authority=marlbrook, by=coordinator, plan=imported
    )


def contents(plan) -> dict:
    """All that the plan says, so that two moments can be compared."""
    return {
        "sections": list(plan.sections.values("heading", "text", "version")),
        "groups": list(plan.groups.values("title", "narrative", "version")),
        "actions": list(
            plan.actions.values(
                "ref", "text", "owners_text", "due_on", "is_certain", "version"
            )
        ),
        "owners": list(
            plan.actions.order_by("ref", "owners__position").values_list(
                "ref", "owners__text", "owners__everyone", "owners__is_lead"
            )
        ),
    }


def undo(plan, person):
    services.undo_import(plan.imports.last(), by=person)


def test_undoing_a_second_import_puts_everything_back(imported, marlbrook, coordinator):
    before = contents(imported)
    services.import_draft(
        draft_of(CHANGED), authority=marlbrook, by=coordinator, plan=imported
    )
    assert contents(imported) != before
    undo(imported, coordinator)
    assert contents(imported) == before


def test_owners_that_were_chosen_by_hand_come_back(imported, marlbrook, coordinator):
    action = imported.actions.get(ref="2")
    services.edit_action(
        action,
        by=coordinator,
        version=1,
        changes={"owners_text": "By hand"},
        owners=[Owner("By hand", stays_as_text=True)],
    )
    services.import_draft(
        draft_of(CHANGED), authority=marlbrook, by=coordinator, plan=imported
    )
    assert action.owners.get().text == "Head of schools"
    undo(imported, coordinator)
    row = action.owners.get()
    assert (row.text, row.stays_as_text, row.is_lead) == ("By hand", True, True)


def test_two_imports_can_be_undone_one_after_the_other(imported_again, coordinator):
    first, second = imported_again.imports.all()
    with pytest.raises(NotNow, match="Another import followed"):
        services.undo_import(first, by=coordinator)
    services.undo_import(second, by=coordinator)
    first.refresh_from_db()
    services.undo_import(first, by=coordinator)
    assert not Plan.objects.exists()


def test_an_import_is_not_undone_twice(imported_again, coordinator):
    undo(imported_again, coordinator)
    with pytest.raises(NotNow, match="undone already"):
        undo(imported_again, coordinator)


def edit_section(plan, by):
    section = plan.sections.get(heading="Local context")
    services.edit_section(
        section, by=by, version=section.version, changes={"text": "Ours"}
    )


def edit_group(plan, by):
    group = plan.groups.last()
    services.edit_group(group, by=by, version=group.version, changes={"aim": "Ours"})


def add_action(plan, by):
    services.add_action(plan.groups.last(), by=by, text="Ours")


def add_objective(plan, by):
    parent = plan.groups.last()
    group = services.add_group(plan, by=by, parent=parent, title="Ours")
    ActionFactory(plan=plan, group=group, text="Ours")


def confirm(plan, by):
    Action.objects.filter(ref__in=["1", "10"]).update(is_certain=False)
    services.confirm_actions(plan, plan.actions.values_list("pk", flat=True), by=by)


WORK = [edit_section, edit_group, add_action, add_objective, confirm]


@pytest.mark.parametrize("work", WORK, ids=lambda work: work.__name__)
@pytest.mark.parametrize("which", ["imported", "imported_again"])
def test_nobodys_work_is_undone_with_an_import(request, coordinator, which, work):
    plan = request.getfixturevalue(which)
    work(plan, coordinator)
    before = contents(plan)
    with pytest.raises(NotNow, match="Somebody has worked on"):
        undo(plan, coordinator)
    assert contents(plan) == before


def test_work_beside_a_second_import_does_not_hinder_undoing_it(
    imported_again, coordinator
):
    services.add_section(imported_again, by=coordinator, heading="Ours")
    services.add_action(imported_again.groups.first(), by=coordinator, text="Ours")
    undo(imported_again, coordinator)
    assert imported_again.actions.filter(text="Ours").exists()
    assert imported_again.sections.filter(heading="Ours").exists()


def test_a_section_added_to_a_plan_that_the_import_made_hinders_undoing(
    imported, coordinator
):
    services.add_section(imported, by=coordinator, heading="Ours")
    with pytest.raises(NotNow, match="Somebody has worked on"):
        undo(imported, coordinator)


def test_an_import_stays_once_the_plan_left_its_draft(imported, coordinator):
    services.submit(imported, by=coordinator, note="")
    with pytest.raises(NotNow, match="its words are settled"):
        undo(imported, coordinator)


def test_only_a_coordinator_of_the_authority_undoes(imported, board_chair, outsider):
    for person in (board_chair, outsider):
        with pytest.raises(NotAllowed):
            undo(imported, person)
    assert imported.actions.count() == 3


def test_what_a_second_file_adds_stands_where_it_belongs(
    imported, marlbrook, coordinator
):
    later = GroupFactory(plan=imported, title="Later")
    ActionFactory(plan=imported, group=later, ref="99")
    services.import_draft(
        draft_of(CHANGED), authority=marlbrook, by=coordinator, plan=imported
    )
    refs = imported.actions.order_by("position").values_list("ref", flat=True)
    assert list(refs) == ["1", "2", "3", "9", "99", "10"]


def test_a_new_objective_of_an_old_priority_stands_behind_its_siblings(
    marlbrook, coordinator
):
    header = "Priority,Objective,#,Action,Owner"
    old = ["Know the risk,Write it,1,Draft it,Police", "Train people,All,3,Train,Heads"]
    new = "Know the risk,Share it,2,Send it round,Police"
    first = draft_of("\n".join([header, *old]), "plan.csv")
    second = draft_of("\n".join([header, old[0], new, old[1]]), "plan.csv")
    plan = services.import_draft(first, authority=marlbrook, by=coordinator)
    services.import_draft(second, authority=marlbrook, by=coordinator, plan=plan)
    titles = plan.groups.order_by("position").values_list("title", flat=True)
    assert list(titles) == [
        "Know the risk",
        "Write it",
        "Share it",
        "Train people",
        "All",
    ]
    refs = plan.actions.order_by("position").values_list("ref", flat=True)
    assert list(refs) == ["1", "2", "3"]


def test_a_plan_without_a_period_covers_a_year_from_april(imported):
    text = SOURCE.replace(" 2026-27", "")
    plan = services.import_draft(
        draft_of(text), authority=imported.authority, by=imported.drafted_by
    )
    assert (plan.starts_on.month, plan.starts_on.day) == (4, 1)
    assert (plan.ends_on.month, plan.ends_on.day) == (3, 31)
    assert plan.ends_on.year == plan.starts_on.year + 1
