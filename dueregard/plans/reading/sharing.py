"""Which date, owner or rating belongs to which action of one activity.

Documents set several actions beside several dates without lining them up. Where rows
tell which belongs to which, it is certain; where only their order does, or nothing,
every action is marked for a person to confirm.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from .items import Item


@dataclass(frozen=True)
class Told:
    """A text of a cell, and the index of the row it stands in."""

    text: str
    row: int


@dataclass(frozen=True)
class Share:
    """What one action got. `texts` is several when all belong to all actions."""

    texts: tuple[str, ...] = ()
    sure: bool = True

    @property
    def text(self) -> str:
        return "\n".join(self.texts)


def share(
    items: Sequence[Item], told: Sequence[Told], *, one_for_all: bool
) -> list[Share]:
    """Give each item its text.

    `one_for_all`: a single text in the first row is every item's for certain (a lead);
    else it is only that row's (a date), and a guess for the rows below it.
    """
    if not told:
        return [Share() for _ in items]
    if len(told) == 1:
        only = told[0]
        return [
            Share((only.text,), one_for_all or item.row <= only.row) for item in items
        ]
    everything = tuple(one.text for one in told)
    if len(items) == 1:
        return [Share(everything)]
    if {item.row for item in items} == {one.row for one in told}:
        return _by_row(items, told)
    if len(items) == len(told):
        return [Share((one.text,), sure=False) for one in told]
    return [Share(everything, sure=False) for _ in items]


def _by_row(items: Sequence[Item], told: Sequence[Told]) -> list[Share]:
    of_row: dict[int, list[str]] = defaultdict(list)
    in_row: dict[int, list[Item]] = defaultdict(list)
    for one in told:
        of_row[one.row].append(one.text)
    for item in items:
        in_row[item.row].append(item)
    shares = []
    for item in items:
        texts, beside = of_row[item.row], in_row[item.row]
        if len(texts) == 1:
            shares.append(Share((texts[0],)))
        elif len(beside) == 1:
            shares.append(Share(tuple(texts)))
        elif len(texts) == len(beside):
            at = next(i for i, other in enumerate(beside) if other is item)
            shares.append(Share((texts[at],), sure=False))
        else:
            shares.append(Share(tuple(texts), sure=False))
    return shares
