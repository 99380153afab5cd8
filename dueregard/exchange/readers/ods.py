"""OpenDocument spreadsheets: every visible sheet becomes a table named after it.

The sheet's XML is read as a stream, row by row: it says what no reader library
gives for this format, such as merges, shading, links and line breaks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from dueregard.exchange.document import Cell, Document, Line, Row, Table, Unreadable

from .characters import Remarks, refuse_forbidden
from .limits import Limits, Tally
from .ods_cells import CELL, COVERED_CELL, EMPTY, TABLE, CellReader, repeated
from .ods_styles import STYLE, Styles
from .package import Package
from .recognise import BROKEN_ZIP, ODS, called, damaged

ROW, COLUMN, SHEET = f"{TABLE}table-row", f"{TABLE}table-column", f"{TABLE}table"
ROW_STARTS = ROW[1:].replace("}", " ")
FILTERED = ("collapse", "filter")
COVERED = Cell(covered=True)
MOST_NODES_IN_A_ROW = 100_000
LAST_ROW = 1_048_576


def read_ods(name: str, data: bytes, limits: Limits) -> Document:
    """Read the visible sheets of a spreadsheet; hidden ones are only named."""
    package = Package(name, ODS, data, limits)
    if not package.has("content.xml"):
        raise damaged(name, ODS)
    package.scan("content.xml", start=_RowGuard(package).start)
    reader = _Reader(package, Tally(limits), Remarks(), Styles())
    tables = reader.tables()
    if not tables:
        raise Unreadable(
            f"{called(name)} has no table: no visible sheet has anything in it. Show "
            "or fill the sheet that is meant, and upload the file again."
        )
    return Document(name, "", ODS, blocks=list(tables), remarks=reader.remarks.all())


@dataclass
class _RowGuard:
    """Counts what stands in one row before any of it is held in memory."""

    package: Package
    nodes: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.nodes = 0 if name == ROW_STARTS else self.nodes + 1
        if self.nodes > MOST_NODES_IN_A_ROW:
            raise damaged(self.package.name, ODS)


@dataclass
class _Sheet:
    """The sheet being read: its rows so far and what its columns say."""

    title: str
    hidden: bool
    rows: list[Row] = field(default_factory=list)
    number: int = 0
    column_styles: list[str] = field(default_factory=list)
    hidden_columns: bool = False


@dataclass
class _Reader:
    package: Package
    tally: Tally
    remarks: Remarks
    styles: Styles

    def tables(self) -> list[Table]:
        if self.package.has("styles.xml"):
            self.styles.add_all(self.package.tree("styles.xml"))
        found = []
        try:
            for sheet in self._sheets():
                if sheet.hidden:
                    self._name_hidden(sheet)
                elif sheet.rows:
                    rows = tuple(_squared(sheet.rows))
                    found.append(Table(rows, rows[0].line, sheet.title))
        except (etree.XMLSyntaxError, *BROKEN_ZIP):
            raise damaged(self.package.name, ODS) from None
        return found

    def _sheets(self) -> Iterator[_Sheet]:
        """Stream the content; each row is forgotten once it was taken."""
        sheet: _Sheet | None = None
        with self.package.open("content.xml") as stream:
            for event, element in etree.iterparse(
                stream,
                events=("start", "end"),
                tag=(f"{STYLE}style", SHEET, COLUMN, ROW),
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
            ):
                if event == "start":
                    if element.tag == SHEET and sheet is None:
                        sheet = self._begun(element)
                    continue
                if element.tag == f"{STYLE}style":
                    self.styles.add(element)
                elif sheet is not None and not _inside_a_cell(element):
                    if element.tag == SHEET:
                        yield sheet
                        sheet = None
                    else:
                        self._take(element, sheet)
                    _forget(element)

    def _begun(self, element: etree._Element) -> _Sheet:
        style = element.get(f"{TABLE}style-name", "")
        return _Sheet(
            element.get(f"{TABLE}name", ""), not self.styles.shows_table(style)
        )

    def _take(self, element: etree._Element, sheet: _Sheet) -> None:
        if sheet.hidden:
            return
        if element.tag == COLUMN:
            self._take_column(element, sheet)
        else:
            self._take_row(element, sheet)

    def _take_column(self, element: etree._Element, sheet: _Sheet) -> None:
        times = repeated(element, "number-columns-repeated")
        room = self.tally.limits.columns - len(sheet.column_styles)
        style = element.get(f"{TABLE}default-cell-style-name", "")
        sheet.column_styles.extend([style] * min(times, room))
        hidden = element.get(f"{TABLE}visibility") in FILTERED and room > 0
        if hidden and not sheet.hidden_columns:
            sheet.hidden_columns = True
            self.remarks.add(
                "hidden-columns",
                0,
                f"Sheet “{sheet.title}” has hidden columns. What is there was read "
                "too.",
            )

    def _take_row(self, element: etree._Element, sheet: _Sheet) -> None:
        times = repeated(element, "number-rows-repeated")
        first = sheet.number + 1
        sheet.number += times
        if sheet.number > 2 * LAST_ROW:
            raise ValueError("a row that no office program writes")
        cells = self._cells(element, sheet, first)
        if not any(cell.lines for cell in cells):
            return
        self.tally.sheet_row(sheet.number, sheet.title)
        if element.get(f"{TABLE}visibility") in FILTERED:
            self.remarks.add(
                "hidden-rows",
                first,
                f"Sheet “{sheet.title}”: row {first} is hidden in the workbook. What "
                "is there was read too.",
            )
        for number in range(first, first + times):
            row = Row(_at(cells, number), number)
            self.tally.row(row.cells, f"Sheet “{sheet.title}”, row {number},")
            sheet.rows.append(row)

    def _cells(
        self, element: etree._Element, sheet: _Sheet, row: int
    ) -> tuple[Cell, ...]:
        """The row's cells up to the last with text; more columns are refused."""
        reader = CellReader(sheet.title, row, self.styles, self.remarks)
        runs: list[tuple[Cell, int]] = []
        column = filled = 0
        for child in element.iterchildren(CELL, COVERED_CELL):
            times = repeated(child, "number-columns-repeated")
            default = _at_place(sheet.column_styles, column)
            cell = COVERED
            if child.tag == CELL:
                cell = reader.cell(child, column + 1, default)
            runs.append((cell, times))
            column += times
            filled = column if cell.lines else filled
        self.tally.columns(filled, f"Sheet “{sheet.title}”, row {row},")
        if not filled:
            return ()
        cells: list[Cell] = []
        for cell, times in runs:
            cells.extend([cell] * min(times, self.tally.limits.columns - len(cells)))
        while cells and cells[-1] == EMPTY:
            cells.pop()
        for cell in cells:
            refuse_forbidden(cell.text, f"sheet “{sheet.title}”, row {row}")
        return tuple(cells)

    def _name_hidden(self, sheet: _Sheet) -> None:
        self.remarks.add(
            "hidden-sheet",
            0,
            f"Sheet “{sheet.title}” is hidden, so it was not read. Show it in the "
            "spreadsheet if it belongs to the file.",
            sheet.title,
        )


def _inside_a_cell(element: etree._Element) -> bool:
    """Is this part of a table inside a cell, which a spreadsheet shows nowhere?"""
    return next(element.iterancestors(CELL, COVERED_CELL), None) is not None


def _forget(element: etree._Element) -> None:
    """Free a row that was read, and the shells of those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _at_place(styles: list[str], column: int) -> str:
    return styles[column] if column < len(styles) else ""


def _at(cells: tuple[Cell, ...], number: int) -> tuple[Cell, ...]:
    """The cells of a repeated row, their lines placed in this one."""
    if all(line.line == number for cell in cells for line in cell.lines):
        return cells
    return tuple(
        replace(cell, lines=tuple(_moved(line, number) for line in cell.lines))
        for cell in cells
    )


def _moved(line: Line, number: int) -> Line:
    return replace(line, line=number)


def _squared(rows: list[Row]) -> Iterator[Row]:
    """Rows of equal width; a merge reaches no further than the widest row."""
    width = max(
        max((at for at, cell in enumerate(row.cells, 1) if cell.lines), default=0)
        for row in rows
    )
    for row in rows:
        missing = (EMPTY,) * (width - len(row.cells))
        cells = row.cells[:width] + missing
        yield Row(
            tuple(_clipped(cell, at, width) for at, cell in enumerate(cells)), row.line
        )


def _clipped(cell: Cell, at: int, width: int) -> Cell:
    if at + cell.column_span > width:
        return replace(cell, column_span=width - at)
    return cell
