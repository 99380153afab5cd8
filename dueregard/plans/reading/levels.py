"""Which headings are priorities or objectives, by the tables that stand under them."""

from __future__ import annotations

from collections.abc import Sequence

from dueregard.exchange.document import Block, Heading, Table

from .narrative import NUMBER, is_labelled
from .tables import Tables


def levels_of(body: Sequence[Block], tables: Tables) -> dict[int, int]:
    """The level (1 or 2) of each heading that is a group, by its place in the body.

    A heading over a table of the plan is a group when there are several such, or when
    it calls itself one ("Priority 2"). A labelled heading above headings with tables
    is the priority, and they are its objectives. A single heading over the only table
    ("Action plan") is no group.
    """
    over = [at for at, block in enumerate(body) if _has_table(body, at, tables)]
    titles = {_title(body, at) for at in over}
    groups = [at for at in over if len(titles) > 1 or is_labelled(_title(body, at))]
    levels = dict.fromkeys(groups, 1)
    for at in groups:
        above = _parent(body, at)
        if above is not None and above not in over:
            levels[above] = 1
            levels[at] = 2
    return levels


def _has_table(body: Sequence[Block], at: int, tables: Tables) -> bool:
    if not isinstance(body[at], Heading):
        return False
    for block in body[at + 1 :]:
        if isinstance(block, Heading):
            return False
        if isinstance(block, Table) and tables.is_plan(block):
            return True
    return False


def _title(body: Sequence[Block], at: int) -> str:
    block = body[at]
    return block.text.casefold() if isinstance(block, Heading) else ""


def _parent(body: Sequence[Block], at: int) -> int | None:
    """The nearest heading above, less deep, that calls itself a priority or so."""
    heading = body[at]
    if not isinstance(heading, Heading):
        return None
    for before in range(at - 1, -1, -1):
        block = body[before]
        if isinstance(block, Heading) and _depth(block) < _depth(heading):
            return before if is_labelled(block.text) else None
    return None


def _depth(heading: Heading) -> int:
    """How deep a heading is: its number says so more surely than its style."""
    number = NUMBER.match(heading.text)
    return number[1].count(".") + 1 if number else heading.level
