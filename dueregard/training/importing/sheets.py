"""A file of training records as rows of text, read as often as they are needed.

A CSV file is streamed from the disk each time, so that a million rows need no memory; a
workbook is held as its reader gives it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from dueregard.exchange import mappings
from dueregard.exchange.document import Cell, Remark, Table, Unreadable
from dueregard.exchange.importers import OUR_COLUMNS, Column, NeedsMapping
from dueregard.exchange.readers import check_size, read
from dueregard.exchange.readers.csv_file import texts
from dueregard.exchange.readers.limits import Limits
from dueregard.exchange.readers.recognise import CSV, kind_of

from .columns import FIELDS, are_enough
from .days import is_beginning_of_day

HEAD = 4096
ROWS_ABOVE = 20  # how many rows a heading may stand under
SAMPLES = 3
TextRow = tuple[int, list[str]]


@dataclass(frozen=True)
class Sheet:
    """Rows of a sheet with their numbers; `rows` starts over each time it is called.

    A formula is a text that begins with its equals sign. `is_cut` says that the last
    row does not end as a row does, so that it may have been cut short.
    """

    name: str
    rows: Callable[[], Iterator[TextRow]]
    from_1904: bool = False
    is_cut: bool = False


@dataclass(frozen=True)
class Records:
    """The file: its sheets, and what was seen in it and not read."""

    sheets: tuple[Sheet, ...]
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Layout:
    """The sheet that holds the records, the row of its headings, and what each column
    holds: `places` is field → column, `names` the columns as they are called."""

    sheet: Sheet
    line: int
    names: tuple[str, ...]
    places: Mapping[str, int]
    samples: tuple[tuple[str, ...], ...]

    def columns(self) -> list[Column]:
        return [
            Column(name, tuple(row[n] for row in self.samples if n < len(row)))
            for n, name in enumerate(self.names)
        ]

    def unread(self) -> list[str]:
        """Columns that hold nothing that is put in."""
        held = set(self.places.values())
        return [
            name
            for n, name in enumerate(self.names)
            if n not in held and name not in OUR_COLUMNS
        ]

    def rows(self) -> Iterator[TextRow]:
        """The rows under the headings."""
        for line, values in self.sheet.rows():
            if line > self.line:
                yield line, values

    def is_cut_in(self, last: list[str], before: list[str]) -> bool:
        """Whether the last row ends as none does: cells are missing, or its last day
        is the beginning of a day as the row before has it, 01/03/20 of 01/03/2025."""
        if not self.sheet.is_cut:
            return False
        if len(last) < len(self.names):
            return True
        return bool(before) and is_beginning_of_day(last[-1], before[-1])


def open_records(name: str, path: Path, limits: Limits) -> Records:
    """The file, a CSV one not read yet but for its kind.

    Raises:
        Unreadable: it is too large, of another kind, or damaged.
    """
    check_size(path.stat().st_size, limits)
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    if not head.startswith(b"PK") and kind_of(name, head) == CSV:
        return Records((_streamed(path, limits),))
    document = read(name, path.read_bytes(), limits=limits)
    sheets = tuple(_held(table, document.from_1904) for table in document.tables())
    return Records(sheets, tuple(document.remarks))


def layout_of(records: Records, mapping: dict[str, str] | None) -> Layout:
    """Where the records are, by the headings or by what a person said of them.

    Raises:
        NeedsMapping: the headings are not known, or `mapping` is of others.
        Unreadable: there is no row with two columns.
    """
    asked: Layout | None = None
    for sheet in records.sheets:
        above = list(islice(sheet.rows(), ROWS_ABOVE + SAMPLES + 1))
        for place, (line, values) in enumerate(above[: ROWS_ABOVE + 1]):
            samples = tuple(tuple(row) for _, row in above[place + 1 :][:SAMPLES])
            layout = _layout(sheet, line, values, samples, mapping)
            if layout and _fits(layout, mapping):
                return layout
            asked = _likelier(asked, layout)
    if asked is None:
        raise Unreadable(
            "The file has no row of column headings. Put headings such as “Staff "
            "number”, “Name”, “Course” and “Date completed” above the columns, and "
            "upload it again."
        )
    raise NeedsMapping(asked.columns())


def _layout(
    sheet: Sheet,
    line: int,
    values: list[str],
    samples: tuple[tuple[str, ...], ...],
    mapping: dict[str, str] | None,
) -> Layout | None:
    """This row taken for the headings; None where it cannot be."""
    while values and not values[-1].strip():
        values = values[:-1]
    if len([value for value in values if value.strip()]) < 2:
        return None
    names = _unique(values)
    columns = [Column(name) for name in names]
    given = mapping if mapping is not None else mappings.guesses(columns, FIELDS)
    places = {given[name]: n for n, name in enumerate(names) if given.get(name)}
    return Layout(sheet, line, names, places, samples)


def _fits(layout: Layout, mapping: dict[str, str] | None) -> bool:
    if mapping is None:
        return are_enough(set(layout.places))
    known = set(layout.names) - OUR_COLUMNS
    return known == set(mapping) - OUR_COLUMNS


def _likelier(held: Layout | None, other: Layout | None) -> Layout | None:
    """Which row to ask about: the one with more headings that are known, then the
    first."""
    if held is None or other is None:
        return held or other
    return other if len(other.places) > len(held.places) else held


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    """Column names as the mapping page shows them: none empty, none twice."""
    shown: list[str] = []
    for place, value in enumerate(values, start=1):
        name = " ".join(value.split())[:100] or f"Column {place}"
        shown.append(f"{name} ({place})" if name in shown else name)
    return tuple(shown)


def _streamed(path: Path, limits: Limits) -> Sheet:
    def rows() -> Iterator[TextRow]:
        with path.open("rb") as stream:
            yield from texts(stream, limits=limits)

    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - 2))
        ends = stream.read().strip(b"\0")[-1:]
    return Sheet("", rows, is_cut=ends not in (b"\n", b"\r"))


def _held(table: Table, from_1904: bool) -> Sheet:
    def rows() -> Iterator[TextRow]:
        for row in table.rows:
            yield row.line, [_text(cell) for cell in row.cells]

    return Sheet(table.name, rows, from_1904)


def _text(cell: Cell) -> str:
    if not cell.lines:
        return "=" if cell.formula else ""
    text = " ".join(line.text for line in cell.lines)
    return f"={text}" if cell.formula and not text.startswith("=") else text
