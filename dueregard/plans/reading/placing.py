"""Putting the rows of a plan's tables under the right group."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .entries import Entry
from .items import GOES_ON
from .layouts import OWN, Field
from .narrative import LABEL, NUMBER
from .outline import Outline
from .recognise import Header
from .tables import Body, Title

WORD = re.compile(r"[^\W_\d]")
RARELY = 0.2
OBJECTIVE = re.compile(r"^(?:objective|outcome|aim)\b", re.I)
PRIORITY = re.compile(r"^(?:priority|strand|theme|pillar|duty|part)\b", re.I)


class Placer:
    """Opens groups and bundles as rows come.

    In plain text a row may be one printed line of a cell; elsewhere it is a whole row.
    """

    def __init__(self, outline: Outline, kind: str) -> None:
        self.outline = outline
        self.plain_text = kind == "text"
        self.dates_begin = 0
        self.dates_lack = 0
        self.last: Entry | None = None

    def learn(self, rows: Sequence[Body]) -> None:
        """Count whether activities begin on rows with a timescale, as they print."""
        for body in rows:
            text = body.entry.text(Field.GROUP)
            if WORD.search(text) and not text[:1].islower():
                dated = bool(body.entry.text(Field.TIMESCALE))
                self.dates_begin += dated
                self.dates_lack += not dated

    def title(self, title: Title) -> None:
        """A row that names what follows: a priority, or an objective within one."""
        self.last = None
        words = NUMBER.sub("", title.text)
        groups = title.header and (
            title.header.has(Field.GROUP) or title.header.has(Field.PRIORITY)
        )
        inside = self.outline.first is not None and self.outline.first.holds
        if PRIORITY.match(words) and LABEL.match(words):
            self.outline.open_first(title.text, title.line)
        elif inside and (not groups or OBJECTIVE.match(words)) and self._takes_second():
            self.outline.open_second(title.text, title.line)
        else:
            self.outline.open_first(title.text, title.line, holds=bool(groups))

    def _takes_second(self) -> bool:
        first = self.outline.first
        return first is not None and not first.bundles

    def place(self, body: Body) -> None:
        entry, header = body.entry, body.header
        self._priority(entry, header)
        if header.has(Field.GROUP):
            self._group(entry, header)
        if header.layout == OWN:
            bundle = self.outline.new_bundle(entry.line, whole=True, own=True)
            bundle.rows.append(entry)
        elif header.has(Field.REF):
            self._numbered(entry)
        else:
            self._unnumbered(entry, header)
        self.last = entry

    def _priority(self, entry: Entry, header: Header) -> None:
        text = entry.text(Field.PRIORITY).replace("\n", " ")
        if text and header.has(Field.GROUP) and not entry.text(Field.GROUP):
            self.outline.second = None
        if text:
            number = entry.text(Field.PRIORITY_NUMBER)
            self.outline.open_first(text, entry.line, number=number)

    def _group(self, entry: Entry, header: Header) -> None:
        text = " ".join(entry.text(Field.GROUP).replace("• ", "").split())
        if not text:
            return
        if not WORD.search(text):
            self.outline.warn(
                "unplaced",
                entry.line,
                "These signs beside an action were not understood, so they were left "
                "out.",
                text,
            )
        elif self._goes_on(entry, header, text):
            self._add_to_title(text, entry)
        else:
            number = entry.text(Field.GROUP_NUMBER)
            self.outline.open_second(text, entry.line, number=number)

    def _goes_on(self, entry: Entry, header: Header, text: str) -> bool:
        """Whether the text is the next printed line of the activity's title."""
        group = self.outline.group
        if not self.plain_text or group is None or self.last is None:
            return False
        if text[:1].islower() or GOES_ON.search(group.title):
            return True
        rare = self.dates_lack <= RARELY * (self.dates_begin + self.dates_lack)
        return (
            rare
            and header.has(Field.TIMESCALE)
            and not entry.text(Field.TIMESCALE)
            and bool(self.last.text(Field.GROUP))
        )

    def _add_to_title(self, text: str, entry: Entry) -> None:
        group = self.outline.group
        if group is None:
            return
        if not text[:1].islower():
            self.outline.warn(
                "joined",
                entry.line,
                "This was taken for the rest of the title above it. Check it.",
                f"{group.title} {text}",
            )
        group.title = f"{group.title} {text}"

    def _numbered(self, entry: Entry) -> None:
        """A row with a number is an action; one without goes on from the last."""
        bundle = self.outline.bundle
        begins = entry.text(Field.ACTION) and not self._is_rest(entry)
        if entry.text(Field.REF) or bundle is None or begins:
            bundle = self.outline.new_bundle(entry.line, whole=True)
        bundle.rows.append(entry)

    def _is_rest(self, entry: Entry) -> bool:
        """Whether a row without a number is the rest of an action, cut by a page."""
        if not self.plain_text or self.last is None:
            return False
        before = self.last.text(Field.ACTION)
        ended = bool(re.search(r"[.!?;]$", before))
        return entry.text(Field.ACTION)[:1].islower() or bool(
            before and not ended and not entry.text(Field.OWNERS)
        )

    def _unnumbered(self, entry: Entry, header: Header) -> None:
        bundle = self.outline.bundle
        begins = bool(entry.text(Field.ACTION))
        if self.plain_text:
            begins = begins and not header.has(Field.GROUP) and self._is_new(entry)
        if bundle is None or begins:
            bundle = self.outline.new_bundle(entry.line, whole=False)
        bundle.rows.append(entry)

    def _is_new(self, entry: Entry) -> bool:
        """In text without activities, a row with an owner or a date is an action."""
        if entry.text(Field.ACTION)[:1].islower():
            return False
        return bool(
            entry.text(Field.OWNERS)
            or entry.text(Field.TIMESCALE)
            or entry.text(Field.DUE)
        )
