"""A plan leaves as a file, holds no more than the person may read, and comes back."""

import io
from datetime import date

import pytest
from django.urls import reverse
from docx import Document as WordDocument
from pypdf import PdfReader

from dueregard.audit.models import Entry
from dueregard.exchange.readers import read
from dueregard.plans import services
from dueregard.plans.importing.comparing import compare
from dueregard.plans.importing.items import items_of
from dueregard.plans.reading import understand
from dueregard.plans.tests.factories import ActionFactory, GroupFactory, SectionFactory
from dueregard.plans.tests.test_import import draft_of


@pytest.fixture
def full(marlbrook, coordinator):
    """An imported draft with an objective, dates, and cells that try to be formulas."""
    plan = services.import_draft(draft_of(), authority=marlbrook, by=coordinator)
    objective = GroupFactory(
        plan=plan, parent=plan.groups.get(), number="1.1", title="Schools", position=9
    )
    ActionFactory(
        plan=plan,
        group=objective,
        ref="9",
        position=99,
        text='=HYPERLINK("x") and\nanother line',
        owners_text="@SUM",
        starts_on=date(2026, 5, 1),
        due_on=date(2026, 9, 30),
        timescale_text="May to September",
    )
    ActionFactory(plan=plan, group=objective, ref="10", position=100, is_ongoing=True)
    return plan


def download(client, person, plan, form, **query) -> bytes:
    client.force_login(person)
    url = reverse("plans:export_file", args=[plan.pk, form])
    response = client.get(url, query)
    assert response.status_code == 200
    return (
        b"".join(response.streaming_content) if response.streaming else response.content
    )


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_an_export_comes_back_without_change(full, coordinator, client, form):
    data = download(client, coordinator, full, form)
    draft = understand(read(f"plan.{form}", data))
    changes = [
        (row.change, row.kind, row.differences)
        for row in compare(items_of(draft), full)
    ]
    assert {change for change, _, _ in changes} == {"same"}, changes
    assert sum(kind == "action" for _, kind, _ in changes) == full.actions.count()


def test_a_word_file_holds_every_action(full, coordinator, client):
    document = WordDocument(io.BytesIO(download(client, coordinator, full, "docx")))
    cells = [
        cell.text
        for table in document.tables
        for row in table.rows
        for cell in row.cells
    ]
    assert all(action.text in cells for action in full.actions.all())


def test_a_pdf_is_tagged_and_says_who_made_it_and_the_page(full, coordinator, client):
    reader = PdfReader(io.BytesIO(download(client, coordinator, full, "pdf")))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "/MarkInfo" in reader.trailer["/Root"]
    assert reader.metadata.title == full.title
    assert f"Made by {coordinator.name}" in text
    assert "Page 1 of" in text
    assert "HYPERLINK" in text


def test_an_export_holds_what_the_list_was_narrowed_to(full, coordinator, client):
    text = download(client, coordinator, full, "csv", due="ongoing").decode()
    assert text.count("\n") == 2


def test_an_export_holds_only_what_the_person_may_read(
    plan_in_force, elected_member, client
):
    group = plan_in_force.groups.get()
    ActionFactory(plan=plan_in_force, group=group, text="Hushed", audience="restricted")
    SectionFactory(plan=plan_in_force, text="Hushed too", audience="restricted")
    for form in ("csv", "json"):
        text = download(client, elected_member, plan_in_force, form).decode()
        assert "Hushed" not in text


def test_an_export_is_recorded(full, coordinator, client):
    download(client, coordinator, full, "csv")
    entry = Entry.objects.last()
    assert (entry.event, entry.facts["format"]) == ("plan.exported", "csv")


@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "docx", "pdf"])
def test_another_authority_gets_no_file(full, outsider, client, form):
    client.force_login(outsider)
    url = reverse("plans:export_file", args=[full.pk, form])
    assert client.get(url).status_code == 404


def test_a_form_that_there_is_not_is_missing(full, coordinator, client):
    client.force_login(coordinator)
    url = reverse("plans:export_file", args=[full.pk, "exe"])
    assert client.get(url).status_code == 404
