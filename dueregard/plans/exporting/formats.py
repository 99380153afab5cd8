"""The files that a plan can be had as, by the code that stands in the address."""

from dataclasses import dataclass

from django.http import HttpResponseBase
from django.utils.module_loading import import_string

from .part import Part

_HERE = "dueregard.plans.exporting"


@dataclass(frozen=True)
class Format:
    """`use` says what the file is good for, on the page that offers it.

    `writer` is a dotted name: the libraries behind some are heavy, and no page needs
    one to start.
    """

    label: str
    use: str
    writer: str

    def write(self, part: Part) -> HttpResponseBase:
        return import_string(f"{_HERE}.{self.writer}")(part)


FORMATS: dict[str, Format] = {
    "xlsx": Format(
        "Excel workbook",
        "To work on in a spreadsheet. Can be imported again.",
        "tables.as_xlsx",
    ),
    "csv": Format("CSV", "For other programs. Can be imported again.", "tables.as_csv"),
    "docx": Format("Word document", "To edit or send round.", "word.as_docx"),
    "pdf": Format("PDF", "To print or to read aloud by a screen reader.", "pdf.as_pdf"),
    "json": Format(
        "JSON",
        "The whole plan with its narrative. Can be imported again.",
        "json_file.as_json",
    ),
}
