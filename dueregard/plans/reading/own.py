"""A row of a plan that Due Regard itself exported: taken at its word.

Lines, dates and "ongoing" come back as they went out, an empty cell as an empty field,
so that a file exported and imported again changes nothing.
"""

from __future__ import annotations

from dueregard.exchange.document import Cell
from dueregard.exchange.export import restore

from . import owners, rag, timescales
from .dates import Period, find
from .draft import ActionDraft
from .entries import Entry
from .layouts import Field


def own_action(row: Entry, period: Period) -> ActionDraft | None:
    """The action in an exported row, or None when the row has no text for one."""
    text = _text(row, Field.ACTION)
    if not text:
        return None
    owners_text = _text(row, Field.OWNERS)
    timescale_text = _text(row, Field.TIMESCALE)
    said = timescales.parse(timescale_text, period=period)
    return ActionDraft(
        ref=_text(row, Field.REF),
        text=text,
        line=row.line,
        owners=owners.split(owners_text),
        owners_text=owners_text,
        timescale_text=timescale_text,
        start=_day(row, Field.START),
        due=_day(row, Field.DUE),
        ongoing=_text(row, Field.ONGOING).lower() == "yes",
        milestones=said.milestones,
        lists_milestones=False,  # the table has no column for them
        rag=rag.rating(row.cells.get(Field.RAG, Cell()))[0],
        extra={name: restore(cell.text) for name, cell in row.extra.items()},
    )


def _text(row: Entry, field: Field) -> str:
    return restore(row.text(field))


def _day(row: Entry, field: Field):
    found = list(find(row.text(field), (None, None)))
    return found[0].last if found else None
