"""Comma-separated values: also with semicolons, tabs or bars between them.

A row's number is the one that a spreadsheet program would show: records are counted
from 1, blank ones too, and a line break inside quotation marks does not begin a row.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO

from dueregard.exchange.document import Cell, Document, Row, Table, Unreadable

from .characters import Remarks, lines_of
from .encoding import GUESSED, survey
from .limits import Limits, Tally
from .recognise import called

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_CHARACTERS = 64 * 1024
LONGEST_RECORD = 1024 * 1024
EMPTY = Cell()
# Excel's own hint, a first line that is not shown as a row.
HINT = re.compile(r'^"?sep=(.)"?\r?\n', re.IGNORECASE)
# Our exports put an apostrophe before text that a spreadsheet would run.
NEUTRALISED = re.compile("^'+[=+\\-@\t\r]")


def read_csv(name: str, data: bytes, limits: Limits) -> Document:
    """Read a CSV file whole, as one table without a name."""
    stream = io.BytesIO(data)
    remarks = Remarks()
    if survey(stream).guessed:
        remarks.add("encoding", 0, GUESSED)
    kept = []
    for row in rows(stream, limits=limits):
        kept.append(row)
        _remark(row, remarks)
    if not kept:
        raise Unreadable(
            f"{called(name)} has no table: every row is empty. Select a file with "
            "something in it."
        )
    width = max(len(row.cells) for row in kept)
    full = tuple(_widened(row, width) for row in kept)
    table = Table(rows=full, line=full[0].line)
    return Document(name, "", "csv", blocks=[table], remarks=remarks.all())


def rows(stream: BinaryIO, *, limits: Limits) -> Iterator[Row]:
    """The rows of a CSV file, one at a time; blank ones are left out.

    `stream` is seekable and is read twice: once to find its encoding and refuse what
    is not text, then row by row. It is never held. Raises Unreadable at the row that
    passes a limit, so callers must not act on a row before the last one came.
    """
    encoding = survey(stream)
    text = io.TextIOWrapper(stream, encoding=encoding.codec, newline="")
    try:
        yield from _rows(text, limits)
    finally:
        text.detach()


def texts(stream: BinaryIO, *, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file as `rows` gives them, but as (number, values).

    For files of a million rows: a value is its text as it stands, and a formula still
    begins with its equals sign. Limits and refusals are those of `rows`.
    """
    encoding = survey(stream)
    text = io.TextIOWrapper(stream, encoding=encoding.codec, newline="")
    try:
        for number, values in _numbered(text, limits):
            if any(map(str.strip, values)):
                yield number, [_freed(value) for value in values]
    finally:
        text.detach()


def _freed(value: str) -> str:
    return value[1:] if value[:1] == "'" and NEUTRALISED.match(value) else value


def _rows(text: io.TextIOWrapper, limits: Limits) -> Iterator[Row]:
    tally = Tally(limits)
    for number, values in _numbered(text, limits):
        cells = tuple(cell_of(value, number) for value in values)
        tally.row(cells, f"Row {number}")
        if any(cell.lines for cell in cells):
            yield Row(cells, number)


def _numbered(
    text: io.TextIOWrapper, limits: Limits
) -> Iterator[tuple[int, list[str]]]:
    """Every record with its number; refuses what passes the limits on its values."""
    sample = text.read(SAMPLE_CHARACTERS)
    hint = HINT.match(sample)
    text.seek(0)
    if hint:
        text.readline()
    delimiter = hint.group(1) if hint else delimiter_of(sample)
    record = _Record(text)
    tally = Tally(limits)
    for number, values in enumerate(_records(record, delimiter), 1):
        if number > limits.rows:
            raise Unreadable(
                f"The file has more than {limits.rows:,} rows, the most that can be "
                "read. Split it and upload the parts."
            )
        tally.values(values, number)
        yield number, values


def delimiter_of(sample: str) -> str:
    """The delimiter that splits most rows of the sample into the same many columns.

    Where two do equally well, more columns win, then the one first in DELIMITERS.
    """
    complete = sample.rpartition("\n")[0] or sample
    return max(DELIMITERS, key=lambda delimiter: _evenness(complete, delimiter))


def _evenness(sample: str, delimiter: str) -> tuple[float, int]:
    """(the share of rows that have the commonest width, that width)."""
    widths: Counter[int] = Counter()
    try:
        for values in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            widths[len(values)] += 1
    except csv.Error:
        pass  # What was counted before the fault still tells the delimiters apart.
    split = [(count, width) for width, count in widths.items() if width > 1]
    count, width = max(split, default=(0, 0))
    return count / max(1, widths.total()), width


class _Record:
    """The physical lines of a file; remembers those of the record being read."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self.text = text
        self.lines: list[str] = []
        self.size = 0
        self.number = 1

    def __iter__(self) -> _Record:
        return self

    def __next__(self) -> str:
        line = self.text.readline(LONGEST_RECORD + 1)
        if not line:
            raise StopIteration
        self.lines.append(line)
        self.size += len(line)
        if self.size > LONGEST_RECORD:
            raise Unreadable(
                f"Row {self.number} is longer than can be read. Look there for a "
                "quotation mark that is never closed, mend it, and upload the file "
                "again."
            )
        return line

    def finished(self) -> None:
        """The record is complete: forget its lines."""
        self.lines.clear()
        self.size = 0
        self.number += 1


def _records(record: _Record, delimiter: str) -> Iterator[list[str]]:
    """The values of each record; an unclosed quotation mark is refused."""
    reader = csv.reader(record, delimiter=delimiter)
    try:
        for values in reader:
            if len(record.lines) > 1 or record.lines[0].count('"') % 2:
                _refuse_unclosed(record, delimiter)
            record.finished()
            yield values
    except csv.Error:
        raise Unreadable(
            f"Row {record.number} cannot be taken apart into columns. Look there for a "
            "quotation mark that is never closed, mend it, and upload the file again."
        ) from None


def _refuse_unclosed(record: _Record, delimiter: str) -> None:
    """Read a record strictly: did the file end inside quotes?"""
    try:
        list(csv.reader(record.lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise


def cell_of(value: str, row: int) -> Cell:
    """A cell of text; what looks like a formula is marked and stays text."""
    if NEUTRALISED.match(value):
        return Cell(lines_of(value[1:], row))
    if not value:
        return EMPTY
    lines = lines_of(value, row)
    return Cell(lines, formula=_looks_run(value)) if lines else EMPTY


def _looks_run(value: str) -> bool:
    return len(value) > 1 and value[0] == "=" and value[1] not in "= "


def _widened(row: Row, width: int) -> Row:
    missing = width - len(row.cells)
    return Row(row.cells + (EMPTY,) * missing, row.line) if missing else row


def _remark(row: Row, remarks: Remarks) -> None:
    for cell in row.cells:
        if not cell.lines:
            continue
        if cell.formula:
            remarks.add(
                "formula",
                row.line,
                f"Row {row.line} holds a formula. It was not worked out: its words are "
                "shown as text.",
                cell.text,
            )
        remarks.hidden(cell.text, row.line, f"Row {row.line}")
