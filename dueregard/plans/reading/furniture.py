"""Headers, footers and logos of pages, which are not what a plan says.

In text out of a PDF they stand where a page broke, often garbled, as a row of a table
or a line of their own. Nothing is left out in silence: each is a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice, pairwise

from dueregard.exchange.document import Block, Document, Row, Table

from .draft import Warning, excerpt

PAGE_NUMBER = re.compile(
    r"^(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?$|^-\s*\d{1,4}\s*-$", re.I
)
PAGE_GAP = 4  # lines between the last words of a page and the first of the next
SHORT = 12  # words
MOST_CANDIDATES = 200
ALIKE_IN_TABLE = 0.6
ALIKE = 0.9


@dataclass(frozen=True)
class Furniture:
    """The source lines to leave out, and the warnings that say so."""

    lines: frozenset[int]
    warnings: tuple[Warning, ...]


def find(document: Document) -> Furniture:
    """The page furniture of a text; other programs keep theirs out of the body."""
    if document.kind != "text":
        return Furniture(frozenset(), ())
    seen: dict[int, str] = {}
    at_breaks = list(islice(_at_breaks(document), MOST_CANDIDATES))
    for line, text, needed in at_breaks:
        others = (other for at, other, _ in at_breaks if at != line)
        if any(_alike(text, other, needed) for other in others):
            seen[line] = text
    seen.update(_page_numbers(document))
    return Furniture(
        lines=frozenset(seen),
        warnings=tuple(
            Warning(
                code="page-furniture",
                line=line,
                message="Taken for a page’s header or footer, so it was left out.",
                excerpt=excerpt(text),
            )
            for line, text in sorted(seen.items())
        ),
    )


def _at_breaks(document: Document) -> Iterator[tuple[int, str, float]]:
    """Rows and lines first or last on a page that hold one short text only.

    Each with how much of it must stand elsewhere: rows are often garbled.
    """
    words = [block for block in document.blocks if not _is_page_number(block)]
    for before, after in pairwise(words):
        if after.line - _last_line(before) < PAGE_GAP:
            continue
        if not isinstance(before, Table) and not _is_long(before.text):
            yield before.line, before.text, ALIKE
        if isinstance(after, Table):
            text = _lone_text(after.rows[0])
            if text:
                yield after.line, text, ALIKE_IN_TABLE
        elif not _is_long(after.text):
            yield after.line, after.text, ALIKE


def _is_page_number(block: Block) -> bool:
    return not isinstance(block, Table) and bool(PAGE_NUMBER.match(block.text))


def _last_line(block: Block) -> int:
    return block.rows[-1].line if isinstance(block, Table) else block.line


def _lone_text(row: Row) -> str:
    """The row's text when one cell has any, or each has one word of one sentence."""
    texts = [cell.text for cell in row.cells if cell.text]
    scattered = len(texts) > 2 and all(len(text.split()) == 1 for text in texts)
    if (len(texts) == 1 or scattered) and not _is_long(" ".join(texts)):
        return " ".join(texts)
    return ""


def _is_long(text: str) -> bool:
    return len(text.split()) > SHORT


def _alike(one: str, other: str, needed: float) -> bool:
    """Whether so much of the shorter text stands in the other, case apart."""
    one, other = one.casefold(), other.casefold()
    match = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    return match.size >= 8 and match.size >= needed * min(len(one), len(other))


def _page_numbers(document: Document) -> Iterator[tuple[int, str]]:
    for block in document.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                text = _lone_text(row)
                if text.lower().startswith("page") and PAGE_NUMBER.match(text):
                    yield row.line, text
        elif _is_page_number(block):
            yield block.line, block.text
