"""The files that a plan can be had as, by the code that stands in the address."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponseBase

from .json_file import as_json
from .part import Part
from .pdf import as_pdf
from .tables import as_csv, as_xlsx
from .word import as_docx


@dataclass(frozen=True)
class Format:
    """`use` says what the file is good for, on the page that offers it."""

    label: str
    use: str
    write: Callable[[Part], HttpResponseBase]


FORMATS: dict[str, Format] = {
    "xlsx": Format(
        "Excel workbook", "To work on in a spreadsheet. Can be imported again.", as_xlsx
    ),
    "csv": Format("CSV", "For other programs. Can be imported again.", as_csv),
    "docx": Format("Word document", "To edit or send round.", as_docx),
    "pdf": Format("PDF", "To print or to read aloud by a screen reader.", as_pdf),
    "json": Format(
        "JSON", "The whole plan with its narrative. Can be imported again.", as_json
    ),
}
