"""What a board pack is made of: sections of lines, each for the public or exempt.

A pack is kept as plain data, so that what was issued can be shown again in ten years,
whatever has become of the plan.
"""

from dataclasses import asdict, dataclass, field
from typing import Any

PUBLIC, WHOLE = "public", "whole"


@dataclass(frozen=True)
class Row:
    """One line of a table. `is_exempt` keeps it out of the public part."""

    cells: list[str]
    is_exempt: bool = False


@dataclass
class Section:
    """A heading with a table, or with the sentence that stands when there is nothing.

    `is_exempt` keeps the whole section out of the public part. `says_what_is_left_out`
    has the public part count its exempt lines.
    """

    heading: str
    columns: list[str]
    rows: list[Row] = field(default_factory=list)
    intro: str = ""
    empty: str = "Nothing."
    is_exempt: bool = False
    says_what_is_left_out: bool = True


def as_data(sections: list[Section]) -> list[dict[str, Any]]:
    """The sections as JSON takes them."""
    return [asdict(section) for section in sections]


def part_of(sections: list[dict[str, Any]], part: str) -> list[dict[str, Any]]:
    """The sections as one part shows them: whole, or without what is exempt.

    The whole part says line by line who it is for, in the sections that are mixed.
    """
    if part == WHOLE:
        return [{**one, "says_who_for": _is_mixed(one)} for one in sections]
    return [_public(one) for one in sections if not one["is_exempt"]]


def _is_mixed(section: dict[str, Any]) -> bool:
    """Whether some of its lines are exempt, though the section as such is not."""
    is_marked = any(row["is_exempt"] for row in section["rows"])
    return is_marked and not section["is_exempt"]


def _public(section: dict[str, Any]) -> dict[str, Any]:
    rows = [row for row in section["rows"] if not row["is_exempt"]]
    left_out = len(section["rows"]) - len(rows)
    note = ""
    if left_out and section["says_what_is_left_out"]:
        note = f"{left_out} line{'s are' if left_out > 1 else ' is'} not public."
    return {**section, "rows": rows, "left_out": note}
