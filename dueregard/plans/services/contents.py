"""What the plan says besides its actions: title, narrative, groups, intentions."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F, Max

from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.submissions.versions import claim_version

from ..events import PlanEvent
from ..models import Action, Group, Intention, Plan, Section, SuccessMeasure
from ..rules import may_change_text, may_manage_actions


@audit.atomic
def edit_plan(plan: Plan, *, by: Person, version: int, changes: dict[str, Any]) -> Plan:
    """Change the plan's own facts: title, period, marking, dates, the plan above it.

    Title and period are words of the plan: they change only in a draft. A plan that is
    no longer in force stays as it was.

    Raises:
        Stale: somebody else saved since `version` was read.
    """
    may_manage_actions(by, Plan.objects.locked(plan.pk))
    plan = claim_version(Plan, plan.pk, version)
    changed = _apply(plan, changes)
    if {"title", "starts_on", "ends_on"} & set(changed):
        may_change_text(by, plan)
    plan.save()
    audit.record(PlanEvent.EDITED, plan, by=by, fields=changed)
    return plan


@audit.atomic
def add_section(plan: Plan, *, by: Person, **fields: Any) -> Section:
    plan = Plan.objects.locked(plan.pk)
    may_change_text(by, plan)
    last = plan.sections.aggregate(last=Max("position"))["last"] or 0
    section = Section.objects.create(plan=plan, position=last + 1, **fields)
    _record(plan, by, "section", section.pk, section.text)
    return section


@audit.atomic
def edit_section(
    section: Section, *, by: Person, version: int, changes: dict[str, Any]
) -> Section:
    """Raises Stale when somebody else saved since `version` was read."""
    may_change_text(by, Plan.objects.locked(section.plan_id))
    section = claim_version(Section, section.pk, version)
    _apply(section, changes)
    section.save()
    _record(section.plan, by, "section", section.pk, section.text)
    return section


@audit.atomic
def remove_section(section: Section, *, by: Person) -> None:
    may_change_text(by, Plan.objects.locked(section.plan_id))
    _record(section.plan, by, "section_removed", section.pk, section.text)
    section.delete()


@audit.atomic
def add_group(
    plan: Plan, *, by: Person, parent: Group | None = None, **fields: Any
) -> Group:
    """Add a priority, or an objective of the priority `parent`, behind its siblings.

    Raises:
        NotNow: `parent` is no priority of this plan.
    """
    plan = Plan.objects.locked(plan.pk)
    may_change_text(by, plan)
    if parent and (parent.plan_id != plan.pk or parent.parent_id):
        raise NotNow("Choose a priority of the same plan for it to stand in.")
    level = Group.Level.OBJECTIVE if parent else Group.Level.PRIORITY
    family = plan.groups.filter(parent=parent) if parent else plan.groups.all()
    last = family.aggregate(last=Max("position"))["last"]
    place = (last if last is not None else parent.position if parent else 0) + 1
    plan.groups.filter(position__gte=place).update(position=F("position") + 1)
    group = Group.objects.create(
        plan=plan, parent=parent, level=level, position=place, **fields
    )
    _record(plan, by, "group", group.pk, group.title)
    return group


@audit.atomic
def edit_group(
    group: Group, *, by: Person, version: int, changes: dict[str, Any]
) -> Group:
    """Change a priority or objective.

    Raises:
        Stale: somebody else saved since `version` was read.
    """
    may_change_text(by, Plan.objects.locked(group.plan_id))
    group = claim_version(Group, group.pk, version)
    _apply(group, changes)
    group.save()
    _record(group.plan, by, "group", group.pk, group.title)
    return group


@audit.atomic
def remove_group(group: Group, *, by: Person) -> None:
    """Remove an empty priority or objective.

    Raises:
        NotNow: it still holds actions or objectives.
    """
    may_change_text(by, Plan.objects.locked(group.plan_id))
    if group.actions.exists() or group.objectives.exists():
        raise NotNow("Move what it holds to another place first, then remove it.")
    _record(group.plan, by, "group_removed", group.pk, group.title)
    group.delete()


@audit.atomic
def set_priority_lists(
    group: Group,
    *,
    by: Person,
    measures: Iterable[str],
    intentions: Mapping[str, Iterable[str]],
) -> None:
    """Say how a priority's success is measured, and what it intends by when.

    `intentions` is horizon → texts. An intention whose words stay keeps the actions
    that it is linked to; the same words twice are one.
    """
    may_change_text(by, Plan.objects.locked(group.plan_id))
    put_priority_lists(group, measures=measures, intentions=intentions)
    _record(group.plan, by, "priority_lists", group.pk, group.title)


def put_priority_lists(
    group: Group, *, measures: Iterable[str], intentions: Mapping[str, Iterable[str]]
) -> None:
    """The same, for a service that has asked who may. Rows whose words stay stay."""
    held = {one.text: one for one in group.success_measures.all()}
    for place, text in enumerate(dict.fromkeys(measures)):
        measure = held.pop(text, None) or SuccessMeasure(group=group, text=text)
        measure.position = place
        measure.save()
    SuccessMeasure.objects.filter(pk__in=[one.pk for one in held.values()]).delete()
    for horizon, texts in intentions.items():
        _set_intentions(group, horizon, texts)


def _set_intentions(group: Group, horizon: str, texts: Iterable[str]) -> None:
    held = {one.text: one for one in group.intentions.filter(horizon=horizon)}
    for place, text in enumerate(dict.fromkeys(texts)):
        intention = held.pop(text, None) or Intention(
            group=group, horizon=horizon, text=text
        )
        intention.position = place
        intention.save()
    Intention.objects.filter(pk__in=[one.pk for one in held.values()]).delete()


@audit.atomic
def link_intention(
    intention: Intention, *, by: Person, actions: Iterable[Action]
) -> None:
    """Say which actions of the same plan carry an intention out."""
    plan = Plan.objects.locked(intention.group.plan_id)
    may_change_text(by, plan)
    intention.actions.set([one for one in actions if one.plan_id == plan.pk])
    _record(plan, by, "intention_links", intention.pk, intention.text)


def _apply(subject: Any, changes: dict[str, Any]) -> list[str]:
    changed = sorted(
        name for name, value in changes.items() if getattr(subject, name) != value
    )
    for name in changed:
        setattr(subject, name, changes[name])
    return changed


def _record(plan: Plan, by: Person, what: str, row: int, text: str) -> None:
    audit.record(
        PlanEvent.CONTENT_CHANGED,
        plan,
        by=by,
        what=what,
        row=row,
        content_hash=audit.text_hash(text),
    )
