"""One cell of an Excel workbook, from what openpyxl and the sheet's XML say of it."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.styles.fills import Fill

from dueregard.exchange.document import Cell, Link

from .characters import Remarks, lines_of, refuse_forbidden
from .colours import Palette
from .links import safe_link
from .package import Relation
from .xlsx_sheet import Area, SheetFacts, cell_name
from .xlsx_values import text_of

EMPTY = Cell()


@dataclass(frozen=True)
class Look:
    """What a cell shows: its words, its fill, and whether it is in bold."""

    text: str = ""
    fill: Fill | None = None
    bold: bool = False


NOTHING = Look()


def look_of(theirs) -> Look:
    """Everything we ask of openpyxl's cell; it raises its own errors here only."""
    if theirs.value is None and theirs.fill is None:
        return NOTHING
    return Look(text_of(theirs), theirs.fill, bool(theirs.font and theirs.font.b))


@dataclass
class CellReader:
    """Turns the looks of one sheet's cells into cells, with what its XML adds."""

    sheet: str
    known: SheetFacts
    palette: Palette
    relations: dict[str, Relation]
    remarks: Remarks

    def cell(self, look: Look, row: int, column: int, area: Area | None) -> Cell:
        place = (row, column)
        colour = self.palette.shading(look.fill)
        text = look.text
        if place in self.known.formulas:
            text = self._formula(place, text)
        if not text and colour is None and area is None:
            return EMPTY
        where = f"sheet “{self.sheet}”, cell {cell_name(row, column)}"
        refuse_forbidden(text, where)
        self.remarks.hidden(text, row, where[0].upper() + where[1:])
        return Cell(
            lines=lines_of(text, row),
            colour=colour,
            links=self._links(place, text),
            bold=bool(text) and look.bold,
            formula=place in self.known.formulas,
            column_span=self._across(area),
            row_span=self._down(area),
        )

    def _formula(self, place: tuple[int, int], text: str) -> str:
        where = f"Sheet “{self.sheet}”, cell {cell_name(*place)}"
        formula = self.known.formulas[place]
        if place in self.known.uncached:
            text = formula
            done = "It has no saved answer, so its words are shown as text."
        else:
            done = "The answer saved in the file was used."
        self.remarks.add("formula", place[0], f"{where} is a formula. {done}", formula)
        return text

    def _links(self, place: tuple[int, int], text: str) -> tuple[Link, ...]:
        relation = self.relations.get(self.known.links.get(place, ""))
        if relation is None or not relation.external:
            return ()
        where = f"Sheet “{self.sheet}”, cell {cell_name(*place)}"
        link = safe_link(text, relation.target, place[0], where, self.remarks)
        return (link,) if link else ()

    def _across(self, area: Area | None) -> int:
        return min(area.right, self.known.width) - area.left + 1 if area else 1

    def _down(self, area: Area | None) -> int:
        return min(area.bottom, self.known.height) - area.top + 1 if area else 1
