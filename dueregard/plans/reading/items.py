"""Cutting the text of an activity into its actions.

A list item is an action, a line is one unless it goes on from the line before, and in
plain text, where line breaks got lost, so is a sentence. No word is lost or moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from dueregard.exchange.document import Line

SENTENCE_END = re.compile(r"(?<=[.!?])(?<!\.\.)[”\"’')]*\s+(?=[A-Z“\"‘])")
ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|incl|inc|no|nos|para|st|mr|mrs|ms|dr|vs|cf)|\b[A-Z])\.$",
    re.I,
)
ENDED = re.compile(r"[.!?;][”\"’')\]]*$")
GOES_ON = re.compile(
    r"(?:[,(/&–—-]|\b(?:and|or|to|of|the|with|for|in|on|by|a|an|at|from|as|that|which"
    r"|their|its|our|any|all|e\.g\.|i\.e\.))$",
    re.I,
)
LIST_WORDS = 6
POINT_WORDS = 8


@dataclass(frozen=True)
class Piece:
    """A line of an action cell: its text and row; `starts` when dates say it is new."""

    text: str
    line: int
    row: int
    bullet: bool = False
    starts: bool = False


@dataclass(frozen=True)
class Item:
    """The text of one action, its first source line, and its first row's index."""

    text: str
    line: int
    row: int
    bullet: bool = False
    stem: bool = False


def cut(pieces: Iterable[Piece], *, width: int, sentences: bool) -> list[Item]:
    """Cut the lines of one activity into actions.

    `width` is the longest line known to have been wrapped (0 when lines are not
    wrapped); `sentences` cuts inside lines too.
    """
    items: list[Item] = []
    last: Piece | None = None
    for piece in pieces:
        if last and items and joins(last, piece, items[-1], width):
            items[-1] = _join(items[-1], piece)
        else:
            items.append(Item(piece.text, piece.line, piece.row, piece.bullet))
        last = piece
    items = [
        part for item in items for part in (_by_sentence(item) if sentences else [item])
    ]
    return _spread_stems(items)


def whole(pieces: Iterable[Piece]) -> list[Item]:
    """The lines as one action: wrapped lines put together, list items kept as such."""
    item: Item | None = None
    for piece in pieces:
        if item is None:
            item = Item(piece.text, piece.line, piece.row, piece.bullet)
            text = f"• {piece.text}" if piece.bullet else piece.text
        else:
            text = f"{text}\n• {piece.text}" if piece.bullet else f"{text} {piece.text}"
    return [replace(item, text=text)] if item else []


def wrapped_width(lines: Iterable[tuple[Line, Line]]) -> int:
    """The longest line that went on in lower case on the next: a column's width."""
    return max(
        (
            len(one.text)
            for one, two in lines
            if two.text[:1].islower() and not two.bullet and len(one.text) <= 120
        ),
        default=0,
    )


def joins(last: Piece, piece: Piece, item: Item, width: int) -> bool:
    """Whether a line goes on from the one before."""
    if item.text.rstrip().endswith(":") or item.stem:
        return _in_list(item, piece)
    if piece.bullet:
        return False
    if piece.text[:1].islower() or piece.text[:1] in ",;)&–-/":
        return True
    if GOES_ON.search(last.text):
        return True
    if piece.starts or ENDED.search(last.text):
        return False
    first = piece.text.split(maxsplit=1)[0]
    if max(len(last.text), len(piece.text)) > width:
        return False
    return len(last.text) + 1 + len(first) >= 0.9 * width


def _in_list(item: Item, piece: Piece) -> bool:
    """The short lines beneath "Present the plan to:" are one action with it."""
    if piece.starts or (ENDED.search(piece.text.rstrip()) and not piece.bullet):
        return False
    return piece.bullet or len(piece.text.split()) <= LIST_WORDS


def _join(item: Item, piece: Piece) -> Item:
    if item.stem or item.text.rstrip().endswith(":"):
        mark = "• " if piece.bullet else ""
        return replace(item, text=f"{item.text}\n{mark}{piece.text}", stem=True)
    return replace(item, text=f"{item.text} {piece.text}")


def _by_sentence(item: Item) -> list[Item]:
    """The sentences of an item. A question goes with what it asks about."""
    if item.stem or item.bullet:
        return [item]
    parts: list[str] = []
    at = 0
    for end in SENTENCE_END.finditer(item.text):
        before = item.text[at : end.start()].rstrip()
        if ABBREVIATION.search(before):
            continue
        parts.append(item.text[at : end.end()].strip())
        at = end.end()
    parts.append(item.text[at:].strip())
    told: list[str] = []
    for part in filter(None, parts):
        if told and part.endswith("?"):
            told[-1] = f"{told[-1]} {part}"
        else:
            told.append(part)
    return [replace(item, text=part) for part in told]


def _spread_stems(items: list[Item]) -> list[Item]:
    """Cut "The council will:" with long points: an action a point, with the stem."""
    spread: list[Item] = []
    for item in items:
        stem, *points = item.text.split("\n")
        long = sum(len(point.split()) for point in points) > POINT_WORDS * len(points)
        if item.stem and points and long:
            spread.extend(
                replace(item, text=f"{stem} {point.removeprefix('• ')}")
                for point in points
            )
        else:
            spread.append(item)
    return spread
