"""What is said about a document as a whole once it was read."""

from __future__ import annotations

from datetime import date

from dueregard.exchange.document import Document

from .dates import Period
from .layouts import BY_SYNONYMS
from .outline import Outline
from .tables import Tables


def warn_of_the_whole(
    outline: Outline, tables: Tables, period: Period, document: Document
) -> None:
    """Say what a person should know of the document as a whole, before importing it."""
    first, last = period
    if first is None or last is None:
        outline.warn(
            "no-period",
            0,
            "The document does not say which years the plan covers. Enter its first "
            "and last day.",
        )
    else:
        outline.warn(
            "period-assumed",
            0,
            f"The plan is taken to run from {_day(first)} to {_day(last)}. "
            "Change this if it does not.",
        )
    if not tables.layouts:
        _explain_unknown(outline, document)
    elif tables.layouts[0] == BY_SYNONYMS:
        outline.warn(
            "layout-guessed",
            0,
            "The columns were understood by their names only. Check what each holds.",
        )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _explain_unknown(outline: Outline, document: Document) -> None:
    tables = list(document.tables())
    if not tables:
        outline.warn("no-table", 0, "The document has no table of actions.")
    for table in tables:
        row = max(table.rows[:20], key=lambda row: sum(1 for c in row.cells if c.text))
        outline.warn(
            "unknown-layout",
            table.line,
            "The columns of this table are not in a layout that is known. Say what "
            "each column holds.",
            " | ".join(cell.text for cell in row.cells if cell.text),
        )
