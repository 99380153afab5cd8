"""A plan draft as a flat list of things to put in, each plain JSON.

Staging keeps one row for each; `key` and `parent` say how they hang together.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..reading.draft import ActionDraft, GroupDraft, PlanDraft

SECTION, PRIORITY, OBJECTIVE, ACTION = "section", "priority", "objective", "action"
KINDS = {
    SECTION: "Narrative",
    PRIORITY: "Priority",
    OBJECTIVE: "Objective",
    ACTION: "Action",
}


@dataclass(frozen=True)
class Item:
    """One section, priority, objective or action, as the source has it."""

    kind: str
    line: int
    text: str
    payload: dict[str, Any]

    @property
    def is_uncertain(self) -> bool:
        return self.payload.get("confidence") == "uncertain"


def items_of(draft: PlanDraft) -> Iterator[Item]:
    """Sections, then groups with their actions, in the source's order."""
    for section in draft.sections:
        payload = section.as_json() | {"line": section.line}
        yield Item(SECTION, section.line, section.heading, payload)
    for place, group in enumerate(draft.groups, start=1):
        yield from _items_of_group(group, f"{place}", parent="")


def _items_of_group(group: GroupDraft, key: str, parent: str) -> Iterator[Item]:
    payload = {
        "key": key,
        "parent": parent,
        "number": group.number,
        "title": group.title,
        "narrative": group.narrative,
        "line": group.line,
    }
    yield Item(OBJECTIVE if parent else PRIORITY, group.line, group.title, payload)
    for action in group.actions:
        yield _item_of_action(action, key)
    for place, inner in enumerate(group.groups, start=1):
        yield from _items_of_group(inner, f"{key}.{place}", parent=key)


def _item_of_action(action: ActionDraft, key: str) -> Item:
    payload = action.as_json() | {"group": key}
    if action.lists_milestones is not None:
        payload["lists_milestones"] = action.lists_milestones
    return Item(ACTION, action.line, action.text, payload)
