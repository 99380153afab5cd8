"""How large a file may be, as data, and the sentences that refuse a larger one.

Sources: settled 26 for bytes and rows; the rest is our policy, set so that a bad
file costs less than 150 MiB of memory before it is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dueregard.exchange.document import Cell, Line, Unreadable

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What a layout accepts. Sizes are in bytes, `cell` is in characters.

    `rows` counts the rows of a CSV or text table, `sheet_rows` those of one sheet of
    a workbook. `cells` counts the cells with something in them, in the whole file.
    `zip_ratio`, `unzipped` and `entries` are for the package that a workbook or Word
    document is; `xml_part` and `nodes` (elements and attributes) are for a part of it
    that must be held in memory whole, `sheet_part` for one that is read as a stream.
    """

    file: int
    rows: int
    cells: int
    sheet_rows: int = 100_000
    columns: int = 200
    cell: int = 32_767
    zip_ratio: int = 100
    unzipped: int = 200 * MEBIBYTE
    entries: int = 5_000
    xml_part: int = 12 * MEBIBYTE
    nodes: int = 500_000
    sheet_part: int = 200 * MEBIBYTE


PLAN_LIMITS = Limits(file=10 * MEBIBYTE, rows=100_000, cells=200_000)
TRAINING_LIMITS = Limits(
    file=200 * MEBIBYTE,
    rows=1_000_000,
    cells=20_000_000,
    xml_part=60 * MEBIBYTE,
    nodes=5_000_000,
)


def check_size(size: int, limits: Limits) -> None:
    """Refuse a file of `size` bytes before it is read, or one that is empty.

    Callers that know the size (an upload, a path) ask before they hold the bytes.
    """
    if size == 0:
        raise Unreadable(
            "The file is empty. Select a file with something in it, or save it again "
            "and upload that."
        )
    if size > limits.file:
        raise Unreadable(
            f"The file is {size / MEBIBYTE:,.0f} MiB and the most that can be read is "
            f"{limits.file // MEBIBYTE} MiB. Take pictures and spare sheets out, or "
            "split it, and upload it again."
        )


@dataclass
class Tally:
    """Counts what was read against the limits, and refuses when one is passed."""

    limits: Limits
    filled: int = 0
    places: int = 0

    def columns(self, count: int, place: str) -> None:
        """Refuse a row of `count` columns; `place` begins the sentence ("Row 4")."""
        if count > self.limits.columns:
            raise Unreadable(
                f"{place} has {count:,} columns and the most that can be read is "
                f"{self.limits.columns}. Delete the columns that are not needed and "
                "upload the file again."
            )

    def values(self, values: list[str], number: int) -> None:
        """Refuse a row of plain values that is too wide, or has one that is too long.

        Quick for a row that is neither: files of a million rows pass here.
        """
        if len(values) > self.limits.columns:
            self.columns(len(values), f"Row {number}")
        self.places += len(values)
        if self.places > 10 * self.limits.cells:
            raise self.too_full(f"Row {number}")
        if values and max(map(len, values)) > self.limits.cell:
            for value in values:
                self._length(Cell((Line(value, number),)), f"Row {number}")

    def row(self, cells: Iterable[Cell], place: str) -> None:
        """Count a row's cells; refuse a cell, or a file, that is too full."""
        for cell in cells:
            self.places += 1
            if cell.lines:
                self.filled += 1
                self._length(cell, place)
        full = self.filled > self.limits.cells
        if full or self.places > 10 * self.limits.cells:
            raise self.too_full(place)

    def sheet_row(self, row: int, title: str) -> None:
        """Refuse a filled row of a sheet that is too far down."""
        if row > self.limits.sheet_rows:
            raise Unreadable(
                f"Sheet “{title}” has more than {self.limits.sheet_rows:,} rows, the "
                "most that can be read from a workbook. Save the sheet as CSV and "
                "upload that, or split it."
            )

    def table_row(self, row: int, place: str) -> None:
        """Refuse a table of a document that has too many rows."""
        if row > self.limits.rows:
            raise Unreadable(
                f"{place} is beyond the {self.limits.rows:,} rows that can be read. "
                "Split the table and upload the parts."
            )

    def paragraph(self, text: str, place: str) -> None:
        """Count a paragraph as a filled cell; refuse one that is too long."""
        self.row((Cell((Line(text, 0),)),), place)

    def too_full(self, place: str) -> Unreadable:
        """The refusal of a file with too many cells; `place` begins the sentence."""
        return Unreadable(
            f"{place} is where the file passes {self.limits.cells:,} filled cells, the "
            "most that can be read at once. Split the file and upload the parts."
        )

    def _length(self, cell: Cell, place: str) -> None:
        length = sum(len(line.text) + 1 for line in cell.lines) - 1
        if length > self.limits.cell:
            raise Unreadable(
                f"{place} has a cell of {length:,} characters and the most that can "
                f"be read is {self.limits.cell:,}. Shorten it, or check for a "
                "quotation mark that is never closed, and upload the file again."
            )
