"""Writing tables that people open in a spreadsheet: CSV and XLSX.

Every export of the product writes its cells through this module, so that a cell which
a spreadsheet would run as a formula is always text, and reads back as it was.
"""

import csv
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BYTE_ORDER_MARK = "\ufeff"

_WOULD_RUN = re.compile(r"'*[=+\-@\t\r]")
_NEUTRALISED = re.compile(r"'+[=+\-@\t\r]")

Value = str | int | float | Decimal | bool | date | datetime | None


def neutralise(value: str) -> str:
    """`value` with an apostrophe in front when a spreadsheet would run it.

    A value that already looks neutralised gets one more, so that `restore` gives
    back exactly what was written (OWASP, "CSV injection").
    """
    return f"'{value}" if _WOULD_RUN.match(value) else value


def restore(value: str) -> str:
    """The value that `neutralise` was given: one apostrophe is taken off."""
    return value[1:] if _NEUTRALISED.match(value) else value


def as_text(value: Value) -> str:
    """A value as a cell of text; dates as ISO, moments in London to the minute."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return neutralise(value)
    return str(value)


class _Echo:
    """A file whose `write` answers the text, so that a csv writer can stream."""

    def write(self, text: str) -> str:
        return text


def csv_lines(
    header: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    byte_order_mark: bool = True,
) -> Iterator[str]:
    """The lines of a CSV file, one at a time, never the whole.

    The mark at the start tells Excel that the text is UTF-8.
    """
    writer = csv.writer(_Echo())
    if byte_order_mark:
        yield BYTE_ORDER_MARK
    yield writer.writerow([as_text(label) for label in header])
    for row in rows:
        yield writer.writerow([as_text(value) for value in row])


def csv_response(
    file_name: str,
    header: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    byte_order_mark: bool = True,
) -> StreamingHttpResponse:
    """A CSV file to save, streamed row by row."""
    return StreamingHttpResponse(
        csv_lines(header, rows, byte_order_mark=byte_order_mark),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": content_disposition_header(True, file_name)},
    )


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook. `widths` are in characters, one for each column."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Value]]
    widths: Sequence[int] = ()


def write_workbook(stream: IO[bytes], sheets: Iterable[Sheet]) -> None:
    """Write `sheets` as XLSX, holding one row in memory.

    Text is typed as text and marked so that editing it does not make it a formula;
    there are no hidden sheets, rows, names or comments.
    """
    options = {"constant_memory": True, "strings_to_formulas": False}
    with xlsxwriter.Workbook(stream, options) as workbook:
        bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        text = workbook.add_format(
            {"quote_prefix": True, "text_wrap": True, "valign": "top"}
        )
        for sheet in sheets:
            page = workbook.add_worksheet(_sheet_name(sheet.name))
            page.freeze_panes(1, 0)
            for column, width in enumerate(sheet.widths):
                page.set_column(column, column, width)
            for column, label in enumerate(sheet.header):
                page.write_string(0, column, label, bold)
            for number, row in enumerate(sheet.rows, start=1):
                for column, value in enumerate(row):
                    _write_cell(page, number, column, value, text)


def xlsx_response(file_name: str, sheets: Iterable[Sheet]) -> FileResponse:
    """A workbook to save, written to a temporary file that goes when it is sent."""
    stream = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write_workbook(stream, sheets)
    stream.seek(0)
    return FileResponse(
        stream, as_attachment=True, filename=file_name, content_type=XLSX
    )


def _write_cell(page, row: int, column: int, value: Value, text_format) -> None:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        page.write_number(row, column, value)
    elif isinstance(value, str):
        page.write_string(row, column, _kept_as_text(value), text_format)
    elif value is not None:
        page.write_string(row, column, as_text(value), text_format)


def _kept_as_text(value: str) -> str:
    """A typed cell needs no apostrophe, but one that a reader would take off."""
    return f"'{value}" if _NEUTRALISED.match(value) else value


def _sheet_name(name: str) -> str:
    """`name` without what Excel forbids in a sheet's name, at most 31 characters."""
    return re.sub(r"[\[\]:*?/\\']", " ", name)[:31].strip() or "Sheet"
