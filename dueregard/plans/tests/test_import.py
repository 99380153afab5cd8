"""What was read goes into a draft, is compared on a second import, and comes out."""

import pytest

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.audit.models import Entry
from dueregard.exchange.readers import read
from dueregard.partners.models import Post
from dueregard.plans import services
from dueregard.plans.importing.comparing import compare
from dueregard.plans.importing.items import items_of
from dueregard.plans.models import Action, Group, Plan, PlanImport, Section
from dueregard.plans.reading import understand

SOURCE = """\
# Marlbrook Prevent plan 2026-27

## 1 Local context

Two market towns and a college.

## 2 PRIORITY 1: Know the local risk

What we know is written down and shared.

| # | Action | Owner |
| --- | --- | --- |
| 1 | Review the local risk every quarter | Prevent Coordinator |
| 2 | Brief head teachers | Education lead. Prevent Coordinator |
| 3 | Tell residents where to get help | All partners |
"""


def draft_of(text: str = SOURCE, name: str = "plan.md"):
    return understand(read(name, text.encode()))


@pytest.fixture
def post(marlbrook, factories):
    council = factories.OrganisationFactory(
        name="Marlbrook Council", authorities=[marlbrook]
    )
    return Post.objects.create(
        authority=marlbrook, organisation=council, title="Prevent co-ordinator"
    )


@pytest.fixture
def imported(marlbrook, coordinator, post) -> Plan:
    return services.import_draft(draft_of(), authority=marlbrook, by=coordinator)


def test_a_document_becomes_a_draft_with_everything_in_it(imported):
    assert imported.is_draft
    assert imported.sections.get().text == "Two market towns and a college."
    assert list(imported.actions.values_list("ref", flat=True)) == ["1", "2", "3"]
    assert Group.objects.get(plan=imported).actions.count() == 3


def test_owners_that_are_known_are_settled_and_the_others_keep_their_words(
    imported, post
):
    first, second = imported.actions.get(ref="1"), imported.actions.get(ref="2")
    assert first.owners.get().post == post
    assert {(one.text, one.is_settled) for one in second.owners.all()} == {
        ("Education lead", False),
        ("Prevent Coordinator", True),
    }
    assert imported.actions.get(ref="3").owners.get().everyone == "partners"


def test_one_audit_entry_for_the_whole_import(imported):
    events = list(Entry.objects.values_list("event", flat=True))
    assert events == ["plan.created", "plan.imported"]


def test_the_same_file_again_changes_nothing(imported):
    rows = list(compare(items_of(draft_of()), imported))
    assert {row.change for row in rows} == {"same"}


def test_a_changed_file_is_matched_by_number_and_then_by_words(
    imported, marlbrook, coordinator
):
    changed = SOURCE.replace("Brief head teachers", "Brief every head teacher").replace(
        "| 3 | Tell residents where to get help | All partners |",
        "| 4 | Open a new action | Prevent Coordinator |",
    )
    rows = compare(items_of(draft_of(changed)), imported)
    assert {(row.kind, row.change) for row in rows if row.change != "same"} == {
        ("action", "changed"),
        ("action", "new"),
        ("action", "gone"),
    }
    services.import_draft(
        draft_of(changed), authority=marlbrook, by=coordinator, plan=imported
    )
    texts = dict(imported.actions.values_list("ref", "text"))
    assert texts["2"] == "Brief every head teacher"
    assert texts["3"] == "Tell residents where to get help"
    assert texts["4"] == "Open a new action"


def test_undoing_the_first_import_takes_the_plan_away(imported, coordinator):
    services.undo_import(imported.imports.get(), by=coordinator)
    assert not Plan.objects.exists()
    assert not Action.objects.exists()
    assert not Section.objects.exists()


def test_undoing_a_second_import_puts_back_what_it_changed(
    imported, marlbrook, coordinator
):
    changed = SOURCE.replace("Brief head teachers", "Brief every head teacher")
    services.import_draft(
        draft_of(changed + "| 9 | One more | All partners |\n"),
        authority=marlbrook,
        by=coordinator,
        plan=imported,
    )
    services.undo_import(imported.imports.last(), by=coordinator)
    texts = dict(imported.actions.values_list("ref", "text"))
    assert texts["2"] == "Brief head teachers"
    assert "9" not in texts
    assert PlanImport.objects.last().undone_at


def test_an_import_that_was_worked_on_cannot_be_undone(imported, coordinator):
    action = imported.actions.first()
    services.edit_action(
        action, by=coordinator, version=action.version, changes={"text": "Ours now"}
    )
    with pytest.raises(NotNow, match="worked on"):
        services.undo_import(imported.imports.get(), by=coordinator)


def test_nothing_is_imported_into_a_plan_that_left_its_draft(
    imported, marlbrook, coordinator
):
    services.submit(imported, by=coordinator, note="")
    imported.refresh_from_db()
    with pytest.raises(NotNow, match="settled"):
        services.import_draft(
            draft_of(), authority=marlbrook, by=coordinator, plan=imported
        )


def test_only_a_coordinator_of_the_authority_imports(marlbrook, board_chair, outsider):
    for person in (board_chair, outsider):
        with pytest.raises(NotAllowed):
            services.import_draft(draft_of(), authority=marlbrook, by=person)
    assert not Plan.objects.exists()


def test_a_number_that_stands_twice_is_kept_once_and_the_other_is_renumbered(
    marlbrook, coordinator
):
    twice = SOURCE.replace("| 3 | Tell", "| 2 | Tell")
    plan = services.import_draft(draft_of(twice), authority=marlbrook, by=coordinator)
    refs = set(plan.actions.values_list("ref", flat=True))
    assert len(refs) == 3
    assert {"1", "2"} < refs
