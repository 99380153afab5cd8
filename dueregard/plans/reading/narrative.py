"""The words around a plan's tables: cover, contents, title, period, sections."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from dueregard.exchange.document import Block, Heading, Paragraph, Table

from . import dates
from .draft import Warning, excerpt

NUMBER = re.compile(r"^(\d{1,2}(?:\.\d{1,2}){0,3})[.):]?\s+(?=\S)")
LABEL = re.compile(
    r"^((?:priority|strand|theme|objective|aim|outcome|pillar|goal|duty|part)"
    r"\s+(?:\d{1,2}(?:\.\d{1,2})*|[A-H]|one|two|three|four|five|six))\b\s*[-–—:.]*\s*",
    re.I,
)
YEARS = re.compile(
    r"\b(20\d\d)\s*(?:[-–—/]|to)\s*(20\d\d|\d\d)\b(?!\s*[-–/]\s*\d)", re.I
)
CONTENTS = re.compile(r"^(?:table of )?contents\W*$", re.I)
ENDED = re.compile(r"[.!?:;…][”\"’')\]]*$")
HEADING_WORDS = 10
COVER_WORDS = 25


@dataclass(frozen=True)
class Opening:
    """What a document says of itself, and its body without cover and contents."""

    title: str
    title_line: int
    period: tuple[date | None, date | None]
    body: tuple[Block, ...]
    warnings: tuple[Warning, ...] = field(default=())


def numbered(text: str) -> tuple[str, str]:
    """The number and the words of a heading: "8.1 PRIORITY 1: Aim" is 8.1 and the rest.

    Without a figure in front, a label is the number: "Strand A – Aim".
    """
    text = " ".join(text.split())
    if found := NUMBER.match(text):
        return found[1], text[found.end() :].rstrip(". ")
    if (found := LABEL.match(text)) and text[found.end() :]:
        return found[1], text[found.end() :].rstrip(". ")
    return "", text.rstrip(". ")


def is_labelled(text: str) -> bool:
    """Whether a heading calls itself a priority, strand, objective or the like."""
    return bool(LABEL.match(NUMBER.sub("", text)))


def period_of(text: str) -> tuple[date | None, date | None]:
    """The days a plan runs for.

    "2020-21" and "2023-2025" mean from 1 April of the first year to 31 March of the
    last, the council year; months are taken at their word.
    """
    found = list(dates.find(text, (None, None)))
    for one, two in pairwise(found):
        between = text[one.end : two.begin].strip().lower()
        if between in {"-", "–", "to", "until"} and not (one.assumed or two.assumed):
            return one.first, two.last
    years = YEARS.search(text)
    if years:
        first, last = int(years[1]), int(years[2])
        last += 2000 if last < 100 else 0
        if first < last <= first + 10:
            return date(first, 4, 1), date(last, 3, 31)
    return None, None


def open_document(blocks: list[Block], kind: str) -> Opening:
    """Find the title and the period, and leave the cover and the contents out."""
    blocks = _joined(blocks) if kind == "text" else list(blocks)
    if not any(isinstance(block, Heading) for block in blocks):
        blocks = [_promoted(block) for block in blocks]
    cover_ends, start = _where_body_begins(blocks)
    title, title_line, used = _title(blocks)
    body = blocks[max(start, used) :]
    warnings = []
    if used < cover_ends:
        left_out = blocks[used:cover_ends]
        warnings.append(_left_out("cover-left-out", "the cover", left_out))
    if cover_ends < start:
        left_out = blocks[cover_ends:start]
        warnings.append(_left_out("contents-left-out", "the contents", left_out))
    period = next(
        (
            found
            for text in _period_texts(title, blocks)
            if (found := period_of(text))[0]
        ),
        (None, None),
    )
    return Opening(title, title_line, period, tuple(body), tuple(warnings))


def _joined(blocks: list[Block]) -> list[Block]:
    """Put a paragraph together again that a page break cut in two."""
    whole: list[Block] = []
    for block in blocks:
        last = whole[-1] if whole else None
        if (
            isinstance(block, Paragraph)
            and isinstance(last, Paragraph)
            and not block.bullet
            and not last.bullet
            and block.text[:1].islower()
            and not ENDED.search(last.text)
        ):
            whole[-1] = replace(
                last, text=f"{last.text} {block.text}", links=last.links + block.links
            )
        else:
            whole.append(block)
    return whole


def _promoted(block: Block) -> Block:
    """In a document without headings, a short line without a full stop is one."""
    if (
        isinstance(block, Paragraph)
        and not block.bullet
        and len(block.text.split()) <= HEADING_WORDS
        and not re.search(r"[.:;,!…]$", block.text)
        and re.match(r"[A-Z0-9]", block.text)
    ):
        return Heading(text=block.text, level=1, line=block.line)
    return block


def _where_body_begins(blocks: list[Block]) -> tuple[int, int]:
    """Where the cover ends, and where the body begins after the contents.

    Without a page of contents a cover is what stands before the first numbered
    heading, if that is short lines only.
    """
    for at, block in enumerate(blocks):
        if not isinstance(block, Table) and CONTENTS.match(block.text):
            end = at + 1
            while end < len(blocks) and not isinstance(blocks[end], Heading):
                end += 1
            return at, end
    for at, block in enumerate(blocks):
        if isinstance(block, Table) or _words(block) > COVER_WORDS:
            break
        if isinstance(block, Heading) and NUMBER.match(block.text):
            return at, at
    return 0, 0


def _words(block: Heading | Paragraph) -> int:
    return len(block.text.split())


def _title(blocks: list[Block]) -> tuple[str, int, int]:
    """The first heading, with the next beside it when that gives the years."""
    for at, block in enumerate(blocks[:10]):
        if isinstance(block, Table):
            break
        if isinstance(block, Heading):
            if NUMBER.match(block.text) or is_labelled(block.text):
                break
            after = blocks[at + 1] if at + 1 < len(blocks) else None
            title = block.text.rstrip(". ")
            if (
                isinstance(after, Heading | Paragraph)
                and _words(after) <= COVER_WORDS / 2
                and YEARS.search(after.text)
                and not YEARS.search(title)
            ):
                return f"{title} – {after.text.rstrip('. ')}", block.line, at + 2
            return title, block.line, at + 1
    return "", 0, 0


def _period_texts(title: str, blocks: Iterable[Block]) -> Iterable[str]:
    yield title
    for block in list(blocks)[:60]:
        if isinstance(block, Table):
            for row in block.rows[:3]:
                texts = [cell.text for cell in row.cells if cell.text]
                if len(texts) < 3:
                    yield " ".join(texts)
        else:
            yield block.text


def _left_out(code: str, what: str, blocks: list[Block]) -> Warning:
    said: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            said.extend(cell.text for row in block.rows for cell in row.cells)
        else:
            said.append(block.text)
    return Warning(
        code=code,
        line=blocks[0].line,
        message=f"This was taken for {what} of the document, so it was left out.",
        excerpt=excerpt(" · ".join(said)),
    )
