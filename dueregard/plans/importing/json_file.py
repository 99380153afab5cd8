"""A plan that was exported as JSON, read back: the shape of `PlanDraft.as_json`."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dueregard.exchange.document import Document, Unreadable

from ..reading.draft import (
    ActionDraft,
    GroupDraft,
    MilestoneDraft,
    PlanDraft,
    SectionDraft,
    Warning,
)
from ..reading.layouts import UNKNOWN

ENDING = ".json"
REFUSED = "This JSON file is not a plan exported from here. Export the plan again."
RATINGS = {"red", "amber", "green", "complete", "not_rated"}
CERTAINTIES = {"certain", "uncertain"}


@dataclass
class JsonPlan(Document):
    """A document that says what it is by itself."""

    draft: PlanDraft = field(default_factory=lambda: PlanDraft("", "", UNKNOWN))


def read_json(name: str, data: bytes) -> JsonPlan:
    """Read an exported plan.

    Raises:
        Unreadable: it is not JSON, or not of our shape.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        said = json.loads(data.decode("utf-8-sig"))
        draft = _plan(said, name, sha256)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Unreadable(REFUSED) from error
    return JsonPlan(name, sha256, "json", draft=draft)


def _plan(said: dict[str, Any], name: str, sha256: str) -> PlanDraft:
    return PlanDraft(
        name,
        sha256,
        str(said["source"]["layout"])[:40],
        _text(said["title"]),
        _day(said["period_start"]),
        _day(said["period_end"]),
        tuple(
            SectionDraft(_text(one["number"]), _text(one["heading"]), _text(one["text"]))
            for one in said["sections"]
        ),
        tuple(_group(one, level=1) for one in said["groups"]),
        tuple(
            Warning(_text(w["code"]), int(w["line"]), _text(w["message"]), _text(w["excerpt"]))
            for w in said.get("warnings", [])
        ),
    )


def _group(said: dict[str, Any], level: int) -> GroupDraft:
    if said["level"] != level or level > 2:
        raise ValueError("Groups stand on two levels.")
    return GroupDraft(
        level,
        _text(said["number"]),
        _text(said["title"]),
        _text(said["narrative"]),
        tuple(_group(one, level + 1) for one in said.get("groups", [])),
        tuple(_action(one) for one in said.get("actions", [])),
    )


def _action(said: dict[str, Any]) -> ActionDraft:
    if said["rag"] not in RATINGS or said["confidence"] not in CERTAINTIES:
        raise ValueError("A rating or a confidence that we do not know.")
    return ActionDraft(
        ref=_text(said["ref"]),
        text=_text(said["text"]),
        line=int(said["line"]),
        owners=tuple(_text(one) for one in said["owners"]),
        owners_text=_text(said["owners_text"]),
        timescale_text=_text(said["timescale_text"]),
        start=_day(said["start"]),
        due=_day(said["due"]),
        ongoing=bool(said["ongoing"]),
        milestones=tuple(
            MilestoneDraft(_text(one["text"]), _day(one["due"]))
            for one in said["milestones"]
        ),
        rag=said["rag"],
        confidence=said["confidence"],
        extra={_text(key): _text(value) for key, value in said["extra"].items()},
    )


def _text(value: Any) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise TypeError("Text is wanted.")
    return value


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
