"""A plan as it was understood from a document, before anything is stored.

A draft is what the preview shows, what `due-regard import-plan --dry-run --json`
prints and what the import stores. It never says more than the source does: what was
not understood keeps its words and is marked for a person to look at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

CERTAIN = "certain"
UNCERTAIN = "uncertain"


@dataclass(frozen=True)
class Warning:
    """Something a person should look at. `line` is 0 when it is about the whole file.

    `code` is stable; `excerpt` is at most 120 characters of the source.
    """

    code: str
    line: int
    message: str
    excerpt: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "line": self.line,
            "message": self.message,
            "excerpt": self.excerpt,
        }


@dataclass(frozen=True)
class MilestoneDraft:
    """A step within an action: the source's words, and its last day when known."""

    text: str
    due: date | None = None

    def as_json(self) -> dict[str, Any]:
        return {"text": self.text, "due": _iso(self.due)}


@dataclass(frozen=True)
class ActionDraft:
    """One action.

    `ref` is the source's or "auto-n". `owners` are names read out of `owners_text`,
    which is verbatim, as `timescale_text` is. `rag` is red, amber, green, complete or
    not_rated, and only what the source says. `confidence` is "uncertain" where the
    document does not tell which date or owner belongs to which action. `extra` holds
    the columns that a plan has no field for, under the source's own heading, and
    `rag_source`, `recurs`, `owner_note`, `source_ref` or `date_note` where they apply.
    `lists_milestones` says whether those that are missing have gone.
    """

    ref: str
    text: str
    line: int
    owners: tuple[str, ...] = ()
    owners_text: str = ""
    timescale_text: str = ""
    start: date | None = None
    due: date | None = None
    ongoing: bool = False
    milestones: tuple[MilestoneDraft, ...] = ()
    lists_milestones: bool | None = None  # None: when there are some
    rag: str = "not_rated"
    confidence: str = CERTAIN
    extra: Mapping[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "ref": self.ref,
            "text": self.text,
            "owners": list(self.owners),
            "owners_text": self.owners_text,
            "timescale_text": self.timescale_text,
            "start": _iso(self.start),
            "due": _iso(self.due),
            "ongoing": self.ongoing,
            "milestones": [milestone.as_json() for milestone in self.milestones],
            "rag": self.rag,
            "confidence": self.confidence,
            "line": self.line,
            "extra": dict(self.extra),
        }


@dataclass(frozen=True)
class SectionDraft:
    """A narrative section. `number` is as printed ("2.1"), or empty."""

    number: str
    heading: str
    text: str
    line: int = 0

    def as_json(self) -> dict[str, Any]:
        return {"number": self.number, "heading": self.heading, "text": self.text}


@dataclass(frozen=True)
class GroupDraft:
    """A priority or strand (level 1), or an objective or activity (level 2).

    A level-1 group holds groups, actions of its own, or both.
    """

    level: int
    number: str
    title: str
    narrative: str = ""
    groups: tuple[GroupDraft, ...] = ()
    actions: tuple[ActionDraft, ...] = ()
    line: int = 0

    def all_actions(self) -> Iterator[ActionDraft]:
        """The actions of this group and of those inside it, in the source's order."""
        yield from self.actions
        for group in self.groups:
            yield from group.all_actions()

    def as_json(self) -> dict[str, Any]:
        said: dict[str, Any] = {
            "level": self.level,
            "number": self.number,
            "title": self.title,
            "narrative": self.narrative,
        }
        if self.level == 1:
            said["groups"] = [group.as_json() for group in self.groups]
        if self.level == 2 or self.actions:
            said["actions"] = [action.as_json() for action in self.actions]
        return said


@dataclass(frozen=True)
class PlanDraft:
    """What a document holds as a plan. `layout` is a code of `layouts.py`."""

    name: str
    sha256: str
    layout: str
    title: str = ""
    period_start: date | None = None
    period_end: date | None = None
    sections: tuple[SectionDraft, ...] = ()
    groups: tuple[GroupDraft, ...] = ()
    warnings: tuple[Warning, ...] = ()

    def actions(self) -> Iterator[ActionDraft]:
        """Every action in the source's order."""
        for group in self.groups:
            yield from group.all_actions()

    def counts(self) -> dict[str, int]:
        return {
            "sections": len(self.sections),
            "level_1": len(self.groups),
            "level_2": sum(len(group.groups) for group in self.groups),
            "actions": sum(1 for _ in self.actions()),
            "warnings": len(self.warnings),
        }

    def as_json(self) -> dict[str, Any]:
        """The shape that the command prints; keys stand in the order promised."""
        return {
            "source": {
                "name": self.name,
                "sha256": self.sha256,
                "layout": self.layout,
            },
            "title": self.title,
            "period_start": _iso(self.period_start),
            "period_end": _iso(self.period_end),
            "sections": [section.as_json() for section in self.sections],
            "groups": [group.as_json() for group in self.groups],
            "counts": self.counts(),
            "warnings": [warning.as_json() for warning in self.warnings],
        }


def excerpt(text: str) -> str:
    """At most 120 characters of the source, on one line."""
    text = " ".join(text.split())
    return text if len(text) <= 120 else text[:119].rstrip() + "…"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
