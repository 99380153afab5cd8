"""Which row of a table is its header, and what each column then holds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from dueregard.exchange.document import Document, Row, Table

from .layouts import BY_SYNONYMS, LAYOUTS, MAPPED, SYNONYMS, Field, Layout

PUNCTUATION = re.compile(r"[^\w#]+")
LONGEST_NAME = 80
GOOD_ENOUGH = 0.7


@dataclass(frozen=True)
class Header:
    """A header row that was recognised: each column's printed name and its field."""

    layout: str
    names: tuple[str, ...]
    fields: tuple[Field, ...]
    score: float
    line: int

    def has(self, field: Field) -> bool:
        return field in self.fields

    def says_the_same(self, other: Header) -> bool:
        """Whether it is the same header printed again, in other words or not."""
        return self.fields[: len(other.fields)] == other.fields[: len(self.fields)]


@dataclass(frozen=True)
class ColumnMapping:
    """What a person said each column holds: `fields` in the order of the columns.

    `line` is that of the header row, as `headers_found` gave it.
    """

    line: int
    fields: tuple[Field, ...]
    table: int = 0


@dataclass(frozen=True)
class Mapped:
    """A mapping with the names of its header row, to know it again on other pages."""

    names: tuple[str, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class HeaderFound:
    """A row that may be a header, for the column-mapping page.

    `table` counts the document's tables from 0; `suggested` is a field a column.
    `sample` is the texts of the first row beneath it.
    """

    table: int
    line: int
    names: tuple[str, ...]
    suggested: tuple[Field, ...]
    sample: tuple[str, ...]


def plain(name: str) -> str:
    """A column's name without case, footnote marks and punctuation."""
    name = name.lower().replace("&", " and ").replace("a x b", " ")
    return " ".join(PUNCTUATION.sub(" ", name).split())


def resolve(document: Document, mapping: ColumnMapping | None) -> Mapped | None:
    """The names of the columns that a person mapped; LookupError if not there."""
    if mapping is None:
        return None
    tables = list(document.tables())
    rows = tables[mapping.table].rows
    row = next((row for row in rows if row.line == mapping.line), None)
    if row is None:
        raise LookupError(f"No row of the table is at {mapping.line}.")
    names = names_of(row)
    fields = (*mapping.fields, *[Field.EXTRA] * len(names))[: len(names)]
    return Mapped(names, tuple(Field(field) for field in fields))


def header_of(row: Row, mapped: Mapped | None = None) -> Header | None:
    """The header that this row is, or None. A person's mapping goes before layouts."""
    names = names_of(row)
    if mapped and names == mapped.names:
        return Header(MAPPED, names, mapped.fields, 1.0, row.line)
    known = [plain(name) for name in names]
    if not _may_be_header(known, names):
        return None
    best = max((_fit(layout, known) for layout in LAYOUTS), key=lambda fit: fit[0])
    score, layout, fields = best
    if score < GOOD_ENOUGH:
        fields = [field_by_synonym(name) for name in known]
        if not _enough_by_synonyms(fields, known):
            return None
        return Header(BY_SYNONYMS, names, tuple(fields), score, row.line)
    return Header(layout.code, names, tuple(fields), score, row.line)


def names_of(row: Row) -> tuple[str, ...]:
    """The row's texts on one line each, without empty columns at its end."""
    names = [" ".join(line.text for line in cell.lines) for cell in row.cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def headers_found(document: Document) -> list[HeaderFound]:
    """Each table's likeliest header row, recognised or not, for a person to map."""
    found = []
    for number, table in enumerate(document.tables()):
        row = _likeliest(table)
        if row is None:
            continue
        names = names_of(row)
        header = header_of(row)
        fields = (
            header.fields
            if header
            else tuple(field_by_synonym(plain(name)) for name in names)
        )
        after = [other for other in table.rows if other.line > row.line]
        sample = names_of(after[0]) if after else ()
        found.append(HeaderFound(number, row.line, names, fields, sample))
    return found


def field_by_synonym(name: str) -> Field:
    """The field that a plain name is another word for, else EXTRA."""
    for field, names in SYNONYMS.items():
        if name in names:
            return field
    return Field.EXTRA


def _likeliest(table: Table) -> Row | None:
    """The recognised header, else the first row with the most short cells."""
    rows = table.rows[:50]
    for row in rows:
        if header_of(row):
            return row
    wide = [row for row in rows if len([name for name in names_of(row) if name]) > 1]
    return max(wide, key=_short_cells, default=None)


def _short_cells(row: Row) -> int:
    return sum(1 for name in names_of(row) if 0 < len(name) <= LONGEST_NAME)


def _may_be_header(known: list[str], names: tuple[str, ...]) -> bool:
    filled = [name for name in known if name]
    return (
        len(filled) > 1
        and all(len(name) <= LONGEST_NAME for name in names)
        and any(
            name in ACTION_NAMES or name.startswith(ACTION_STARTS) for name in filled
        )
    )


def _enough_by_synonyms(fields: list[Field], known: list[str]) -> bool:
    """An action column, another we know, and no more strange columns than known."""
    said = [field for field in fields if field is not Field.EXTRA]
    filled = sum(1 for name in known if name)
    return said.count(Field.ACTION) == 1 and len(said) > 1 and len(said) * 2 >= filled


Fit = tuple[float, Layout, list[Field]]


def _fit(layout: Layout, known: list[str]) -> Fit:
    """How well a layout fits: twice the columns shared over the columns of both."""
    fields: list[Field | None] = [None] * len(known)
    shared = 0.0
    for column in layout.columns:
        at, worth = _place(column.names, known, fields)
        if at is not None:
            fields[at] = column.field
            shared += worth
    filled = sum(1 for name in known if name)
    score = 2 * shared / (len(layout.columns) + filled)
    if Field.ACTION not in fields:
        score = 0.0
    return score, layout, _with_synonyms(fields, known)


def _place(
    names: tuple[str, ...], known: list[str], fields: list[Field | None]
) -> tuple[int | None, float]:
    for worth, test in ((1.0, str.__eq__), (0.8, _begins)):
        for at, name in enumerate(known):
            if name and fields[at] is None and any(test(name, n) for n in names):
                return at, worth
    return None, 0.0


def _begins(name: str, start: str) -> bool:
    return len(start) > 3 and name.startswith(f"{start} ")


def _with_synonyms(fields: list[Field | None], known: list[str]) -> list[Field]:
    """Columns the layout does not name, by their synonyms, each field once."""
    taken = {field for field in fields if field}
    said: list[Field] = []
    for field, name in zip(fields, known, strict=True):
        if field is None:
            field = field_by_synonym(name)
            if field in taken and field is not Field.MILESTONE:
                field = Field.EXTRA
            taken.add(field)
        said.append(field)
    return said


ACTION_NAMES = frozenset(
    name
    for names in (
        *(c.names for layout in LAYOUTS for c in layout.columns if c.field == "action"),
        SYNONYMS[Field.ACTION],
    )
    for name in names
)
ACTION_STARTS = tuple(f"{name} " for name in sorted(ACTION_NAMES) if len(name) > 3)
