"""A return as a file: CSV, XLSX and a tagged PDF."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.http import HttpResponseBase

from dueregard.exchange.export import Sheet, csv_response, xlsx_response

from .pdf import as_pdf
from .sheet import Return, Row


@dataclass(frozen=True)
class Format:
    """`use` says what the file is good for, on the page that offers it."""

    label: str
    use: str
    write: Callable[[Return], HttpResponseBase]


def as_csv(made: Return) -> HttpResponseBase:
    """One table under the other, then the definitions."""
    return csv_response(made.file_name("csv"), [made.title], _lines(made))


def as_xlsx(made: Return) -> HttpResponseBase:
    """A sheet for each table, and one for what the columns mean."""
    sheets = [
        Sheet(
            table.title,
            table.header,
            table.rows,
            [column.width for column in table.columns],
        )
        for table in made.tables
    ]
    about: list[Row] = [["", "", line] for line in _about(made)]
    meaning = Sheet(
        "Definitions",
        ["Table", "Column", "What it means"],
        [*made.definitions(), *about],
        [28, 24, 100],
    )
    return xlsx_response(made.file_name("xlsx"), [*sheets, meaning])


def _lines(made: Return) -> Iterator[Row]:
    for line in _about(made):
        yield [line]
    for table in made.tables:
        yield []
        yield [table.title]
        yield table.header
        yield from table.rows
        if not table.rows:
            yield [table.empty]
    yield []
    yield ["Table", "Column", "What it means"]
    yield from made.definitions()


def _about(made: Return) -> list[str]:
    notes = [f"{table.title}: {table.note}" for table in made.tables if table.note]
    return [
        made.authority,
        made.covers,
        made.counted,
        made.made_words,
        made.marking,
        *notes,
        *made.remarks,
    ]


FORMATS: dict[str, Format] = {
    "xlsx": Format("Excel workbook", "A sheet for each table.", as_xlsx),
    "csv": Format("CSV", "For other programs.", as_csv),
    "pdf": Format("PDF", "To print, to send, or to read by a screen reader.", as_pdf),
}
