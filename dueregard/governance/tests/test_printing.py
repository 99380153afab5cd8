import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from dueregard.audit.models import Entry
from dueregard.governance import services
from dueregard.governance.printing.pdf import pdf_of
from dueregard.governance.printing.sheet import sheet_of

from .factories import AgendaItemFactory, OutcomeFactory


@pytest.fixture
def minutes(board, held, coordinator):
    """One open item with a decision and an exempt action; one exempt item."""
    item = held.items.get()
    OutcomeFactory(item=item, text="Brief every school.", reasons="Few were briefed.")
    OutcomeFactory(item=item, kind="action", text="Ask quietly.", is_exempt=True)
    AgendaItemFactory(meeting=held, title="A private matter", is_exempt=True)
    came = {board.seats[board.ada]: services.Came("present")}
    services.note_attendance(held, who=came, by=coordinator)
    return held


def words(meeting, part, by):
    reader = PdfReader(io.BytesIO(pdf_of(sheet_of(meeting, part, by=by))))
    return reader, " ".join(page.extract_text() for page in reader.pages)


def test_minutes_say_who_came_what_came_of_it_and_that_they_are_a_draft(
    minutes, board, coordinator
):
    reader, text = words(minutes, "minutes", coordinator)
    for wanted in (
        "Ada Lovell",
        "Brief every school.",
        "Few were briefed.",
        "Ask quietly.",
        "A private matter",
        "Draft: not agreed yet",
        "OFFICIAL-SENSITIVE",
        f"Made by {coordinator}",
        "Page 1 of 1",
    ):
        assert wanted in text
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_public_part_leaves_exempt_matters_and_names_out(
    minutes, board, coordinator
):
    _, text = words(minutes, "minutes-public", coordinator)
    assert "Brief every school." in text
    assert "Exempt items are left out" in text
    for hidden in ("A private matter", "Ask quietly.", "Ada Lovell", "SENSITIVE"):
        assert hidden not in text
    assert str(coordinator) not in text


def test_an_agenda_says_nothing_of_what_came_of_it(minutes, coordinator):
    _, text = words(minutes, "agenda", coordinator)
    assert "How the plan is going" in text
    assert "Brief every school." not in text


def test_what_people_type_is_never_run_as_markup(held, coordinator):
    AgendaItemFactory(meeting=held, title='#panic("x") *bold* $sum$ <b>&')
    _, text = words(held, "agenda", coordinator)
    assert '#panic("x") *bold* $sum$ <b>&' in text


def test_taking_the_file_out_is_on_record(minutes, coordinator, client):
    client.force_login(coordinator)
    address = reverse("governance:sheet_file", args=[minutes.pk, "minutes-public"])
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    entry = Entry.objects.get(event="governance.meeting_printed")
    assert entry.facts == {"part": "minutes-public"}
    wrong = reverse("governance:sheet_file", args=[minutes.pk, "everything"])
    assert client.get(wrong).status_code == 404


@pytest.mark.parametrize("part", ["agenda", "minutes", "agenda-public"])
def test_the_page_to_print_says_the_same(part, minutes, coordinator, client):
    client.force_login(coordinator)
    html = client.get(reverse("governance:sheet", args=[minutes.pk, part]))
    assert ("A private matter" in html.content.decode()) == (part != "agenda-public")
