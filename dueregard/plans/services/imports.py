"""Putting what was read from a document into a draft, and taking it out again."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit
from dueregard.exchange.models import Upload

from .. import rag
from ..events import PlanEvent
from ..importing.comparing import action_values, compare, day
from ..importing.items import ACTION, OBJECTIVE, PRIORITY, SECTION, items_of
from ..models import (
    Action,
    ActionOwner,
    Group,
    Milestone,
    Plan,
    PlanImport,
    ProgressUpdate,
    Section,
)
from ..reading.draft import PlanDraft
from ..rules import may_change_text, may_write_for
from .owners import Owner, owner_row, owners_named
from .ratings import rate

BATCH = 1_000


@dataclass(frozen=True)
class Source:
    """Which file it was, and what it says of itself."""

    name: str
    sha256: str
    layout: str
    title: str
    starts_on: date | None
    ends_on: date | None
    warnings: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Put:
    """One thing to put in: its kind, what the file has, and the row it changes."""

    kind: str
    payload: dict[str, Any]
    held: int | None = None


@audit.atomic
def import_draft(
    draft: PlanDraft, *, authority: Authority, by: Person, plan: Plan | None = None
) -> Plan:
    """Make a plan of `draft`, or bring it into the draft `plan`; for the command line.

    Raises:
        NotAllowed, NotNow: this person may not, or the plan is not a draft.
    """
    puts = [
        Put(row.kind, row.payload, row.payload["held"])
        for row in compare(items_of(draft), plan)
        if row.payload and (row.change != "same" or row.kind in (PRIORITY, OBJECTIVE))
    ]
    source = Source(
        draft.name,
        draft.sha256,
        draft.layout,
        draft.title,
        draft.period_start,
        draft.period_end,
        [warning.as_json() for warning in draft.warnings],
    )
    return put_in(puts, source, authority=authority, by=by, plan=plan)


@audit.atomic
def put_in(
    puts: Iterable[Put],
    source: Source,
    *,
    authority: Authority,
    by: Person,
    plan: Plan | None = None,
    upload: Upload | None = None,
) -> Plan:
    """Write `puts` into the draft `plan`, or into a new one, in a few statements."""
    is_new = plan is None
    if plan is None:
        may_write_for(by, authority)
        plan = _new_plan(source, authority, by)
    else:
        plan = Plan.objects.select_for_update().get(pk=plan.pk)
        may_change_text(by, plan)
    work = _Work(plan)
    for put in puts:
        work.take(put)
    work.write()
    record = PlanImport.objects.create(
        plan=plan,
        upload=upload,
        source_name=source.name,
        source_sha256=source.sha256,
        layout=source.layout,
        made_plan=is_new,
        created=work.created(),
        before=work.before,
        warnings=source.warnings,
        by=by,
    )
    audit.record(
        PlanEvent.IMPORTED,
        plan,
        by=by,
        sha256=source.sha256,
        layout=source.layout,
        added=len(work.actions),
        changed=len(work.before),
        actions=plan.actions.count(),
    )
    _note_versions(record, work)
    return plan


def may_undo_import(record: PlanImport) -> None:
    """Raise NotNow with the reason when something depends on what went in."""
    if record.undone_at:
        raise NotNow("This import is undone already.")
    if not record.plan.is_draft:
        raise NotNow("The plan has left its draft, so the import is part of it now.")
    versions = record.created["versions"]
    now = dict(
        Action.objects.filter(pk__in=list(versions)).values_list("pk", "version")
    )
    if now != {int(key): version for key, version in versions.items()}:
        raise NotNow("Somebody has worked on what the import brought in since then.")
    if ProgressUpdate.objects.filter(action__in=list(versions)).exists():
        raise NotNow("Progress has been reported on what the import brought in.")
    later = record.plan.imports.filter(pk__gt=record.pk, undone_at__isnull=True)
    if later.exists():
        raise NotNow("Another import followed. Undo that one first.")


@audit.atomic
def undo_import(record: PlanImport, *, by: Person) -> None:
    """Take out what an import put in, and put back what it changed."""
    plan = Plan.objects.select_for_update().get(pk=record.plan_id)
    may_change_text(by, plan)
    may_undo_import(record)
    audit.record(PlanEvent.IMPORT_UNDONE, plan, by=by, sha256=record.source_sha256)
    created = record.created
    Action.objects.filter(pk__in=created["actions"]).delete()
    if record.made_plan:
        plan.delete()
        return
    for key, values in record.before.items():
        values = values | {name: day(values[name]) for name in ("starts_on", "due_on")}
        Action.objects.filter(pk=int(key)).update(**values)
    Group.objects.filter(pk__in=created["groups"], actions__isnull=True).delete()
    Section.objects.filter(pk__in=created["sections"]).delete()
    record.undone_at = clock.now()
    record.save(update_fields=["undone_at"])


def _new_plan(source: Source, authority: Authority, by: Person) -> Plan:
    starts_on = source.starts_on or date(clock.today().year, 4, 1)
    ends_on = source.ends_on or rag.add_months(starts_on, 12)
    plan = Plan.objects.create(
        authority=authority,
        drafted_by=by,
        title=source.title[:200] or f"{authority} Prevent delivery plan",
        starts_on=starts_on,
        ends_on=max(ends_on, rag.add_months(starts_on, 1)),
    )
    audit.record(PlanEvent.CREATED, plan, by=by)
    return plan


def _note_versions(record: PlanImport, work: "_Work") -> None:
    touched = [action.pk for action in work.actions] + [int(k) for k in work.before]
    rows = Action.objects.filter(pk__in=touched).values_list("pk", "version")
    record.created["versions"] = dict(rows)
    record.save(update_fields=["created"])


class _Work:
    """What one import writes: collected first, then written kind by kind."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.groups: dict[str, Group] = {}
        self.new_groups: list[Group] = []
        self.sections: list[Section] = []
        self.actions: list[Action] = []
        self.changed: list[Action] = []
        self.before: dict[str, dict[str, Any]] = {}
        self.owners: list[tuple[Action, list[str]]] = []
        self.milestones: list[Milestone] = []
        self.held_groups = {group.pk: group for group in plan.groups.all()}
        self.held_actions = {action.pk: action for action in plan.actions.all()}
        self.refs = {action.ref for action in self.held_actions.values()}
        self.position = max((a.position for a in self.held_actions.values()), default=0)
        self.group_position = max(
            (group.position for group in self.held_groups.values()), default=0
        )

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
            Section.objects.filter(pk=put.held).update(text=payload["text"])
            return
        self.sections.append(
            Section(
                plan=self.plan,
                number=payload["number"][:20],
                heading=payload["heading"][:300],
                text=payload["text"],
                position=self.plan.sections.count() + len(self.sections) + 1,
                source_line=payload["line"] or None,
            )
        )

    def _group(self, put: Put) -> None:
        payload = put.payload
        if put.held:
            group = self.held_groups[put.held]
            if payload["narrative"] and group.narrative != payload["narrative"]:
                group.narrative = payload["narrative"]
                group.save(update_fields=["narrative"])
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
        values = action_values(payload)
        self.before[str(action.pk)] = {
            name: _plain(getattr(action, name)) for name in values
        }
        if action.owners_text != values["owners_text"]:
            self.owners.append((action, payload["owners"]))
        for name, value in values.items():
            setattr(action, name, value)
        _in_order(action)
        action.plan = self.plan
        action.version += 1
        rate(action)
        self.changed.append(action)

    def _take_milestones(self, action: Action, payload: dict[str, Any]) -> None:
        for place, one in enumerate(payload["milestones"]):
            self.milestones.append(
                Milestone(
                    action=action,
                    text=one["text"][:300],
                    due_on=day(one["due"]),
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
        if self.changed:
            names = [*action_values(_EMPTY), "version", "amber_from", "red_from"]
            Action.objects.bulk_update(self.changed, names, BATCH)
        ActionOwner.objects.filter(
            action__in=[action for action, _ in self.owners if action in self.changed]
        ).delete()
        ActionOwner.objects.bulk_create(self._owner_rows(), BATCH)
        Milestone.objects.bulk_create(self.milestones, BATCH)

    def _owner_rows(self) -> list[ActionOwner]:
        names = sorted({name for _, names in self.owners for name in names})
        known: dict[str, list[Owner]] = dict(
            zip(names, owners_named(names, authority=self.plan.authority), strict=True)
        )
        rows = []
        for action, wanted in self.owners:
            owners = [owner for name in wanted for owner in known[name]]
            rows += [owner_row(action, one, place) for place, one in enumerate(owners)]
        return rows

    def created(self) -> dict[str, list[int]]:
        return {
            "sections": [row.pk for row in self.sections],
            "groups": [row.pk for row in self.new_groups],
            "actions": [row.pk for row in self.actions],
        }


_EMPTY = {
    "text": "",
    "owners_text": "",
    "timescale_text": "",
    "start": None,
    "due": None,
    "ongoing": False,
}


def _in_order(action: Action) -> None:
    """A due date before the start is kept as words only, and somebody must look."""
    if action.starts_on and action.due_on and action.due_on < action.starts_on:
        action.starts_on, action.is_certain = None, False


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
