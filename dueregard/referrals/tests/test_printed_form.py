"""The completed form as PDF, Word document and JSON: whole, marked, for somebody."""

import io
import json
from datetime import date

import pytest
from docx import Document
from pypdf import PdfReader

from dueregard.access.need_to_know import Group
from dueregard.access.purposes import Purpose
from dueregard.referrals.models import Correction, Referral
from dueregard.referrals.printing.files import form_file
from dueregard.referrals.services.forms_out import whole_form
from dueregard.referrals.wording import (
    ACCOUNT,
    BLOCKS,
    CHOICES,
    code_of,
    in_words,
    lines_of,
)
from dueregard.vault.rooms import WORKER, case_room

from .factories import make_referral

pytestmark = pytest.mark.django_db


def made(authority, format, *, groups=None, **blocks):
    """The file of a new referral, with these groups or all."""
    referral = make_referral(authority, **blocks)
    with case_room(
        WORKER,
        authority=authority,
        purpose=Purpose.DELIVERY,
        door="file",
        groups=["G1"],
    ) as room:
        row = Referral.objects.select_related("authority", "subject").get(
            pk=referral.pk
        )
        parts = whole_form(room, row)
        wanted = parts if groups is None else {each: parts[each] for each in groups}
        return row, form_file(
            row, wanted, format, made_for="Fernshire gateway", made_by="Ada Byrne"
        )


def words_of(content: bytes) -> tuple[PdfReader, str]:
    reader = PdfReader(io.BytesIO(content))
    return reader, " ".join(page.extract_text() for page in reader.pages)


def test_the_pdf_is_tagged_marked_and_says_for_whom_it_was_made(marlbrook):
    row, file = made(marlbrook, "pdf")
    reader, words = words_of(file.content)
    for wanted in (
        f"Referral {row.reference}",
        "Corin",
        "Ashgrove",
        "14 March 2010",
        "Drew a plan of the hall with arrows and named a day.",
        "Wren Hollis",
        "Not asked",
        "OFFICIAL-SENSITIVE",
        "For Fernshire gateway",
        "Made by Ada Byrne",
        "Page 1 of",
        row.form_hash[:20],
    ):
        assert wanted in words, wanted
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert words.count("OFFICIAL-SENSITIVE") == 2 * len(reader.pages)
    assert file.name == f"{row.reference}.pdf"


def test_the_word_document_says_the_same(marlbrook):
    row, file = made(marlbrook, "docx")
    document = Document(io.BytesIO(file.content))
    cells = {
        line.cells[0].text: line.cells[1].text
        for table in document.tables
        for line in table.rows
    }
    assert cells["Surname"] == "Ashgrove"
    assert cells["What the person did or said"].startswith("Drew a plan")
    assert "Name: Wren Hollis" in cells["Referred by"]
    foot = document.sections[0].footer.paragraphs[0]
    assert "OFFICIAL-SENSITIVE. Made by Ada Byrne" in foot.text
    assert "NUMPAGES" in foot._p.xml
    assert "For Fernshire gateway" in document.sections[0].header.paragraphs[0].text


def test_the_json_is_for_another_system(marlbrook):
    row, file = made(marlbrook, "json")
    whole = json.loads(file.content)
    assert whole["schema"] == "due-regard-referral/1"
    assert whole["reference"] == row.reference
    assert whole["blocks"]["person"]["born_on"] == "2010-03-14"
    assert whole["blocks"]["person"]["addresses"] == ["4 Weir Street, Marlbrook"]


def test_no_mark_of_the_police_is_in_any_form():
    assert Group.POLICE_MARKS not in {block.group for block in BLOCKS}


@pytest.mark.parametrize("format", ["pdf", "docx", "json"])
def test_what_its_reader_may_not_have_is_left_out_and_said(marlbrook, format):
    _, file = made(marlbrook, format, groups=[Group.IDENTITY, Group.ACCOUNT])
    if format == "pdf":
        _, text = words_of(file.content)
    elif format == "docx":
        document = Document(io.BytesIO(file.content))
        text = " ".join(paragraph.text for paragraph in document.paragraphs)
    else:
        text = file.content.decode()
    assert "Wren Hollis" not in text
    assert "Who noticed and who refers" in text


@pytest.mark.parametrize(
    "name",
    ["Żółć Ŵyn", "O’Brien-Núñez", "محمد", "王小明", "😀", "ነገሥት", "a\u202eb", "<b>#x"],
)
@pytest.mark.parametrize("format", ["pdf", "docx", "json"])
def test_whatever_the_name_is_written_in_the_form_is_made(marlbrook, name, format):
    _, file = made(marlbrook, format, subject={"surname": name})
    assert len(file.content) > 500


def test_letters_that_cannot_be_printed_are_spelled_and_said(marlbrook):
    _, file = made(marlbrook, "pdf", subject={"forenames": "王", "surname": "Ash"})
    _, words = words_of(file.content)
    assert "[U+738B]" in words
    assert "Ash" in words
    assert "The Word document has them" in words


def test_somebody_without_a_known_name_has_a_form_too(marlbrook):
    _, file = made(marlbrook, "pdf", subject={"approximate_age": "15"})
    _, words = words_of(file.content)
    assert "Not given" in words


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ("", []),
        (None, []),
        (True, ["Yes"]),
        ("declined", ["They chose not to say"]),
        ("one\n\ntwo", ["one", "two"]),
        (date(2026, 5, 12), ["12 May 2026"]),
        (["a", "", "b"], ["a", "b"]),
        (
            {"who_else": "A teacher", "told": ""},
            ["Who else saw or heard it: A teacher"],
        ),
        (
            {"religion": {"value": "none", "stated_by": "self"}},
            ["Religion: none (said by: the person themselves)"],
        ),
    ],
)
def test_answers_of_every_kind_become_lines(value, lines):
    assert lines_of(value) == lines


def test_a_correction_names_an_answer_as_the_page_does():
    words = {str(about.value): about.label for about in Correction.About}
    shared = words.keys() & ACCOUNT.labels.keys()
    assert len(shared) == 6
    assert {name: words[name] for name in shared} == {
        name: ACCOUNT.labels[name] for name in shared
    }


@pytest.mark.parametrize("name", CHOICES)
def test_what_a_choice_is_in_words_is_read_back(name):
    for code in CHOICES[name]:
        assert code_of(name, in_words(name, code)) == code
