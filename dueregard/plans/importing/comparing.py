"""What a file would change in a draft: matched by ref, else by words.

A ref that was generated ("auto-4") says nothing about the source, so it does not match.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dueregard.exchange.importers import Change, ProposedRow

from ..models import Action, Group, Plan, Section
from ..wording import in_words
from .items import ACTION, OBJECTIVE, PRIORITY, SECTION, Item

Difference = tuple[str, str, str]
GENERATED = "auto-"

ACTION_FIELDS = {
    "text": "What will be done",
    "owners_text": "Owners",
    "timescale_text": "Timescale",
    "starts_on": "Start",
    "due_on": "Due",
    "is_ongoing": "Ongoing",
}


def fold(text: str) -> str:
    """Words without case, spacing or closing stop: what makes two texts the same."""
    return " ".join(text.split()).rstrip(".").casefold()


def day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def action_values(payload: dict[str, Any]) -> dict[str, Any]:
    """Columns of `Action` that a file gives, from a staged action."""
    return {
        "text": payload["text"],
        "owners_text": payload["owners_text"],
        "timescale_text": payload["timescale_text"],
        "starts_on": day(payload["start"]),
        "due_on": day(payload["due"]),
        "is_ongoing": payload["ongoing"],
    }


def milestone_values(payload: dict[str, Any]) -> list[tuple[str, date | None]]:
    """(text, due) of each milestone that a file gives, as it would be held."""
    return [(one["text"][:300], day(one["due"])) for one in payload["milestones"]]


def tells_other_milestones(action: Action, payload: dict[str, Any]) -> bool:
    """Whether a file lists milestones for `action`, and others than are held.

    A table of our own has no column for them, and a document without any says
    nothing about those that are held.
    """
    if not payload.get("lists_milestones", bool(payload["milestones"])):
        return False
    held = [(fold(one.text), one.due_on) for one in action.milestones.all()]
    told = [(fold(text), due) for text, due in milestone_values(payload)]
    return held != told


@dataclass
class Held:
    """What a plan holds, ready to be looked up."""

    actions_by_ref: dict[str, Action] = field(default_factory=dict)
    actions_by_text: dict[str, Action] = field(default_factory=dict)
    groups: dict[tuple[str, str], Group] = field(default_factory=dict)
    sections: dict[str, Section] = field(default_factory=dict)

    @classmethod
    def of(cls, plan: Plan | None) -> "Held":
        held = cls()
        if plan is None:
            return held
        actions = plan.actions.select_related("group")
        for action in actions.prefetch_related("milestones"):
            held.actions_by_ref[action.ref] = action
            held.actions_by_text.setdefault(fold(action.text), action)
        for group in plan.groups.select_related("parent"):
            above = group.parent.title if group.parent else ""
            held.groups.setdefault((fold(above), fold(group.title)), group)
        for section in plan.sections.all():
            held.sections.setdefault(fold(section.heading), section)
        return held

    def action(self, payload: dict[str, Any]) -> Action | None:
        ref = payload["ref"]
        if not ref.startswith(GENERATED) and ref in self.actions_by_ref:
            return self.actions_by_ref[ref]
        return self.actions_by_text.get(fold(payload["text"]))


def compare(items: Iterable[Item], plan: Plan | None) -> Iterator[ProposedRow]:
    """Each item with what it would change in `plan`; None is a plan to come.

    Last come the actions that the plan holds and the file does not: they stay.
    """
    held = Held.of(plan)
    titles: dict[str, str] = {}
    seen: set[int] = set()
    for item in items:
        if item.kind in (PRIORITY, OBJECTIVE):
            titles[item.payload["key"]] = item.text
        match, differences = _match(item, held, titles)
        if isinstance(match, Action):
            if match.pk in seen:
                match, differences = None, ()
            else:
                seen.add(match.pk)
        yield _proposed(item, match, differences)
    for action in held.actions_by_ref.values():
        if action.pk not in seen:
            yield ProposedRow(Change.GONE, ACTION, 0, f"{action.ref}: {action.text}")


def _match(item: Item, held: Held, titles: dict[str, str]):
    payload = item.payload
    if item.kind == SECTION:
        section = held.sections.get(fold(item.text))
        return section, _text_differences(section, payload, "text", "Text")
    if item.kind == ACTION:
        action = held.action(payload)
        return action, _action_differences(action, payload)
    above = titles.get(payload["parent"], "")
    group = held.groups.get((fold(above), fold(item.text)))
    return group, _text_differences(group, payload, "narrative", "What it says")


def _proposed(item: Item, match, differences: tuple[Difference, ...]) -> ProposedRow:
    if match is None:
        change = Change.UNCERTAIN if item.is_uncertain else Change.NEW
    else:
        change = Change.CHANGED if differences else Change.SAME
    key = match.pk if match else None
    return ProposedRow(
        change,
        item.kind,
        item.line,
        item.text,
        cells=_cells(item),
        payload=item.payload | {"held": key},
        problems=_doubts(item),
        differences=differences,
    )


def _cells(item: Item) -> dict[str, str]:
    if item.kind != ACTION:
        return {}
    shown = {
        "Number": item.payload["ref"],
        "Owner": item.payload["owners_text"],
        "Timescale": item.payload["timescale_text"],
    }
    return {name: value for name, value in shown.items() if value}


def _doubts(item: Item) -> tuple[str, ...]:
    if not item.is_uncertain:
        return ()
    note = item.payload["extra"].get("date_note")
    return (note or "Check which date and owner belong to this action.",)


def _text_differences(row, payload, name: str, label: str) -> tuple[Difference, ...]:
    said = fold(payload[name])
    if row is None or not said or fold(getattr(row, name)) == said:
        return ()
    return ((label, getattr(row, name), payload[name]),)


def _action_differences(action: Action | None, payload) -> tuple[Difference, ...]:
    if action is None:
        return ()
    found = []
    for name, value in action_values(payload).items():
        now = getattr(action, name)
        same = fold(now) == fold(value) if isinstance(value, str) else now == value
        if not same:
            found.append((ACTION_FIELDS[name], _words(now), _words(value)))
    if tells_other_milestones(action, payload):
        now = [(one.text, one.due_on) for one in action.milestones.all()]
        told = milestone_values(payload)
        found.append(("Milestones", _steps_in_words(now), _steps_in_words(told)))
    return tuple(found)


def _steps_in_words(steps: list[tuple[str, date | None]]) -> str:
    """Milestones on one line: "Pilot ends (1 March 2026); Report"."""
    return "; ".join(
        f"{text} ({in_words(due)})" if due else text for text, due in steps
    )


def _words(value) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, date):
        return in_words(value)
    return value or ""
