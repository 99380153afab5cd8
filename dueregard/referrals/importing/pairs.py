"""The questions and answers of a completed form, from a Word document or a PDF.

The bytes are read from memory and nothing of them is kept here. Word is read by
`exchange`; of a PDF only its boxes are, by their names.
"""

import io
import re
from collections.abc import Iterator

from django.utils.module_loading import import_string
from django.views.decorators.debug import sensitive_variables

from dueregard.exchange import readers
from dueregard.exchange.document import Document, Paragraph, Table, Unreadable
from dueregard.exchange.readers import Limits

MEBIBYTE = 1024 * 1024
LIMITS = Limits(file=5 * MEBIBYTE, rows=2_000, cells=5_000, unzipped=40 * MEBIBYTE)
MOST_BOXES = 500
LONGEST = 20_000  # characters of one answer
NO_BOXES = (
    "This PDF has no boxes that were filled in, so nothing can be read from it. Select "
    "the Word document instead, or write the referral down yourself."
)
LOCKED = "This PDF is locked with a password. Save it without one and select it again."
DAMAGED = "This PDF is damaged and cannot be read. Save it again and select that."
NOT_A_FORM = "Select a Word document (.docx) or a PDF with boxes that were filled in."
Pair = tuple[str, str]
# By dotted name: no page needs the library to start.
PDF_READER, PDF_ERROR = "pypdf.PdfReader", "pypdf.errors.PyPdfError"
# What it says of bytes that are no PDF, at one time or another.
BROKEN = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
    OSError,
    ArithmeticError,
    AssertionError,
)


@sensitive_variables()
def pairs_of(name: str, data: bytes) -> list[Pair]:
    """Each question with its answer, in the order of the file.

    Raises:
        Unreadable: with the one sentence to show.
    """
    readers.check_size(len(data), LIMITS)
    if data.startswith(b"%PDF-"):
        return _of_pdf(data)
    if not name.lower().endswith(".docx"):
        raise Unreadable(NOT_A_FORM)
    return list(_of_document(readers.read(name, data, limits=LIMITS)))


def _of_pdf(data: bytes) -> list[Pair]:
    broken = (import_string(PDF_ERROR), *BROKEN)
    try:
        reader = import_string(PDF_READER)(io.BytesIO(data))
        if reader.is_encrypted:
            raise Unreadable(LOCKED)
        boxes = list((reader.get_fields() or {}).items())[:MOST_BOXES]
        found = [
            (str(box.get("/TU") or name), _words(box.get("/V"))) for name, box in boxes
        ]
    except broken:
        raise Unreadable(DAMAGED) from None
    filled = [(label, answer) for label, answer in found if answer]
    if not filled:
        raise Unreadable(NO_BOXES)
    return filled


def _words(value: object) -> str:
    """What stands in a box; a box to tick gives the name of its state."""
    if value is None:
        return ""
    words = str(value).removeprefix("/").replace("\r\n", "\n").replace("\r", "\n")
    return words.strip()[:LONGEST]


def _of_document(document: Document) -> Iterator[Pair]:
    """Rows of two cells; a row of one cell asks, and the next one answers; and
    paragraphs that say "Question: answer"."""
    for block in document.blocks:
        if isinstance(block, Table):
            yield from _of_table(block)
        elif isinstance(block, Paragraph):
            label, colon, answer = block.text.partition(":")
            if colon and answer.strip() and len(label) < 200:
                yield label.strip(), answer.strip()[:LONGEST]


def _of_table(table: Table) -> Iterator[Pair]:
    asked = ""
    for row in table.rows:
        cells = [cell.text.strip() for cell in row.cells if not cell.covered]
        if len(cells) == 1:
            if asked and cells[0]:
                yield asked, cells[0][:LONGEST]
            asked = "" if asked and cells[0] else cells[0]
            continue
        asked = ""
        for label, answer in zip(cells[::2], cells[1::2], strict=False):
            if label and answer:
                yield re.sub(r"\s+", " ", label), answer[:LONGEST]
