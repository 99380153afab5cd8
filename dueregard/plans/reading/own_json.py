"""A plan as JSON, in the shape that `PlanDraft.as_json` writes, read back."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from dueregard.exchange.document import Document, Paragraph, Unreadable

from .draft import (
    CERTAIN,
    UNCERTAIN,
    ActionDraft,
    GroupDraft,
    MilestoneDraft,
    PlanDraft,
    SectionDraft,
)
from .layouts import OWN

LONGEST_REF = 20
LAST_LINE = 2**31 - 1
RATINGS = ("red", "amber", "green", "complete", "not_rated")


def read_own_json(document: Document) -> PlanDraft:
    """The plan in a JSON document; raises Unreadable naming the part that is wrong."""
    text = next(b.text for b in document.blocks if isinstance(b, Paragraph))
    said = json.loads(text)
    if not isinstance(said, dict) or "groups" not in said:
        raise Unreadable(
            f"“{document.name}” is JSON but not a plan. Upload a plan that was "
            "exported as JSON."
        )
    refs: set[str] = set()
    return PlanDraft(
        name=document.name,
        sha256=document.sha256,
        layout=OWN,
        title=_text(said, "title", "the plan"),
        period_start=_day(said, "period_start", "the plan"),
        period_end=_day(said, "period_end", "the plan"),
        sections=tuple(
            SectionDraft(
                number=_text(one, "number", "a section"),
                heading=_text(one, "heading", "a section"),
                text=_text(one, "text", "a section"),
            )
            for one in _list(said, "sections", "the plan")
        ),
        groups=tuple(_group(one, 1, refs) for one in _list(said, "groups", "the plan")),
    )


def _group(said: Any, level: int, refs: set[str]) -> GroupDraft:
    title = _text(said, "title", "a group")
    where = f"the group “{title}”"
    inner = _list(said, "groups", where)
    if inner and level == 2:
        raise _wrong(where, "groups")
    return GroupDraft(
        level=level,
        number=_text(said, "number", where),
        title=title,
        narrative=_text(said, "narrative", where),
        groups=tuple(_group(one, level + 1, refs) for one in inner),
        actions=tuple(_action(one, refs) for one in _list(said, "actions", where)),
    )


def _action(said: Any, refs: set[str]) -> ActionDraft:
    ref = _text(said, "ref", "an action")
    where = f"the action “{ref}”"
    if not ref or ref in refs or len(ref) > LONGEST_REF:
        raise _wrong(where, "ref")
    text = _text(said, "text", where)
    if not text.strip():
        raise _wrong(where, "text")
    refs.add(ref)
    rag = _text(said, "rag", where) or "not_rated"
    if rag not in RATINGS:
        raise _wrong(where, "rag")
    extra = said.get("extra") or {}
    if not isinstance(extra, dict) or not _all_text(extra.values()):
        raise _wrong(where, "extra")
    owners = _list(said, "owners", where)
    if not _all_text(owners):
        raise _wrong(where, "owners")
    return ActionDraft(
        ref=ref,
        text=text,
        line=_line(said, where),
        owners=tuple(owners),
        owners_text=_text(said, "owners_text", where),
        timescale_text=_text(said, "timescale_text", where),
        start=_day(said, "start", where),
        due=_day(said, "due", where),
        ongoing=said.get("ongoing") is True,
        lists_milestones=True,
        milestones=tuple(
            MilestoneDraft(_text(one, "text", where), _day(one, "due", where))
            for one in _list(said, "milestones", where)
        ),
        rag=rag,
        confidence=UNCERTAIN if said.get("confidence") == UNCERTAIN else CERTAIN,
        extra=extra,
    )


def _line(said: dict[str, Any], where: str) -> int:
    line = said.get("line") or 0
    if not isinstance(line, int) or not 0 <= line <= LAST_LINE:
        raise _wrong(where, "line")
    return line


def _all_text(values: Any) -> bool:
    return all(isinstance(value, str) for value in values)


def _text(said: Any, key: str, where: str) -> str:
    value = said.get(key, "") if isinstance(said, dict) else None
    if not isinstance(value, str):
        raise _wrong(where, key)
    return value


def _list(said: Any, key: str, where: str) -> list:
    value = said.get(key, []) if isinstance(said, dict) else None
    if not isinstance(value, list):
        raise _wrong(where, key)
    return value


def _day(said: dict[str, Any], key: str, where: str) -> date | None:
    value = said.get(key)
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _wrong(where, key) from None


def _wrong(where: str, key: str) -> Unreadable:
    return Unreadable(
        f"In {where[:80]}, “{key}” is not as Due Regard writes it. Export the plan "
        "again and upload that."
    )
