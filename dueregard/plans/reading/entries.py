"""The rows of one activity, or of one numbered action, before they become actions."""

from __future__ import annotations

from dataclasses import dataclass, field

from dueregard.exchange.document import Cell, Line, Row

from .layouts import Field
from .recognise import Header


@dataclass(frozen=True)
class Entry:
    """One row of a plan's table, each cell with something in it under its field."""

    line: int
    cells: dict[Field, Cell]
    extra: dict[str, Cell]
    milestones: tuple[tuple[str, Cell], ...]

    def text(self, field_: Field) -> str:
        cell = self.cells.get(field_)
        return cell.text if cell else ""

    def lines(self, field_: Field) -> tuple[Line, ...]:
        cell = self.cells.get(field_)
        return cell.lines if cell else ()

    def words(self) -> str:
        """All the row's text, for a warning's excerpt."""
        cells = [*self.cells.values(), *self.extra.values()]
        cells.extend(cell for _, cell in self.milestones)
        return " · ".join(cell.text for cell in cells if cell.text)


@dataclass
class Bundle:
    """The rows that belong together: an activity's, or a numbered action's.

    `whole` says the rows make one action (the source numbers its actions); `own` that
    Due Regard wrote the file.
    """

    whole: bool
    own: bool = False
    rows: list[Entry] = field(default_factory=list)


def entry(row: Row, header: Header) -> Entry:
    """Put a row's cells under its header's fields; what has no field is extra."""
    cells: dict[Field, Cell] = {}
    extra: dict[str, Cell] = {}
    milestones: list[tuple[str, Cell]] = []
    for at, cell in enumerate(row.cells):
        name = header.names[at] if at < len(header.names) else ""
        said = header.fields[at] if at < len(header.fields) else Field.EXTRA
        if said is Field.IGNORE or not (cell.lines or cell.colour):
            continue
        if said is Field.MILESTONE and cell.lines:
            milestones.append((name, cell))
        elif said not in (Field.EXTRA, Field.MILESTONE) and said not in cells:
            cells[said] = cell
        elif cell.lines:
            extra[_free(name or f"Column {at + 1}", extra)] = cell
    return Entry(row.line, cells, extra, tuple(milestones))


def _free(name: str, taken: dict[str, Cell]) -> str:
    number, said = 1, name
    while said in taken:
        number += 1
        said = f"{name} ({number})"
    return said
