"""Returns as files: the same numbers, with what the columns mean (issue 4, point 8)."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import MembershipFactory, OrganisationFactory
from dueregard.audit.models import Entry
from dueregard.training.services.standing import refresh
from dueregard.training.tests.factories import (
    LearnerFactory,
    RequirementFactory,
    RoleGroupFactory,
)

pytestmark = pytest.mark.django_db

FORMULA = "=1+1 Trust"


@pytest.fixture
def register(monkeypatch, marlbrook):
    """One person of each of two organisations, one of which has a name that a
    spreadsheet would run."""
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 21))
    group = RoleGroupFactory(authority=marlbrook, name="Level 1")
    RequirementFactory(role_group=group, starts_on=date(2020, 1, 1))
    for name in (FORMULA, "Netherbrook Fire"):
        body = OrganisationFactory(name=name, authorities=[marlbrook])
        LearnerFactory(authority=marlbrook, organisation=body, role_groups=[group])
    refresh(authority=marlbrook)
    return marlbrook


def taken(client, form, **query):
    url = reverse("training:return_file", args=["marlbrook", form])
    answer = client.get(url, query)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer, body


def test_the_page_shows_the_last_quarter_that_is_over(client, register, coordinator):
    client.force_login(coordinator)
    page = client.get(reverse("training:returns", args=["marlbrook"]))
    text = page.content.decode()
    assert "Quarter 2 of 2026–27 (July to September 2026)" in text
    assert "Counted as of 30 September 2026." in text
    assert "Netherbrook Fire" in text
    assert "What the columns mean" in text


@pytest.mark.parametrize("part", ["headcounts", "organisations", "nonsense"])
@pytest.mark.parametrize("of", ["annual-2026-04", "quarterly-2026-10", "nonsense"])
def test_every_table_of_every_return_can_be_read(
    client, register, coordinator, part, of
):
    client.force_login(coordinator)
    url = reverse("training:returns", args=["marlbrook"])
    page = client.get(url, {"part": part, "of": of, "organisation": "x"})
    assert page.status_code == 200


def test_csv_holds_the_tables_one_under_the_other_and_the_definitions(
    client, register, coordinator
):
    client.force_login(coordinator)
    answer, body = taken(client, "csv")
    text = body.decode()
    assert "Netherbrook Fire,Level 1,1,1,0,0,1,0" in text
    assert f"'{FORMULA},Level 1" in text
    assert "In date ÷ in scope" in text
    assert "quarterly-training-return-marlbrook" in answer["Content-Disposition"]


def test_xlsx_has_a_sheet_for_each_table_and_one_for_the_definitions(
    client, register, coordinator
):
    client.force_login(coordinator)
    _, body = taken(client, "xlsx")
    book = load_workbook(BytesIO(body))
    assert book.sheetnames == [
        "People in the register",
        "Headcounts without names",
        "Organisations",
        "Definitions",
    ]
    rows = list(book["People in the register"].values)
    assert rows[0][:3] == ("Organisation", "Role group", "People")
    assert ("Netherbrook Fire", "Level 1", 1, 1, 0, 0, 1, 0) in rows


def test_the_pdf_is_tagged_marked_and_says_who_made_it(client, register, coordinator):
    client.force_login(coordinator)
    _, body = taken(client, "pdf")
    reader = PdfReader(BytesIO(body))
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "en-GB"
    first = reader.pages[0].extract_text()
    assert f"Page 1 of {len(reader.pages)}" in first
    assert "OFFICIAL" in first
    assert f"Made by {coordinator.name}" in first
    whole = " ".join(page.extract_text() for page in reader.pages)
    assert "Netherbrook Fire" in whole
    assert "What the columns mean" in whole


def test_that_a_return_was_taken_is_recorded(client, register, coordinator):
    client.force_login(coordinator)
    taken(client, "csv", of="annual-2026-04")
    entry = Entry.objects.get(event="training.return_exported")
    assert entry.facts == {
        "kind": "annual",
        "starts_on": "2026-04-01",
        "ends_on": "2027-03-31",
        "format": "csv",
        "organisation_ids": None,
    }


def test_a_file_of_one_organisation_holds_no_other(client, register, coordinator):
    client.force_login(coordinator)
    fire = register.organisations.get(name="Netherbrook Fire")
    _, body = taken(client, "csv", organisation=fire.pk)
    assert "Netherbrook Fire" in body.decode()
    assert FORMULA not in body.decode()


def test_a_partners_training_lead_takes_only_their_own_numbers(client, register):
    fire = register.organisations.get(name="Netherbrook Fire")
    OrganisationFactory._meta.model.objects.filter(pk=fire.pk).update(kind="fire")
    lead = MembershipFactory(
        authority=register, organisation=fire, role=Role.TRAINING_LEAD
    ).person
    client.force_login(lead)
    other = register.organisations.get(name=FORMULA)
    for query in ({}, {"organisation": other.pk}):
        _, body = taken(client, "csv", **query)
        assert "Netherbrook Fire" in body.decode()
        assert FORMULA not in body.decode()


def test_a_format_that_there_is_not_is_not_found(client, register, coordinator):
    client.force_login(coordinator)
    answer, _ = taken(client, "docx")
    assert answer.status_code == 404
