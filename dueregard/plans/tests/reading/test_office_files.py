"""Plans as Word and Excel hold them, through the real readers."""

from io import BytesIO

from docx import Document as Word
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook
from openpyxl.styles import PatternFill

from dueregard.exchange.readers import read
from dueregard.plans.reading import understand

from .build import codes


def shade(cell, colour):
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(shading)


def word_plan():
    word = Word()
    word.add_heading("Marlbrook Prevent plan 2025-26", 0)
    word.add_heading("1. Why we act", 1)
    word.add_paragraph("We mean to keep people safe.")
    table = word.add_table(rows=0, cols=5)
    rows = (
        ("Places - halls and parks", "", "", "", ""),
        ("Activity", "Lead Officer & Organisation", "Actions", "Timescales", "RAG"),
        ("Halls", "Clerk\nHall Managers", "", "Feb 2026\nMar 2026", ""),
        ("", "Chair", "Tell the board.", "Ongoing", ""),
        ("Parks", "All", "Walk the parks", "by end of March", "Amber"),
    )
    for texts in rows:
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    title = table.rows[0].cells
    title[0].merge(title[4])
    actions = table.rows[2].cells[2]
    actions.paragraphs[0].text = "Write a hire policy"
    actions.paragraphs[0].style = "List Bullet"
    actions.add_paragraph("Train the caretakers", style="List Bullet")
    shade(table.rows[2].cells[4], "FF0000")
    table.rows[2].cells[0].merge(table.rows[3].cells[0])
    stream = BytesIO()
    word.save(stream)
    return understand(read("plan.docx", stream.getvalue()))


def test_a_word_plan_with_bullets_merges_and_shading():
    draft = word_plan()
    assert (draft.layout, draft.title) == ("L2", "Marlbrook Prevent plan 2025-26")
    assert str(draft.period_end) == "2026-03-31"
    assert [(s.number, s.text) for s in draft.sections] == [
        ("1", "We mean to keep people safe.")
    ]
    (places,) = draft.groups
    assert places.title == "Places - halls and parks"
    assert [group.title for group in places.groups] == ["Halls", "Parks"]
    assert [
        (a.text, a.owners, str(a.due), a.ongoing, a.rag, a.confidence)
        for a in draft.actions()
    ] == [
        (
            "Write a hire policy",
            ("Clerk", "Hall Managers"),
            "2026-02-28",
            False,
            "red",
            "uncertain",
        ),
        (
            "Train the caretakers",
            ("Clerk", "Hall Managers"),
            "2026-03-31",
            False,
            "red",
            "uncertain",
        ),
        ("Tell the board.", ("Chair",), "None", True, "not_rated", "certain"),
        ("Walk the parks", ("All",), "2026-03-31", False, "amber", "uncertain"),
    ]
    first = next(draft.actions())
    assert first.extra["rag_source"] == "from the cell's colour"


def test_an_excel_plan_with_sheets_merges_and_shading():
    book = Workbook()
    sheet = book.active
    sheet.title = "Plan"
    for row in (
        ("Fernshire action plan 2025-26",),
        (),
        ("Ref", "Objective", "Action", "Owner", "Due date", "RAG", "Cost"),
        ("A1", "Know our places", "Write it down", "Chair", "31/12/2025", None, "£5"),
        (
            "A2",
            None,
            "Share it\nwith schools",
            "Chair; Police",
            "Q3 2025/26",
            "G",
            None,
        ),
    ):
        sheet.append(row)
    sheet.merge_cells("A1:G1")
    sheet.merge_cells("B4:B5")
    sheet["F4"].fill = PatternFill("solid", fgColor="FFC000")
    hidden = book.create_sheet("Old")
    hidden.append(("Ref", "Action", "Owner"))
    hidden.sheet_state = "hidden"
    stream = BytesIO()
    book.save(stream)
    draft = understand(read("plan.xlsx", stream.getvalue()))
    assert draft.title == "Fernshire action plan 2025-26"
    (group,) = draft.groups
    assert group.title == "Know our places"
    one, two = group.actions
    assert (one.ref, str(one.due), one.rag) == ("A1", "2025-12-31", "amber")
    assert one.extra["Cost"] == "£5"
    assert (two.text, two.owners) == ("Share it with schools", ("Chair", "Police"))
    assert (str(two.due), two.rag) == ("2025-12-31", "green")
    assert one.line == 4
    assert "hidden-sheet" in codes(draft)
