"""The layouts of plan that councils use, as data (domain.md §8.3).

A layout is the columns its header row names. A column's names are written plainly:
lower case, "&" as "and", no punctuation. To add a layout, add it here and a test
document in its form.
"""

from __future__ import annotations

from dataclasses import dataclass

from .fields import FIELD_LABELS, SYNONYMS, Field

__all__ = [
    "BY_SYNONYMS",
    "FIELD_LABELS",
    "LAYOUTS",
    "MAPPED",
    "OWN",
    "SYNONYMS",
    "UNKNOWN",
    "Column",
    "Field",
    "Layout",
]


@dataclass(frozen=True)
class Column:
    field: Field
    names: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """A code ("L2"), what people call it, and its columns in any order."""

    code: str
    title: str
    columns: tuple[Column, ...]


UNKNOWN = "unknown"
MAPPED = "mapped"
BY_SYNONYMS = "synonyms"
OWN = "due-regard"


def _column(field: Field, *names: str) -> Column:
    return Column(field, names)


_REF = _column(Field.REF, "#", "no", "ref", "number", "action no")
_OWNER = _column(Field.OWNERS, "owner", "owners", "action owner")
_RAG = _column(Field.RAG, "rag", "rag rating", "rag status")

LAYOUTS: tuple[Layout, ...] = (
    Layout(
        "L1",
        "Number, action, owner",
        (_REF, _column(Field.ACTION, "action", "actions"), _OWNER),
    ),
    Layout(
        "L2",
        "Activity, lead, actions, timescales, RAG",
        (
            _column(Field.GROUP, "activity", "activities"),
            _column(
                Field.OWNERS,
                "lead officer and organisation",
                "lead organisation",
                "lead officer",
                "lead",
            ),
            _column(Field.ACTION, "actions", "action"),
            _column(Field.TIMESCALE, "timescales", "timescale"),
            _RAG,
        ),
    ),
    Layout(
        "L3",
        "Guidance summary, work to date, action required",
        (
            _column(
                Field.GROUP,
                "guidance summary of activity required",
                "summary of activity required",
                "guidance summary",
            ),
            _column(Field.EXTRA, "work to date"),
            _column(Field.ACTION, "action required", "actions required"),
        ),
    ),
    Layout(
        "L4",
        "Guidance extract, current position, further action",
        (
            _column(
                Field.GROUP,
                "guidance extract paragraph no",
                "guidance extract paragraph number",
                "guidance extract",
            ),
            _column(Field.EXTRA, "current position"),
            _column(
                Field.ACTION,
                "further action required recommendations",
                "further action required",
                "further actions required",
                "recommendations",
            ),
        ),
    ),
    Layout(
        "L5",
        "Outcome, risk, action, owner, evidence of progress, RAG",
        (
            _column(Field.GROUP, "outcome"),
            _column(Field.EXTRA, "risk vulnerability", "risk", "vulnerability"),
            _column(Field.ACTION, "action to address risk", "actions to address risk"),
            _OWNER,
            _column(Field.EXTRA, "evidence of progress", "evidence"),
            _RAG,
        ),
    ),
    Layout(
        "L6",
        "Risk area, hazard, ratings, measures, proposed actions",
        (
            _column(Field.GROUP, "risk area"),
            _column(Field.EXTRA, "hazard", "hazards"),
            _column(Field.EXTRA, "severity"),
            _column(Field.EXTRA, "likelihood"),
            _column(Field.EXTRA, "rating", "risk rating"),
            _column(Field.EXTRA, "existing measures", "existing control measures"),
            _column(Field.ACTION, "proposed actions", "proposed action"),
            _column(Field.OWNERS, "risk owner"),
            _column(Field.TIMESCALE, "planned completion", "planned completion date"),
        ),
    ),
    Layout(
        "L7",
        "Risk title, summary, controls, actions required, owner, RAG",
        (
            _column(Field.GROUP, "risk title"),
            _column(Field.EXTRA, "summary", "risk summary"),
            _column(Field.EXTRA, "existing controls"),
            _column(Field.ACTION, "actions required", "action required"),
            _OWNER,
            _RAG,
        ),
    ),
    Layout(
        "L8",
        "Action point, timescale, staff responsible",
        (
            _column(Field.ACTION, "action point", "action points"),
            _column(Field.TIMESCALE, "timescale", "timescales"),
            _column(Field.OWNERS, "staff responsible", "person responsible"),
        ),
    ),
    Layout(
        "L9",
        "Number, risk area, response, lead, reviews",
        (
            _REF,
            _column(Field.GROUP, "vulnerability risk area", "risk area"),
            _column(Field.ACTION, "action response", "response"),
            _column(Field.OWNERS, "lead"),
            _column(Field.MILESTONE, "review"),
            _column(Field.MILESTONE, "b", "review b"),
            _column(Field.MILESTONE, "1", "review 1"),
            _column(Field.MILESTONE, "2", "review 2"),
            _column(Field.MILESTONE, "3", "review 3"),
        ),
    ),
    Layout(
        "L10",
        "Risk area, risk, action taken, lead, when, date completed",
        (
            _column(Field.GROUP, "vulnerability risk area", "risk area"),
            _column(Field.EXTRA, "risk y n", "risk"),
            _column(
                Field.ACTION,
                "action taken in place",
                "action taken",
                "action taken or in place",
            ),
            _column(Field.OWNERS, "lead"),
            _column(Field.TIMESCALE, "when"),
            _column(Field.EXTRA, "date completed"),
        ),
    ),
    Layout(
        OWN,
        "A plan exported from Due Regard",
        (
            _column(Field.PRIORITY_NUMBER, "priority number"),
            _column(Field.PRIORITY, "priority"),
            _column(Field.GROUP_NUMBER, "objective number"),
            _column(Field.GROUP, "objective"),
            _column(Field.REF, "ref"),
            _column(Field.ACTION, "action"),
            _column(Field.OWNERS, "owner", "owners"),
            _column(Field.TIMESCALE, "timescale"),
            _column(Field.START, "start"),
            _column(Field.DUE, "due"),
            _column(Field.ONGOING, "ongoing"),
            _column(Field.EXTRA, "status"),
            _column(Field.RAG, "rag"),
            _column(Field.EXTRA, "last update"),
        ),
    ),
)
