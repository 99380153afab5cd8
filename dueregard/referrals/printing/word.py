"""The completed form as a Word document, for a system that takes such files."""

from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from .sheet import Sheet


def document_of(sheet: Sheet):
    document = Document()
    _lay_out(document, sheet)
    document.add_heading(sheet.title, level=0)
    document.add_paragraph(sheet.authority)
    _table(document, [[label, [value]] for label, value in sheet.facts])
    for block in sheet.blocks:
        document.add_heading(block["title"], level=1)
        _table(document, [[row["label"], row["lines"]] for row in block["rows"]])
    if sheet.left_out:
        document.add_paragraph(f"Left out: {', '.join(sheet.left_out)}.")
    return document


def _lay_out(document, sheet: Sheet) -> None:
    """A4 upright; who it was made for, when, marking and page on every page."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.header.paragraphs[0].text = f"{sheet.marking}. For {sheet.watermark}"
    foot = section.footer.paragraphs[0]
    foot.add_run(f"{sheet.marking}. Made by {sheet.made_by}, {sheet.made_at}. Page ")
    _field(foot, "PAGE")
    foot.add_run(" of ")
    _field(foot, "NUMPAGES")
    document.core_properties.title = sheet.title
    document.core_properties.author = sheet.authority
    document.core_properties.language = "en-GB"


def _field(paragraph, code: str) -> None:
    """A number that Word works out."""
    element = OxmlElement("w:fldSimple")
    element.set(qn("w:instr"), code)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    element.append(run)
    paragraph._p.append(element)


def _table(document, rows: list[list[Any]]) -> None:
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    for label, lines in rows:
        first, second = table.add_row().cells
        first.text, second.text = label, "\n".join(lines)
        first.paragraphs[0].runs[0].bold = True
        first.width, second.width = Cm(5), Cm(11)
