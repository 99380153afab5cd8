"""The rows that one import writes, and what stood there before, for undoing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..importing.comparing import (
    ACTION_FIELDS,
    action_values,
    milestone_values,
    tells_other_milestones,
)
from ..importing.items import ACTION, OBJECTIVE, PRIORITY, SECTION
from ..models import Action, ActionOwner, Group, Milestone, Plan, Section
from .owners import Owner, owner_row, owners_named
from .ratings import RATED_FIELDS, rate

BATCH = 1_000
OWNER_FIELDS = (
    "text",
    "post_id",
    "organisation_id",
    "everyone",
    "stays_as_text",
    "is_lead",
    "position",
)
MILESTONE_FIELDS = ("text", "due_on", "done_on", "position")


@dataclass(frozen=True)
class Put:
    """One thing to put in: its kind, what the file has, and the row it changes."""

    kind: str
    payload: dict[str, Any]
    held: int | None = None


class Writing:
    """What one import writes: collected first, then written kind by kind.

    `before` holds what is changed as it was, by kind and key.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.groups: dict[str, Group] = {}
        self.new_groups: list[Group] = []
        self.sections: list[Section] = []
        self.actions: list[Action] = []
        self.changed: list[Action] = []
        self.told: list[Section | Group] = []
        self.before: dict[str, dict[str, Any]] = {SECTION: {}, PRIORITY: {}, ACTION: {}}
        self.owners: list[tuple[Action, list[str]]] = []
        self.milestones: list[Milestone] = []
        self.told_steps: list[int] = []  # actions whose milestones are told anew
        self.held_sections = {section.pk: section for section in plan.sections.all()}
        self.held_groups = {group.pk: group for group in plan.groups.all()}
        self.held_actions = {
            action.pk: action
            for action in plan.actions.prefetch_related("owners", "milestones")
        }
        self.refs = {action.ref for action in self.held_actions.values()}
        self.section_position = _last(self.held_sections)
        self.group_position = _last(self.held_groups)
        self.position = _last(self.held_actions)

    def take(self, put: Put) -> None:
        takers = {
            SECTION: self._section,
            PRIORITY: self._group,
            OBJECTIVE: self._group,
            ACTION: self._action,
        }
        takers[put.kind](put)

    def _section(self, put: Put) -> None:
        payload = put.payload
        if put.held:
            held = self.held_sections[put.held]
            self._say(held, SECTION, "text", payload["text"])
            return
        self.section_position += 1
        self.sections.append(
            Section(
                plan=self.plan,
                number=payload["number"][:20],
                heading=payload["heading"][:300],
                text=payload["text"],
                position=self.section_position,
                source_line=payload["line"] or None,
            )
        )

    def _group(self, put: Put) -> None:
        payload = put.payload
        if put.held:
            group = self.held_groups[put.held]
            self._say(group, PRIORITY, "narrative", payload["narrative"])
            self.groups[payload["key"]] = group
            return
        self.group_position += 1
        parent = self.groups.get(payload["parent"])
        group = Group(
            plan=self.plan,
            parent=parent,
            level=Group.Level.OBJECTIVE if parent else Group.Level.PRIORITY,
            number=payload["number"][:20],
            title=payload["title"][:500],
            narrative=payload["narrative"],
            position=self.group_position,
            source_line=payload["line"] or None,
        )
        group.save()
        self.new_groups.append(group)
        self.groups[payload["key"]] = group

    def _say(self, row: Section | Group, kind: str, name: str, text: str) -> None:
        """Have a section or group that is there say `text`, when the file has any."""
        if not text or getattr(row, name) == text:
            return
        self.before[kind][str(row.pk)] = {
            name: getattr(row, name),
            "version": row.version,
        }
        setattr(row, name, text)
        row.version += 1
        row.save(update_fields=[name, "version"])
        self.told.append(row)

    def _action(self, put: Put) -> None:
        if put.held:
            self._change(self.held_actions[put.held], put.payload)
            return
        payload = put.payload
        self.position += 1
        action = Action(
            plan=self.plan,
            group=self.groups[payload["group"]],
            ref=self._free_ref(payload["ref"]),
            position=self.position,
            imported_rag="" if payload["rag"] == "not_rated" else payload["rag"],
            is_certain=payload["confidence"] == "certain",
            extra=payload["extra"],
            source_line=payload["line"] or None,
            **action_values(payload),
        )
        _in_order(action)
        rate(action)
        self.actions.append(action)
        self.owners.append((action, payload["owners"]))
        self._take_milestones(action, payload)

    def _change(self, action: Action, payload: dict[str, Any]) -> None:
        before = {name: _plain(getattr(action, name)) for name in _CHANGED}
        values = action_values(payload)
        if action.owners_text != values["owners_text"]:
            rows = action.owners.all()
            before["owners"] = [
                {name: getattr(row, name) for name in OWNER_FIELDS} for row in rows
            ]
            self.owners.append((action, payload["owners"]))
        if tells_other_milestones(action, payload):
            before["milestones"] = self._change_milestones(action, payload)
        self.before[ACTION][str(action.pk)] = before
        for name, value in values.items():
            setattr(action, name, value)
        _in_order(action)
        action.plan = self.plan
        action.version += 1
        rate(action)
        self.changed.append(action)

    def _change_milestones(self, action: Action, payload: dict[str, Any]) -> list[dict]:
        """Have others take the place of those held; answers how these were.

        One that stays as it is keeps the day on which it was done.
        """
        held = list(action.milestones.all())
        self.told_steps.append(action.pk)
        done = {(one.text, one.due_on): one.done_on for one in held}
        self._take_milestones(action, payload, done)
        return [
            {name: _plain(getattr(one, name)) for name in MILESTONE_FIELDS}
            for one in held
        ]

    def _take_milestones(
        self, action: Action, payload: dict[str, Any], done: dict | None = None
    ) -> None:
        for place, step in enumerate(milestone_values(payload)):
            text, due = step
            done_on = (done or {}).get(step)
            self.milestones.append(
                Milestone(
                    action=action,
                    text=text,
                    due_on=due,
                    done_on=done_on,
                    position=place,
                )
            )

    def _free_ref(self, wanted: str) -> str:
        ref, step = wanted[:20], 1
        while ref in self.refs:
            step += 1
            ref = f"auto-{len(self.refs) + step}"
        self.refs.add(ref)
        return ref

    def write(self) -> None:
        Section.objects.bulk_create(self.sections, BATCH)
        Action.objects.bulk_create(self.actions, BATCH)
        Action.objects.bulk_update(self.changed, [*_CHANGED, *RATED_FIELDS], BATCH)
        changed = {action.pk for action in self.changed}
        told_anew = [action.pk for action, _ in self.owners if action.pk in changed]
        ActionOwner.objects.filter(action__in=told_anew).delete()
        ActionOwner.objects.bulk_create(self._owner_rows(), BATCH)
        Milestone.objects.filter(action__in=self.told_steps).delete()
        Milestone.objects.bulk_create(self.milestones, BATCH)

    def _owner_rows(self) -> list[ActionOwner]:
        """A cell that is one known owner stays whole; others go name by name."""
        names = sorted(
            {name for _, names in self.owners for name in names}
            | {action.owners_text for action, _ in self.owners}
        )
        known: dict[str, list[Owner]] = dict(
            zip(names, owners_named(names, authority=self.plan.authority), strict=True)
        )
        rows = []
        for action, wanted in self.owners:
            whole = known[action.owners_text]
            owners = [owner for name in wanted for owner in known[name]]
            if len(wanted) > 1 and all(owner.is_settled for owner in whole):
                owners = whole
            rows += [owner_row(action, one, place) for place, one in enumerate(owners)]
        return rows

    def created(self) -> dict[str, Any]:
        """Keys of the rows made, and the versions of all that was touched, by kind."""
        told_groups = [row for row in self.told if isinstance(row, Group)]
        told_sections = [row for row in self.told if isinstance(row, Section)]
        return {
            "sections": [row.pk for row in self.sections],
            "groups": [row.pk for row in self.new_groups],
            "actions": [row.pk for row in self.actions],
            "versions": {
                SECTION: _versions([*self.sections, *told_sections]),
                PRIORITY: _versions([*self.new_groups, *told_groups]),
                ACTION: _versions([*self.actions, *self.changed]),
            },
        }


_CHANGED = [*ACTION_FIELDS, "is_certain", "version"]


def _last(rows: dict[int, Any]) -> int:
    return max((row.position for row in rows.values()), default=0)


def _versions(rows: Sequence[Any]) -> dict[int, int]:
    return {row.pk: row.version for row in rows}


def _in_order(action: Action) -> None:
    """A due date before the start is kept as words only, and somebody must look."""
    if action.starts_on and action.due_on and action.due_on < action.starts_on:
        action.starts_on, action.is_certain = None, False


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
