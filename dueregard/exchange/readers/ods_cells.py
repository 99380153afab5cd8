"""One cell of an OpenDocument spreadsheet."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from dueregard.exchange.document import Cell, Link

from .characters import Remarks, lines_of
from .links import safe_link
from .ods_styles import TABLE, Styles
from .xlsx_sheet import cell_name
from .xlsx_values import day_text, number_text

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
CELL, COVERED_CELL = f"{TABLE}table-cell", f"{TABLE}covered-table-cell"
EMPTY = Cell()
# A date shown without its day: "Mar 24", "March 2024", "03/2024", or the year alone.
MONTH_SHOWN = re.compile(r"^(?:[A-Za-z]+\.?[ -]\d{2}(?:\d{2})?|\d{1,2}[/.]\d{4})$")
YEAR_SHOWN = re.compile(r"^\d{4}$")
MOST_SPACES = 100


def repeated(element: etree._Element, attribute: str) -> int:
    """How often a row, column or cell stands here. Raises ValueError for nonsense."""
    times = int(element.get(f"{TABLE}{attribute}", "1"))
    if not 1 <= times <= 2_000_000:
        raise ValueError(attribute)
    return times


@dataclass
class CellReader:
    """Reads the cells of one row."""

    sheet: str
    row: int
    styles: Styles
    remarks: Remarks

    def cell(self, element: etree._Element, column: int, default_style: str) -> Cell:
        style = element.get(f"{TABLE}style-name") or default_style
        colour = self.styles.colour(style)
        text = self._text(element)
        spans = self._spans(element)
        formula = element.get(f"{TABLE}formula")
        if not text and formula is None and colour is None and spans == (1, 1):
            self._remark_notes(element, column)
            return EMPTY
        where = f"Sheet “{self.sheet}”, cell {cell_name(self.row, column)}"
        if formula is not None:
            text = self._formula(where, formula, text)
        self.remarks.hidden(text, self.row, where)
        self._remark_notes(element, column)
        return Cell(
            lines=lines_of(text, self.row),
            colour=colour,
            links=self._links(element, where),
            bold=bool(text) and self.styles.bold(style),
            formula=formula is not None,
            column_span=spans[0],
            row_span=spans[1],
        )

    def _spans(self, element: etree._Element) -> tuple[int, int]:
        return (
            repeated(element, "number-columns-spanned"),
            repeated(element, "number-rows-spanned"),
        )

    def _text(self, element: etree._Element) -> str:
        """The value as ISO date or plain number; otherwise the words shown."""
        shown = "\n".join(
            "".join(_words(child))
            for child in element.iterchildren(f"{TEXT}p", f"{TEXT}h")
        )
        kind = element.get(f"{OFFICE}value-type", "string")
        if kind == "date":
            return _date(element.get(f"{OFFICE}date-value", ""), shown)
        if kind in ("float", "percentage"):
            value = element.get(f"{OFFICE}value", "")
            return number_text(float(value), percent=kind == "percentage")
        if kind == "boolean":
            return element.get(f"{OFFICE}boolean-value", "").upper()
        return shown or element.get(f"{OFFICE}string-value", "")

    def _formula(self, where: str, formula: str, text: str) -> str:
        words = "=" + formula.partition("=")[2]
        if text:
            done = "The answer saved in the file was used."
        else:
            text = words
            done = "It has no saved answer, so its words are shown as text."
        self.remarks.add("formula", self.row, f"{where} is a formula. {done}", words)
        return text

    def _links(self, element: etree._Element, where: str) -> tuple[Link, ...]:
        found = []
        for anchor in element.iter(f"{TEXT}a"):
            url = anchor.get(f"{XLINK}href", "")
            if url and not url.startswith("#"):
                words = "".join(_words(anchor))
                link = safe_link(words, url, self.row, where, self.remarks)
                found.extend([link] if link else [])
        return tuple(found)

    def _remark_notes(self, element: etree._Element, column: int) -> None:
        where = f"Sheet “{self.sheet}”, cell {cell_name(self.row, column)}"
        if element.find(f"{OFFICE}annotation") is not None:
            self.remarks.add(
                "comments", self.row, f"{where}: its comment was not read."
            )
        boxes = element.iterfind(f"{DRAW}*")
        words = " ".join(" ".join("".join(box.itertext()).split()) for box in boxes)
        if words.strip():
            self.remarks.add(
                "text-box",
                self.row,
                f"{where}: the words in a shape or text box were not read.",
                words,
            )


def _date(value: str, shown: str) -> str:
    try:
        moment = datetime.datetime.fromisoformat(value)
    except ValueError:
        return shown or value
    if moment.time() != datetime.time():
        return moment.isoformat(timespec="seconds")
    shows = "dmy"
    if MONTH_SHOWN.match(shown):
        shows = "my"
    elif YEAR_SHOWN.match(shown):
        shows = "y"
    return day_text(moment.date(), shows=shows)


def _words(element: etree._Element) -> Iterator[str]:
    """The words of a paragraph in order, with its spaces, tabs and line breaks."""
    yield element.text or ""
    for child in element.iterchildren(etree.Element):
        if child.tag == f"{TEXT}line-break":
            yield "\n"
        elif child.tag == f"{TEXT}s":
            yield " " * min(MOST_SPACES, int(child.get(f"{TEXT}c", "1")))
        elif child.tag == f"{TEXT}tab":
            yield " "
        elif child.tag != f"{OFFICE}annotation":
            yield from _words(child)
        yield child.tail or ""
