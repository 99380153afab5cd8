"""A file that comes again: its milestones are compared, put in and taken out too."""

import json
from datetime import date

import pytest

from dueregard.exchange.readers import read
from dueregard.plans import services
from dueregard.plans.importing.comparing import compare
from dueregard.plans.importing.items import items_of
from dueregard.plans.reading import understand
from dueregard.plans.tests.test_exports import download
from dueregard.plans.tests.test_import import draft_of

DONE = date(2026, 4, 20)


@pytest.fixture
def plan(marlbrook, coordinator):
    """A draft whose first action has two milestones, the first of them done."""
    plan = services.import_draft(draft_of(), authority=marlbrook, by=coordinator)
    action = plan.actions.first()
    action.milestones.create(
        text="Pilot ends", due_on=date(2026, 5, 1), done_on=DONE, position=0
    )
    action.milestones.create(text="Report", due_on=date(2026, 9, 1), position=1)
    return plan


def steps(plan) -> list[tuple]:
    rows = plan.actions.first().milestones.all()
    return [(one.text, one.due_on, one.done_on) for one in rows]


def changed_draft(plan, coordinator, client, change):
    """The plan's own JSON, with the milestones of its first action changed."""
    said = json.loads(download(client, coordinator, plan, "json"))
    found = [one for one in every_action(said) if one["milestones"]]
    change(found[0]["milestones"])
    return understand(read("plan.json", json.dumps(said).encode()))


def every_action(said):
    if isinstance(said, dict):
        if "milestones" in said:
            yield said
        for value in said.values():
            yield from every_action(value)
    if isinstance(said, list):
        for value in said:
            yield from every_action(value)


def put_off(milestones):
    milestones[1]["due"] = "2026-10-01"


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_milestones_that_are_the_same_are_no_difference(
    plan, coordinator, client, form
):
    draft = understand(read(f"plan.{form}", download(client, coordinator, plan, form)))
    assert {row.change for row in compare(items_of(draft), plan)} == {"same"}


def test_a_changed_milestone_is_shown_as_a_difference(plan, coordinator, client):
    draft = changed_draft(plan, coordinator, client, put_off)
    changes = [row for row in compare(items_of(draft), plan) if row.change != "same"]
    assert [row.differences for row in changes] == [
        (
            (
                "Milestones",
                "Pilot ends (1 May 2026); Report (1 September 2026)",
                "Pilot ends (1 May 2026); Report (1 October 2026)",
            ),
        )
    ]


def test_a_changed_milestone_is_put_in_and_the_others_stay_done(
    plan, marlbrook, coordinator, client
):
    draft = changed_draft(plan, coordinator, client, put_off)
    services.import_draft(draft, authority=marlbrook, by=coordinator, plan=plan)
    assert steps(plan) == [
        ("Pilot ends", date(2026, 5, 1), DONE),
        ("Report", date(2026, 10, 1), None),
    ]


def test_milestones_that_the_json_has_no_more_go(plan, marlbrook, coordinator, client):
    draft = changed_draft(plan, coordinator, client, list.clear)
    services.import_draft(draft, authority=marlbrook, by=coordinator, plan=plan)
    assert steps(plan) == []


def test_undoing_puts_the_milestones_back(plan, marlbrook, coordinator, client):
    before = steps(plan)
    draft = changed_draft(plan, coordinator, client, put_off)
    services.import_draft(draft, authority=marlbrook, by=coordinator, plan=plan)
    services.undo_import(plan.imports.last(), by=coordinator)
    assert steps(plan) == before


def test_a_document_without_milestones_says_nothing_about_them(plan):
    assert {row.change for row in compare(items_of(draft_of()), plan)} == {"same"}
