"""Excel workbooks: every visible sheet becomes a table named after it."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ElementTree
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby, islice

import openpyxl
from lxml import etree
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.utils.exceptions import InvalidFileException

from dueregard.exchange.document import Cell, Document, Row, Table, Unreadable

from .characters import Remarks
from .colours import DRAWING, Palette
from .limits import Limits, Tally
from .merges import Merges
from .package import Package, Relation
from .recognise import XLSX, called, damaged
from .xlsx_cells import CellReader, Look, look_of
from .xlsx_sheet import SheetFacts, survey_sheet

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
COVERED = Cell(covered=True)
# What openpyxl and the parsers under it raise on a workbook that is not right.
THEIR_ERRORS = (
    ArithmeticError,
    AttributeError,
    EOFError,
    ElementTree.ParseError,
    InvalidFileException,
    LookupError,
    OSError,
    TypeError,
    ValueError,
    etree.XMLSyntaxError,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(frozen=True)
class Sheet:
    """A sheet as the workbook lists it; `part` is its XML in the package."""

    title: str
    part: str
    hidden: bool


def read_xlsx(name: str, data: bytes, limits: Limits) -> Document:
    """Read the visible sheets of a workbook; hidden ones are only named."""
    package = Package(name, XLSX, data, limits)
    workbook_part = _workbook_part(package)
    sheets = _sheets(package, workbook_part)
    reader = _Reader(package, Tally(limits), Remarks())
    facts = {}
    for sheet in sheets:
        if sheet.hidden:
            reader.remarks.add(
                "hidden-sheet",
                0,
                f"Sheet “{sheet.title}” is hidden, so it was not read. Show it in "
                "Excel if it belongs to the file.",
                sheet.title,
            )
        else:
            facts[sheet] = survey_sheet(package, sheet.part, sheet.title, reader.tally)
    tables = reader.tables(facts, _theme(package, workbook_part))
    if not tables:
        raise Unreadable(
            f"{called(name)} has no table: no visible sheet has anything in it. Show "
            "or fill the sheet that is meant, and upload the file again."
        )
    return Document(
        name,
        "",
        XLSX,
        blocks=list(tables),
        remarks=reader.remarks.all(),
        from_1904=reader.from_1904,
    )


def _workbook_part(package: Package) -> str:
    for relation in package.relations("").values():
        if relation.kind == "officeDocument" and package.has(relation.target):
            return relation.target
    raise damaged(package.name, XLSX)


def _sheets(package: Package, workbook_part: str) -> list[Sheet]:
    root = package.tree(workbook_part)
    if root.tag.startswith(STRICT):
        raise Unreadable(
            f"{called(package.name)} was saved as “Strict Open XML”, which cannot be "
            "read. Save it as “Excel Workbook (.xlsx)” and upload that."
        )
    relations = package.relations(workbook_part)
    found = []
    for element in root.iter(f"{MAIN}sheet"):
        relation = relations.get(element.get(RELATION_ID, ""))
        if relation and relation.kind == "worksheet":
            hidden = element.get("state", "visible") != "visible"
            found.append(Sheet(element.get("name", ""), relation.target, hidden))
    return found


def _theme(package: Package, workbook_part: str) -> etree._Element | None:
    for relation in package.relations(workbook_part).values():
        if relation.kind == "theme" and package.has(relation.target):
            return package.tree(relation.target)
    return None


@dataclass
class _Reader:
    package: Package
    tally: Tally
    remarks: Remarks
    from_1904: bool = False

    def tables(
        self, facts: dict[Sheet, SheetFacts], theme: etree._Element | None
    ) -> list[Table]:
        with self._their_errors():
            workbook = openpyxl.load_workbook(
                io.BytesIO(self.package.data),
                read_only=True,
                data_only=True,
                keep_links=False,
            )
        palette = Palette(theme, workbook._colors)
        self.from_1904 = workbook.epoch == CALENDAR_MAC_1904
        tables = []
        for sheet, known in facts.items():
            rows = tuple(self._rows(workbook, sheet, known, palette))
            if rows:
                self._remark(sheet, known)
                tables.append(Table(rows, rows[0].line, sheet.title))
        workbook.close()
        return tables

    @contextmanager
    def _their_errors(self) -> Iterator[None]:
        """Say "damaged" for whatever openpyxl cannot make sense of."""
        try:
            yield
        except THEIR_ERRORS:
            raise damaged(self.package.name, XLSX) from None

    def _grid(
        self, workbook: openpyxl.Workbook, sheet: Sheet, known: SheetFacts
    ) -> Iterator[list[Look]]:
        """openpyxl's rows from 1 to the last with something in it, and no further."""
        with self._their_errors():
            found = workbook[sheet.title].iter_rows(
                min_row=1, max_row=known.height, max_col=known.width
            )
            for row in islice(found, known.height):
                yield [look_of(cell) for cell in row]

    def _rows(
        self,
        workbook: openpyxl.Workbook,
        sheet: Sheet,
        known: SheetFacts,
        palette: Palette,
    ) -> Iterator[Row]:
        if not known.height:
            return
        merges = Merges(known.merges, known.width)
        relations = self.package.relations(sheet.part)
        builder = CellReader(sheet.title, known, palette, relations, self.remarks)
        for number, source in enumerate(self._grid(workbook, sheet, known), 1):
            with self._their_errors():
                begun, covered = merges.row(number)
            place = f"Sheet “{sheet.title}”, row {number},"
            cells = tuple(
                COVERED
                if column in covered
                else builder.cell(theirs, number, column, begun.get(column))
                for column, theirs in enumerate(source, 1)
            )
            if any(cell.lines for cell in cells):
                self.tally.row(cells, place)
                yield Row(cells, number)

    def _remark(self, sheet: Sheet, known: SheetFacts) -> None:
        """Say what else the sheet holds, once for the sheet or run of rows."""
        where = f"Sheet “{sheet.title}”"
        for first, last in _runs(known.hidden_rows, known.height):
            self.remarks.add(
                "hidden-rows",
                first,
                f"{where}: {_span('row', first, last)} hidden "
                "in the workbook. What is there was read too.",
            )
        for first, last in _runs(known.hidden_columns, known.width):
            span = _span("column", get_column_letter(first), get_column_letter(last))
            self.remarks.add(
                "hidden-columns",
                0,
                f"{where}: {span} hidden in the workbook. What is there was read too.",
            )
        if known.conditional_colours:
            self.remarks.add(
                "conditional-formatting",
                0,
                f"{where}: colours that Excel works out "
                "by rule (conditional formatting) were not read.",
            )
        for relation in self.package.relations(sheet.part).values():
            self._remark_part(where, relation)

    def _remark_part(self, where: str, relation: Relation) -> None:
        if relation.kind == "comments":
            self.remarks.add("comments", 0, f"{where}: its comments were not read.")
        if relation.kind == "drawing" and self.package.has(relation.target):
            words = self.package.tree(relation.target).itertext(f"{DRAWING}t")
            excerpt = " ".join(islice(words, 40))
            if excerpt.strip():
                self.remarks.add(
                    "text-box",
                    0,
                    f"{where}: the words in its shapes and text boxes were not read.",
                    excerpt,
                )


def _runs(numbers: list[int], most: int) -> Iterator[tuple[int, int]]:
    """(4, 9) for 4, 5, … 9; numbers beyond `most` are left out."""
    within = [number for number in numbers if number <= most]
    for _, run in groupby(enumerate(within), key=lambda pair: pair[1] - pair[0]):
        members = [number for _, number in run]
        yield members[0], members[-1]


def _span(what: str, first: object, last: object) -> str:
    if first == last:
        return f"{what} {first} is"
    return f"{what}s {first} to {last} are"
