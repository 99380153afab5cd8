"""What a sheet's XML says that openpyxl's streaming reader does not.

One pass finds how far the sheet is filled, which cells are formulas, merges,
hyperlinks, and hidden rows and columns. It refuses a sheet that is too large before
openpyxl opens it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from openpyxl.utils import column_index_from_string, get_column_letter

from .limits import Tally
from .package import Package
from .recognise import damaged

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
RELATION_ID = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
COORDINATE = re.compile(r"^\$?([A-Z]{1,3})\$?([0-9]{1,7})$")
LAST_ROW = 1_048_576
MOST_MERGES = 50_000
# Excel stores blank cells that have a border or a fill; this many are put up with.
BLANKS_TO_A_CELL = 5
MOST_LINKS = 65_530


@dataclass(frozen=True)
class Area:
    """A rectangle of cells, rows and columns counted from 1, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class SheetFacts:
    """`formulas` maps (row, column) to the formula's text; `links` to relation ids.

    `height` and `width` are the last row and column with something in them.
    """

    height: int = 0
    width: int = 0
    formulas: dict[tuple[int, int], str] = field(default_factory=dict)
    uncached: set[tuple[int, int]] = field(default_factory=set)
    merges: list[Area] = field(default_factory=list)
    links: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    conditional_colours: bool = False


def cell_name(row: int, column: int) -> str:
    """ "C7" for row 7, column 3."""
    return f"{get_column_letter(column)}{row}"


def survey_sheet(package: Package, part: str, title: str, tally: Tally) -> SheetFacts:
    """The facts of one sheet. Raises Unreadable when it passes a limit."""
    scanner = _Scanner(package, title, tally)
    try:
        package.scan(part, start=scanner.start, end=scanner.end, text=scanner.text)
    except (ValueError, KeyError):
        raise damaged(package.name, package.kind) from None
    return scanner.facts


class _Scanner:
    """Handlers for one pass over a sheet's XML."""

    def __init__(self, package: Package, title: str, tally: Tally) -> None:
        self.package = package
        self.title = title
        self.tally = tally
        self.facts = SheetFacts()
        self.row = self.column = self.filled_to = 0
        self.cells = self.depth = 0
        self.formula: list[str] | None = None
        self.has_value = self.in_value = False
        self.starts = {
            f"{MAIN}row": self._start_row,
            f"{MAIN}c": self._start_cell,
            f"{MAIN}f": self._start_formula,
            f"{MAIN}v": self._value,
            f"{MAIN}is": self._value,
            f"{MAIN}col": self._column,
            f"{MAIN}mergeCell": self._merge,
            f"{MAIN}hyperlink": self._link,
            f"{MAIN}conditionalFormatting": self._conditional,
        }
        self.ends = {f"{MAIN}row": self._end_row, f"{MAIN}c": self._end_cell}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > 100:
            raise ValueError("nested too deeply")
        handler = self.starts.get(name)
        if handler:
            handler(attributes)

    def end(self, name: str) -> None:
        self.depth -= 1
        handler = self.ends.get(name)
        if handler:
            handler()

    def text(self, words: str) -> None:
        if self.in_value:
            self.has_value = True
        elif self.formula is not None:
            self.formula.append(words)

    def _start_row(self, attributes: dict[str, str]) -> None:
        row = int(attributes.get("r", self.row + 1))
        if not self.row < row <= LAST_ROW:
            raise ValueError("rows out of order")
        self.row = row
        self.column = self.filled_to = 0
        if attributes.get("hidden") in ("1", "true"):
            self.facts.hidden_rows.append(row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.cells += 1
        if self.cells > BLANKS_TO_A_CELL * self.tally.limits.cells:
            raise self.tally.too_full(f"Sheet “{self.title}”, row {self.row},")
        reference = attributes.get("r")
        self.column = _place(reference)[1] if reference else self.column + 1
        self.formula = None
        self.has_value = self.in_value = False

    def _start_formula(self, attributes: dict[str, str]) -> None:
        self.formula = []

    def _value(self, attributes: dict[str, str]) -> None:
        self.in_value = True

    def _end_cell(self) -> None:
        if self.formula is not None:
            place = (self.row, self.column)
            self.facts.formulas[place] = "=" + "".join(self.formula)
            if not self.has_value:
                self.facts.uncached.add(place)
        if self.has_value or self.formula is not None:
            self.filled_to = max(self.filled_to, self.column)
        self.formula = None
        self.in_value = False

    def _end_row(self) -> None:
        if not self.filled_to:
            return
        place = f"Sheet “{self.title}”, row {self.row},"
        self.tally.columns(self.filled_to, place)
        self.tally.sheet_row(self.row, self.title)
        self.facts.height = self.row
        self.facts.width = max(self.facts.width, self.filled_to)

    def _column(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes["min"]), int(attributes["max"])
            last = min(last, self.tally.limits.columns)
            self.facts.hidden_columns.extend(range(first, last + 1))

    def _merge(self, attributes: dict[str, str]) -> None:
        first, _, last = attributes["ref"].partition(":")
        area = Area(*_place(first), *_place(last or first))
        if len(self.facts.merges) >= MOST_MERGES or area.top > area.bottom:
            raise ValueError("merges that no office program writes")
        self.facts.merges.append(area)

    def _link(self, attributes: dict[str, str]) -> None:
        if RELATION_ID in attributes and len(self.facts.links) < MOST_LINKS:
            first = attributes["ref"].partition(":")[0]
            self.facts.links[_place(first)] = attributes[RELATION_ID]

    def _conditional(self, attributes: dict[str, str]) -> None:
        self.facts.conditional_colours = True


def _place(reference: str) -> tuple[int, int]:
    """(7, 3) for "C7". Raises ValueError when it is no coordinate."""
    found = COORDINATE.match(reference)
    if not found:
        raise ValueError(reference)
    return int(found.group(2)), column_index_from_string(found.group(1))
