"""A document as a plan: `understand` is the one way in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise

from dueregard.exchange.document import (
    Block,
    Document,
    Heading,
    Line,
    Paragraph,
    Table,
)

from . import furniture
from .actions import Manner
from .draft import PlanDraft, Warning, excerpt
from .items import wrapped_width
from .layouts import UNKNOWN, Field
from .levels import levels_of
from .narrative import Opening, open_document, period_of
from .outline import Outline, groups_of, sections_of
from .own_json import read_own_json
from .placing import Placer
from .recognise import ColumnMapping, resolve
from .remarks import warn_of_the_whole
from .tables import Body, Event, Loose, Tables, Title

ALIKE = 0.9


def understand(
    document: Document, *, mapping: ColumnMapping | None = None
) -> PlanDraft:
    """Read a document as a plan.

    With `mapping` a person has said what the columns of one header row hold. A
    document without a header that is known gives the layout "unknown" and no actions.
    Nothing is dropped: what has no place in a plan is among the warnings. Raises
    Unreadable for JSON that is not a plan.
    """
    if document.kind == "json":
        return read_own_json(document)
    left_out = furniture.find(document)
    blocks = _without(document.blocks, left_out.lines)
    opening = open_document(blocks, document.kind)
    tables = Tables(document.kind, resolve(document, mapping))
    outline = Outline(opening.title)
    outline.warnings.extend(_remarks(document))
    outline.warnings.extend((*opening.warnings, *left_out.warnings))
    reader = _Reader(document, opening, tables, outline)
    reader.read()
    manner = Manner(
        period=reader.period,
        width=_width(outline) if document.kind == "text" else 0,
        plain_text=document.kind == "text",
    )
    groups = groups_of(outline, manner)
    warn_of_the_whole(outline, tables, reader.period, document)
    return PlanDraft(
        name=document.name,
        sha256=document.sha256,
        layout=tables.layouts[0] if tables.layouts else UNKNOWN,
        title=outline.title,
        period_start=reader.period[0],
        period_end=reader.period[1],
        sections=sections_of(outline),
        groups=groups,
        warnings=tuple(sorted(outline.warnings, key=_in_order)),
    )


def _in_order(warning: Warning) -> tuple[bool, int]:
    """By line, and last what is about the whole document."""
    return warning.line == 0, warning.line


class _Reader:
    """Walks the document's body once and puts each block in its place."""

    def __init__(
        self, document: Document, opening: Opening, tables: Tables, outline: Outline
    ) -> None:
        self.document = document
        self.body = opening.body
        self.period = opening.period
        self.tables = tables
        self.outline = outline
        self.placer = Placer(outline, document.kind)
        self.levels = levels_of(opening.body, tables)
        self.after_heading = False

    def read(self) -> None:
        named = {
            block.name
            for block in self.body
            if isinstance(block, Table) and self.tables.is_plan(block)
        }
        for at, block in enumerate(self.body):
            if isinstance(block, Heading):
                self._heading(block, self.levels.get(at, 0))
            elif isinstance(block, Paragraph):
                text = f"• {block.text}" if block.bullet else block.text
                self.outline.add_text(_with_links(text, block), block.line)
            else:
                self._table(block, sheets=len(named) > 1)

    def _heading(self, heading: Heading, level: int) -> None:
        self.after_heading = True
        if level == 1:
            self.outline.open_first(heading.text, heading.line)
        elif level == 2:
            self.outline.open_second(heading.text, heading.line)
        elif self._is_subheading(heading):
            self.outline.add_text(heading.text, heading.line)
        else:
            self.outline.open_section(heading.text, heading.line)

    def _is_subheading(self, heading: Heading) -> bool:
        """Where sections carry numbers, a heading without one belongs to a section."""
        sections = self.outline.sections
        has_number = bool(re.match(r"\d{1,2}[.\s]", heading.text))
        return bool(sections and sections[-1].number) and not has_number

    def _table(self, table: Table, *, sheets: bool) -> None:
        events = self.tables.read(table, after_heading=self.after_heading)
        if events is None:
            self._loose_table(table)
            return
        self.after_heading = False
        if sheets and table.name:
            self.outline.open_first(table.name, table.line)
        read = list(events)
        self.placer.learn([e for e in read if isinstance(e, Body)])
        several = sum(isinstance(event, Title) for event in read) > 1
        for event in read:
            self._place(event, several)

    def _place(self, event: Event, several: bool) -> None:
        if isinstance(event, Body):
            self.placer.place(event)
        elif isinstance(event, Loose):
            if not (event.lone and self._names_plan(event.text)):
                self.outline.add_text(event.text, event.line)
        elif not self._is_plan_title(event, several):
            self.placer.title(self._mend(event) if event.broken else event)

    def _is_plan_title(self, event: Title, several: bool) -> bool:
        """The plan's own title as a row: printed again, or the first of several."""
        if excerpt(event.text).casefold() == excerpt(self.outline.title).casefold():
            return True
        likely = several or period_of(event.text)[0] is not None
        return likely and self._names_plan(event.text)

    def _names_plan(self, text: str) -> bool:
        """Take a row above everything for the plan's title when it reads like one."""
        if self.outline.title or self.outline.groups:
            return False
        if not (period_of(text)[0] or PLAN_WORD.search(text)):
            return False
        self.outline.title = text
        if self.period[0] is None:
            self.period = period_of(text)
        return True

    def _loose_table(self, table: Table) -> None:
        """A table that is not the plan's: its words belong to the text around it."""
        widest = max(table.rows, key=lambda row: len(row.cells))
        if self.tables.header and len(widest.cells) > 2:
            self.outline.warn(
                "other-table",
                table.line,
                "This table is not in the plan’s layout, so it was kept as text.",
                " | ".join(cell.text for cell in widest.cells if cell.text),
            )
        for row in table.rows:
            texts = [cell.text.replace("\n", " ") for cell in row.cells if cell.text]
            if not re.search(r"\w", "".join(texts)):
                continue
            self.outline.add_text(" | ".join(texts), row.line)

    def _mend(self, title: Title) -> Title:
        """A title that columns cut, in the words the document uses elsewhere."""
        label = re.split(r"\s[-–—]\s", title.text, maxsplit=1)[0]
        found = _passage(title.text, label, self.body)
        self.outline.warn(
            "mended-title" if found else "broken-title",
            title.line,
            "The columns of the table cut this title. It was put together again. "
            "Check it.",
            title.text,
        )
        return replace(title, text=found or title.text, broken=False)


PLAN_WORD = re.compile(r"\b(?:plan|strategy|assessment)\b", re.I)


def _passage(text: str, label: str, body: Sequence[Block]) -> str:
    """The passage beginning with `label` that reads most like `text`, or nothing."""
    best, score = "", ALIKE
    for block in body:
        if not isinstance(block, Paragraph):
            continue
        for begin in re.finditer(rf"\b{re.escape(label)}\s[-–—]\s", block.text):
            rest = block.text[begin.start() :]
            for end in re.finditer(r"\S(?=\s|$)", rest[: len(text) + 10]):
                if end.end() < len(text) - 10:
                    continue
                alike = SequenceMatcher(None, text, rest[: end.end()]).ratio()
                if alike > score:
                    best, score = rest[: end.end()], alike
    return best.rstrip(" .")


def _without(blocks: Sequence[Block], lines: frozenset[int]) -> list[Block]:
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Table):
            rows = tuple(row for row in block.rows if row.line not in lines)
            if rows:
                kept.append(replace(block, rows=rows))
        elif block.line not in lines:
            kept.append(block)
    return kept


def _with_links(text: str, block: Paragraph) -> str:
    """The paragraph with the address of each link whose words do not give it."""
    for link in block.links:
        if link.url and link.url not in text and link.text in text:
            text = text.replace(link.text, f"{link.text} ({link.url})", 1)
    return text


def _remarks(document: Document) -> list[Warning]:
    return [
        Warning(remark.code, remark.line, remark.message, excerpt(remark.excerpt))
        for remark in document.remarks
    ]


def _width(outline: Outline) -> int:
    """How wide the column of actions was, from lines known to have been wrapped."""
    pairs: list[tuple[Line, Line]] = []
    for bundle in outline.bundles():
        lines = [line for row in bundle.rows for line in row.lines(Field.ACTION)]
        pairs.extend(pairwise(lines))
    return wrapped_width(pairs)
