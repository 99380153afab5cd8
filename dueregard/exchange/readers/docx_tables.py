"""The tables of a Word document, merges and shading with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from dueregard.exchange.document import Cell, Line, Link, Row, Table

from .docx_parts import W, switched_on, value
from .docx_text import Context, Words, read_paragraph, shading_of
from .limits import Tally

WRAPPERS = (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo")
EMPTY = Cell()
COVERED = Cell(covered=True)


def unwrapped(element: etree._Element, *tags: str) -> Iterator[etree._Element]:
    """The children of these tags, seen through content controls and insertions."""
    for child in element.iterchildren(etree.Element):
        if child.tag in tags:
            yield child
        elif child.tag in WRAPPERS:
            yield from unwrapped(child, *tags)


@dataclass
class _Contents:
    """What the paragraphs of one cell add up to."""

    lines: list[Line] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)


@dataclass
class TableReader:
    """Reads one table; `number` counts the tables of the document from 1."""

    context: Context
    tally: Tally
    number: int

    def table(self, element: etree._Element, line: int) -> Table | None:
        """The table that stands at block `line`, or None when it has no rows."""
        rows: list[list[Cell]] = []
        open_merges: dict[int, int] = {}
        for source in unwrapped(element, f"{W}tr"):
            if switched_on(source.find(f"{W}trPr"), "del"):
                self.context.remark_tracked(len(rows) + 1)
                continue
            rows.append(self._row(source, len(rows) + 1))
            self._merge_down(source, rows, open_merges)
        if not rows:
            return None
        width = max(len(row) for row in rows)
        full = (tuple(row) + (EMPTY,) * (width - len(row)) for row in rows)
        return Table(tuple(Row(row, at) for at, row in enumerate(full, 1)), line)

    def _where(self, row: int) -> str:
        return f"Table {self.number}, row {row}"

    def _row(self, source: etree._Element, number: int) -> list[Cell]:
        self.tally.table_row(number, self._where(number))
        skipped = self._count(source.find(f"{W}trPr"), "gridBefore", 0, number)
        cells: list[Cell] = [EMPTY] * skipped
        for cell in unwrapped(source, f"{W}tc"):
            properties = cell.find(f"{W}tcPr")
            span = self._count(properties, "gridSpan", 1, number)
            self.tally.columns(len(cells) + span, f"{self._where(number)},")
            if _continues(properties):
                cells.extend([COVERED] * span)
            else:
                cells.append(self._cell(cell, properties, number, span))
                cells.extend([COVERED] * (span - 1))
        self.tally.row(cells, f"{self._where(number)},")
        return cells

    def _count(
        self, properties: etree._Element | None, name: str, default: int, row: int
    ) -> int:
        """A count of grid columns; Word's limit is 63, ours refuses sooner or later."""
        text = value(properties, f"{W}{name}")
        if not text.isascii() or not text.isdigit():
            return default
        count = int(text[:6])
        self.tally.columns(count, f"{self._where(row)},")
        return max(default, count)

    def _merge_down(
        self, source: etree._Element, rows: list[list[Cell]], open_merges: dict
    ) -> None:
        """Give the cell that begins a vertical merge the number of rows it covers.

        `open_merges` holds, by column, the row in which the merge now open began.
        """
        row = rows[-1]
        at = len(row)
        spans = []
        for cell in reversed(list(unwrapped(source, f"{W}tc"))):
            properties = cell.find(f"{W}tcPr")
            at -= self._count(properties, "gridSpan", 1, len(rows))
            spans.append((at, _continues(properties), _begins(properties)))
        for at, continues, begins in spans:
            if continues and at in open_merges:
                began = rows[open_merges[at]]
                began[at] = replace(began[at], row_span=began[at].row_span + 1)
            else:
                open_merges.pop(at, None)
            if begins:
                open_merges[at] = len(rows) - 1

    def _cell(
        self,
        element: etree._Element,
        properties: etree._Element | None,
        row: int,
        span: int,
    ) -> Cell:
        contents = _Contents()
        self._fill(element, contents, row)
        colour = shading_of(properties) or _colour_behind(contents.words)
        if not contents.lines and colour is None and span == 1:
            return EMPTY
        return Cell(
            lines=tuple(contents.lines),
            colour=colour,
            links=tuple(contents.links),
            bold=bool(contents.words) and all(words.bold for words in contents.words),
            column_span=span,
        )

    def _fill(self, element: etree._Element, contents: _Contents, row: int) -> None:
        """Take the cell's paragraphs, and those of tables inside it, in order."""
        for child in unwrapped(element, f"{W}p", f"{W}tbl"):
            if child.tag == f"{W}tbl":
                self._nested(child, contents, row)
                continue
            words = read_paragraph(child, self.context, row, self._where(row))
            contents.links.extend(words.links)
            if words.text:
                contents.words.append(words)
                contents.lines.extend(_lines(words, row))

    def _nested(self, table: etree._Element, contents: _Contents, row: int) -> None:
        self.context.remarks.add(
            "nested-table",
            row,
            f"{self._where(row)} has a table inside a cell. Its words were read as "
            "lines of that cell.",
            " ".join(table.itertext(f"{W}t"))[:240],
        )
        for source in unwrapped(table, f"{W}tr"):
            for cell in unwrapped(source, f"{W}tc"):
                self._fill(cell, contents, row)


def _lines(words: Words, row: int) -> Iterator[Line]:
    """The paragraph's lines; only its first has the bullet."""
    first = True
    for text in words.text.splitlines():
        if text.strip():
            yield Line(text.strip(), row, bullet=words.bullet and first)
            first = False


def _colour_behind(words: list[Words]) -> str | None:
    colours = {colour for each in words for colour in each.colours}
    return colours.pop() if len(colours) == 1 else None


def _continues(properties: etree._Element | None) -> bool:
    """Is the cell covered by the one above (w:vMerge without "restart")?"""
    merge = properties.find(f"{W}vMerge") if properties is not None else None
    return merge is not None and merge.get(f"{W}val", "continue") == "continue"


def _begins(properties: etree._Element | None) -> bool:
    return value(properties, f"{W}vMerge") == "restart"
