"""The rows of a plan's tables: which are headers, titles, actions, or none of these."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dueregard.exchange.document import Cell, Line, Row, Table

from .entries import Entry, entry
from .layouts import Field
from .recognise import Header, Mapped, header_of, names_of, plain

REF = re.compile(r"^[A-Z]{0,4}[\s.-]?\d{1,4}(?:[.\-/]\d{1,3})*[a-z]?[.):]?$", re.I)
WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True)
class Title:
    """A row that names what follows. `broken` when it was printed over columns."""

    text: str
    line: int
    header: Header | None
    broken: bool = False


@dataclass(frozen=True)
class Body:
    """A row of content under its header. `first` of its table."""

    entry: Entry
    header: Header
    first: bool


@dataclass(frozen=True)
class Loose:
    """A row above every header. `lone` when only one of its cells has text."""

    text: str
    line: int
    lone: bool


Event = Title | Body | Loose


class Tables:
    """Reads tables in order; a header holds until another, over page breaks too."""

    def __init__(self, kind: str, mapping: Mapped | None) -> None:
        self.kind = kind
        self.mapping = mapping
        self.header: Header | None = None
        self.layouts: list[str] = []

    def is_plan(self, table: Table) -> bool:
        """Whether any row of the table is a header we know."""
        return any(header_of(row, self.mapping) for row in table.rows)

    def read(self, table: Table, *, after_heading: bool) -> Iterator[Event] | None:
        """The table's rows, or None when it is not one of the plan's."""
        if self.is_plan(table) or self._goes_on(table, after_heading):
            return self._events(table)
        return None

    def _goes_on(self, table: Table, after_heading: bool) -> bool:
        """A table without a header goes on under the last one if it has its shape."""
        if self.header is None:
            return False
        width = len(self.header.names)
        widest = max(len(names_of(row)) for row in table.rows)
        if after_heading or self.kind != "text":
            return self._same_shape(table, widest)
        if widest > width:
            return False
        first = table.rows[0].cells[0].text
        full = any(len(row.cells) >= width for row in table.rows)
        return full or not first or bool(REF.match(first))

    def _same_shape(self, table: Table, width: int) -> bool:
        header = self.header
        if header is None or width != len(header.names) or width < 3:
            return False
        if not header.has(Field.REF):
            return self.kind != "text"
        at = header.fields.index(Field.REF)
        refs = [row.cells[at].text for row in table.rows if len(row.cells) > at]
        return bool(refs) and all(not ref or REF.match(ref) for ref in refs)

    def _events(self, table: Table) -> Iterator[Event]:
        rows = _whole_headers(list(table.rows), self.mapping)
        first = True
        for at, row in enumerate(rows):
            header = header_of(row, self.mapping)
            if header:
                self._change(header)
                continue
            after = rows[at + 1] if at + 1 < len(rows) else None
            event = self._event(row, after, first)
            if event:
                yield event
                first = first and not isinstance(event, Body)

    def _change(self, header: Header) -> None:
        """Take the header over. The same fields again only keep its fuller names."""
        same = self.header is not None and header.says_the_same(self.header)
        if not (same and self.header and len(self.header.names) > len(header.names)):
            self.header = header
        if header.layout not in self.layouts:
            self.layouts.append(header.layout)

    def _event(self, row: Row, after: Row | None, first: bool) -> Event | None:
        texts = [cell.text for cell in row.cells if WORD.search(cell.text)]
        if not texts and not any(cell.colour for cell in row.cells):
            return None
        coming = header_of(after, self.mapping) if after else None
        lone = len(texts) == 1
        if lone and self._is_title(row, after, coming):
            text = " ".join(texts[0].replace("• ", "").split())
            return Title(text, row.line, coming or self.header)
        if coming and self.kind == "text" and len(texts) > 1 and _flows(texts):
            return Title(_mended(texts), row.line, coming, broken=True)
        if self.header is None:
            return Loose(" | ".join(texts), row.line, lone) if texts else None
        return Body(entry(row, self.header), self.header, first)

    def _is_title(self, row: Row, after: Row | None, coming: Header | None) -> bool:
        at = next(i for i, cell in enumerate(row.cells) if WORD.search(cell.text))
        cell = row.cells[at]
        header = self.header
        if coming and (at == 0 or cell.column_span > 1):
            return True
        if header is None:
            return False
        spans = cell.column_span * 2 > len(header.names)
        field = header.fields[at] if at < len(header.fields) else Field.EXTRA
        if at or field in (Field.ACTION, Field.OWNERS):
            return spans and cell.bold
        if field is Field.REF:
            return not REF.match(cell.text)
        if cell.text[:1].islower() or cell.row_span > 1:
            return False
        return spans or cell.bold or (self.kind != "text" and _is_filled(after))


def _is_filled(row: Row | None) -> bool:
    """Whether a row begins with text and has more: so the one above was a title."""
    names = names_of(row) if row else ()
    return bool(names) and bool(names[0]) and len([n for n in names if n]) > 1


def _flows(texts: list[str]) -> bool:
    """Whether the columns cut one sentence: each cell goes on in lower case."""
    return all(text[:1].islower() for text in texts[1:]) and not any(
        text.rstrip().endswith(".") for text in texts[:-1]
    )


def _mended(texts: list[str]) -> str:
    whole = texts[0]
    for text in texts[1:]:
        ends, begins = whole.split()[-1], text.split()[0]
        inside = len(ends) == 1 or (len(begins) == 1 and begins not in "aI")
        whole = f"{whole}{text}" if inside else f"{whole} {text}"
    return whole


def _whole_headers(rows: list[Row], mapping: Mapped | None) -> list[Row]:
    """Put a header of two rows together: "Review" over "B", "1", "2", "3"."""
    whole: list[Row] = []
    skip = False
    for at, row in enumerate(rows):
        if skip:
            skip = False
            continue
        after = rows[at + 1] if at + 1 < len(rows) else None
        if after and header_of(row, mapping) and _is_second_row(row, after):
            row = Row(_merged(row, after), row.line)
            skip = True
        whole.append(row)
    return whole


def _is_second_row(row: Row, after: Row) -> bool:
    """Whether the row only fills places that the header above it leaves open."""
    filled = [at for at, cell in enumerate(after.cells) if cell.text]
    beneath = [at for at in filled if at >= len(row.cells) or not row.cells[at].text]
    spanning = [
        at for at in filled if at < len(row.cells) and row.cells[at].column_span > 1
    ]
    open_places = set(beneath) | set(spanning)
    return (
        len(filled) > 1
        and set(filled) == open_places
        and all(len(plain(after.cells[at].text)) <= 12 for at in filled)
    )


def _merged(row: Row, after: Row) -> tuple[Cell, ...]:
    cells = []
    above = ""
    for at in range(max(len(row.cells), len(after.cells))):
        top = row.cells[at] if at < len(row.cells) else Cell()
        beneath = after.cells[at] if at < len(after.cells) else Cell()
        if top.text:
            above = top.text if top.column_span > 1 else ""
        text = f"{above} {beneath.text}".strip() if beneath.text else top.text
        cells.append(Cell((Line(text, row.line),)) if text else Cell())
    return tuple(cells)
