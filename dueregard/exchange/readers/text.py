"""Plain text and Markdown, as it comes out of Word, a web page or a PDF.

Not Markdown proper: headings, lists and tables are remnants, often mixed in one
file, so they are recognised line by line. `line` is the line of the file.
"""

from __future__ import annotations

import codecs
import hashlib
import io
import re
from collections.abc import Callable

from dueregard.exchange.document import (
    Block,
    Document,
    Heading,
    Paragraph,
    Unreadable,
)

from . import text_markup as markup
from . import text_tables as tables
from .characters import Remarks
from .encoding import GUESSED, survey
from .limits import PLAN_LIMITS, Tally

HASHES = re.compile(r"^\s{0,3}(#{1,6})(?!#)(.*)$")
RULE = re.compile(r"^\s*(?:-{3,}|_{3,}|\*{3,}|={3,})\s*$")
BOLD_NUMBERED = re.compile(
    r"^(?:\*\*|<b>)\s*(\d{1,2}(?:\.\d{1,2})*)[.)]?\s+\S.*(?:\*\*|</b>)$", re.I
)
UNDERLINE = re.compile(r"^\s*(=+|-{3,})\s*$")
BULLET = re.compile(rf"^\s*(?:[-*+]\s+|[{markup.GLYPHS}]\s*|o\t)(?=\S)")
NUMBERED = re.compile(r"^\s*(?:\d{1,3}|[a-z])[.)]\s+\S")
FORM_FEED = b"\x0c"

Taken = tuple[list[Block], int] | None


def read_text(name: str, data: bytes) -> Document:
    """Read a text or Markdown file into blocks.

    Raises Unreadable when the file is empty, is not text, or passes a limit.
    """
    remarks = Remarks()
    lines = _lines(name, data, remarks)
    document = Document(name=name, sha256=hashlib.sha256(data).hexdigest(), kind="text")
    for number, line in enumerate(lines, start=1):
        remarks.hidden(line, number, f"Line {number}")
    document.remarks.extend(remarks.all())
    at = 0
    while at < len(lines):
        if not lines[at].strip() or RULE.match(lines[at]):
            at += 1
            continue
        blocks, at = _take(lines, at)
        document.blocks.extend(blocks)
    _hold_to_limits(document)
    return document


def _take(lines: list[str], at: int) -> tuple[list[Block], int]:
    """The block that begins on line `at`; a paragraph when it is nothing else."""
    return next(filter(None, (take(lines, at) for take in TAKERS)))


def _lines(name: str, data: bytes, remarks: Remarks) -> list[str]:
    if not data.strip():
        raise Unreadable(
            f"“{name}” is empty. Select a file with something in it, or save it again "
            "and upload that."
        )
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    plain = data if marked else data.replace(FORM_FEED, b"")
    encoding = survey(io.BytesIO(plain))
    if encoding.guessed:
        remarks.add("encoding", 0, GUESSED)
    text = plain.decode(encoding.codec).replace("\r\n", "\n").replace("\r", "\n")
    count = text.count("\n") + 1
    if count > PLAN_LIMITS.rows:
        raise Unreadable(
            f"“{name}” has {count:,} lines and the most that can be read is "
            f"{PLAN_LIMITS.rows:,}. Split it and upload the parts."
        )
    lines = text.split("\n")
    tally = Tally(PLAN_LIMITS)
    for number, line in enumerate(lines, start=1):
        tally.columns(max(line.count("\t"), line.count("|")), f"Line {number}")
    return lines


def _hold_to_limits(document: Document) -> None:
    tally = Tally(PLAN_LIMITS)
    for table in document.tables():
        for row in table.rows:
            tally.columns(len(row.cells), f"Line {row.line}")
            tally.row(row.cells, f"Line {row.line}")


def _heading(lines: list[str], at: int) -> Taken:
    line = lines[at]
    hashes = None if "\t" in line.strip() else HASHES.match(line)
    numbered = None if hashes else BOLD_NUMBERED.match(line.strip())
    if hashes:
        text, level = hashes[2].strip().rstrip("#"), len(hashes[1])
    elif numbered:
        text, level = line, numbered[1].count(".") + 1
    elif _underlined(lines, at):
        text, level = line, 1 if "=" in lines[at + 1] else 2
    else:
        return None
    found = markup.one_line(text)
    step = 1 if hashes or numbered else 2
    blocks: list[Block] = [
        Heading(text=words, level=level, line=at + 1) for words, _, _ in found.lines
    ]
    return blocks, at + step


def _underlined(lines: list[str], at: int) -> bool:
    return (
        at + 1 < len(lines)
        and bool(UNDERLINE.match(lines[at + 1]))
        and not BULLET.match(lines[at])
        and not re.search(r"[\t|]", lines[at])
        and (at == 0 or not lines[at - 1].strip())
    )


def _table(take: Callable[[list[str], int], tables.Found]):
    def taker(lines: list[str], at: int) -> Taken:
        found = take(lines, at)
        if not found:
            return None
        table, end = found
        return ([table] if table.rows else []), end

    return taker


def _paragraph(lines: list[str], at: int) -> Taken:
    """A paragraph or one list item: the lines up to a blank one or another block."""
    bullet = bool(BULLET.match(lines[at]))
    end = at + 1
    while end < len(lines) and not _begins_block(lines, end):
        end += 1
    source = " ".join(line.strip() for line in lines[at:end])
    found = markup.one_line(BULLET.sub("", source) if bullet else source)
    blocks: list[Block] = [
        Paragraph(
            text=text,
            line=at + 1,
            bullet=bullet,
            bold=found.bold,
            links=found.links,
        )
        for text, _, _ in found.lines
    ]
    return blocks, end


def _begins_block(lines: list[str], at: int) -> bool:
    line = lines[at]
    if not line.strip() or "\t" in line.strip() or RULE.match(line):
        return True
    if BULLET.match(line) or NUMBERED.match(line):
        return True
    return any(take(lines, at) for take in TAKERS[:-1])


TAKERS: tuple[Callable[[list[str], int], Taken], ...] = (
    _heading,
    _table(tables.html_table),
    _table(tables.pipe_table),
    _table(tables.tab_table),
    _table(tables.spaced_table),
    _paragraph,
)
