"""A plan as a Word document: narrative, then a table for each group of actions."""

import io

from django.http import FileResponse
from django.utils import timezone
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Cm

from ..models import Action
from ..rag import Rag
from ..wording import in_words
from .part import Part

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
COLUMNS = ["#", "Action", "Owner", "Timescale", "Status", "RAG"]
RATING = dict(Rag.choices)


def as_docx(part: Part) -> FileResponse:
    stream = io.BytesIO()
    document_of(part).save(stream)
    stream.seek(0)
    return FileResponse(
        stream,
        as_attachment=True,
        filename=part.file_name("docx"),
        content_type=WORD,
    )


def document_of(part: Part):
    document = Document()
    _lay_out(document, part)
    plan = part.plan
    document.add_heading(plan.title, level=0)
    document.add_paragraph(
        f"{plan.authority}. {in_words(plan.starts_on)} to {in_words(plan.ends_on)}"
    )
    for section in part.sections:
        document.add_heading(str(section), level=1)
        _paragraphs(document, section.text)
    for group, actions in part.outline():
        document.add_heading(str(group), level=group.level)
        _paragraphs(document, group.narrative)
        if actions:
            _table(document, actions)
    return document


def _lay_out(document, part: Part) -> None:
    """A4 landscape, with marking, person and time at the foot of each page."""
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    marking = part.marking()
    made_at = timezone.localtime(marking["made_at"])
    section.footer.paragraphs[
        0
    ].text = (
        f"{marking['marking']}. Made by {marking['made_by']}, {made_at:%d/%m/%Y %H:%M}"
    )
    document.core_properties.title = part.plan.title
    document.core_properties.author = str(part.plan.authority)
    document.core_properties.language = "en-GB"


def _paragraphs(document, text: str) -> None:
    for line in text.splitlines():
        if line.strip():
            document.add_paragraph(line)


def cells_of(action: Action) -> list[str]:
    """What stands under `COLUMNS` for one action, in a printed plan."""
    when = action.timescale_text or (in_words(action.due_on) if action.due_on else "")
    return [
        action.ref,
        action.text,
        action.owners_text,
        when,
        action.get_status_display(),
        RATING[action.rating],
    ]


def _table(document, actions) -> None:
    table = document.add_table(rows=1, cols=len(COLUMNS))
    table.style = "Table Grid"
    for cell, name in zip(table.rows[0].cells, COLUMNS, strict=True):
        cell.text = name
        cell.paragraphs[0].runs[0].bold = True
    for action in actions:
        for cell, value in zip(table.add_row().cells, cells_of(action), strict=True):
            cell.text = value
