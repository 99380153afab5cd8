"""The plan while it is being put together: sections, groups, and rows for actions."""

from __future__ import annotations

from dataclasses import dataclass, field

from .actions import Manner, actions_of
from .draft import ActionDraft, GroupDraft, SectionDraft, Warning, excerpt
from .entries import Bundle
from .narrative import numbered
from .refs import with_refs


@dataclass
class OpenGroup:
    """A group that can still take text, groups and rows."""

    level: int
    number: str
    title: str
    line: int
    texts: list[str] = field(default_factory=list)
    groups: list[OpenGroup] = field(default_factory=list)
    bundles: list[Bundle] = field(default_factory=list)
    holds: bool = True


@dataclass
class OpenSection:
    number: str
    heading: str
    line: int
    texts: list[str] = field(default_factory=list)


class Outline:
    """What was read so far, in the document's order."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.sections: list[OpenSection] = []
        self.groups: list[OpenGroup] = []
        self.first: OpenGroup | None = None
        self.second: OpenGroup | None = None
        self.bundle: Bundle | None = None
        self.warnings: list[Warning] = []

    def warn(self, code: str, line: int, message: str, text: str = "") -> None:
        self.warnings.append(Warning(code, line, message, excerpt(text)))

    def open_section(self, heading: str, line: int) -> None:
        """Begin a section, unless the same heading was only printed again."""
        self.first = self.second = self.bundle = None
        number, words = numbered(heading)
        last = self.sections[-1] if self.sections else None
        if not (last and (last.number, last.heading) == (number, words)):
            self.sections.append(OpenSection(number, words, line))

    def add_text(self, text: str, line: int) -> None:
        """Put text where the document stands: its open group, else its section."""
        if self.first:
            self.first.texts.append(text)
            return
        if not self.sections:
            self.sections.append(OpenSection("", "", line))
        self.sections[-1].texts.append(text)

    def open_first(
        self, text: str, line: int, *, number: str = "", holds: bool = True
    ) -> None:
        """Begin a level-1 group, unless it is the open one printed again.

        `holds` is False for an objective or activity that has no priority above it.
        """
        number, title = _named(text, number)
        self.bundle = None
        if self.first and (self.first.number, self.first.title) == (number, title):
            return
        self.first = OpenGroup(1, number, title, line, holds=holds)
        self.second = None
        self.groups.append(self.first)

    def open_second(self, text: str, line: int, *, number: str = "") -> None:
        """Begin an objective or activity; without a priority it stands at level 1."""
        if self.first is None or not self.first.holds:
            self.open_first(text, line, number=number, holds=False)
            return
        number, title = _named(text, number)
        self.bundle = None
        if self.second and (self.second.number, self.second.title) == (number, title):
            return
        self.second = OpenGroup(2, number, title, line)
        self.first.groups.append(self.second)

    @property
    def group(self) -> OpenGroup | None:
        """The group that rows go into."""
        return self.second or self.first

    def new_bundle(self, line: int, *, whole: bool, own: bool = False) -> Bundle:
        """Begin the rows of another activity or action."""
        if self.group is None:
            self.open_first(self.title or "Actions", line)
        self.bundle = Bundle(whole, own)
        assert self.group is not None  # noqa: S101 - opened above
        self.group.bundles.append(self.bundle)
        return self.bundle

    def bundles(self) -> list[Bundle]:
        """Every bundle, for what must be measured over the whole document."""
        both = [group for first in self.groups for group in (first, *first.groups)]
        return [bundle for group in both for bundle in group.bundles]


def _named(text: str, number: str) -> tuple[str, str]:
    """A group's number and title; a number in a column of its own goes before."""
    return (number, text) if number else numbered(text)


def sections_of(outline: Outline) -> tuple[SectionDraft, ...]:
    """The sections, without one that holds neither heading nor text."""
    return tuple(
        SectionDraft(open_.number, open_.heading, _joined(open_.texts), open_.line)
        for open_ in outline.sections
        if open_.heading or open_.texts
    )


def groups_of(outline: Outline, manner: Manner) -> tuple[GroupDraft, ...]:
    """The groups with their actions, each with a ref that is its own."""
    groups = tuple(_group(open_, outline, manner) for open_ in outline.groups)
    named, warnings = with_refs(groups)
    outline.warnings.extend(warnings)
    return named


def _group(open_: OpenGroup, outline: Outline, manner: Manner) -> GroupDraft:
    actions: list[ActionDraft] = []
    for bundle in open_.bundles:
        found = actions_of(bundle, manner)
        actions.extend(found)
        _explain(bundle, found, open_, outline)
    groups = tuple(_group(inner, outline, manner) for inner in open_.groups)
    if not actions and not groups and not open_.texts:
        outline.warn(
            "empty-group",
            open_.line,
            "Nothing stands under this title. Check that it is a part of the plan.",
            open_.title,
        )
    return GroupDraft(
        level=open_.level,
        number=open_.number,
        title=open_.title,
        narrative=_joined(open_.texts),
        groups=groups,
        actions=tuple(actions),
        line=open_.line,
    )


def _explain(
    bundle: Bundle, found: list[ActionDraft], open_: OpenGroup, outline: Outline
) -> None:
    """Keep the words of rows without an action; say which actions to check."""
    line = bundle.rows[0].line
    if not found:
        for row in bundle.rows:
            for name, cell in row.extra.items():
                open_.texts.append(f"{name}: {cell.text}")
            outline.warn(
                "unplaced",
                row.line,
                "This row has no action, so none was made of it.",
                row.words(),
            )
    noted = [a for a in found if a.confidence == "uncertain" and "date_note" in a.extra]
    for action in noted:
        outline.warn(
            "timescale", action.line, action.extra["date_note"], action.timescale_text
        )
    paired = [a for a in found if a.confidence == "uncertain" and a not in noted]
    if paired:
        outline.warn(
            "uncertain-pairing",
            line,
            f"Which dates and owners belong to which of these {len(found)} actions "
            "cannot be known from the document. Check each.",
            open_.title,
        )


def _joined(texts: list[str]) -> str:
    """Paragraphs parted by a blank line; the items of a list stand together."""
    said = ""
    for text in texts:
        item = text.startswith("• ")
        gap = "\n" if item and said.rsplit("\n", 1)[-1].startswith("• ") else "\n\n"
        said = f"{said}{gap}{text}" if said else text
    return said
