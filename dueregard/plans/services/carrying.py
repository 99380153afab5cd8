"""Next year's plan, started from this year's: what is carried forward, and when.

The new plan is a draft like any other. Until the chair approves it, the plan in force
says nothing of it: its actions are marked as carried forward only then.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from dueregard.accounts.models import Person
from dueregard.audit import services as audit

from ..events import PlanEvent, VersionEvent
from ..models import (
    Action,
    ActionOwner,
    Group,
    Intention,
    Measure,
    Milestone,
    Plan,
    Section,
    SuccessMeasure,
)
from ..rules_of_versions import may_start_next
from .owners import copy_owner
from .ratings import RATED_FIELDS, rate, remember

KEPT_STATUS = (
    Action.Status.NOT_STARTED,
    Action.Status.IN_PROGRESS,
    Action.Status.ON_HOLD,
)


@dataclass(frozen=True)
class Carrying:
    """How actions go over: with their numbers, with their dates, with the narrative."""

    keeps_refs: bool = True
    keeps_dates: bool = True
    keeps_narrative: bool = True


@audit.atomic
def start_next(
    plan: Plan,
    keys: Iterable[int],
    *,
    by: Person,
    title: str,
    starts_on: date,
    ends_on: date,
    how: Carrying,
) -> Plan:
    """Start the plan that follows `plan`, with the actions of `keys` carried forward.

    Cancelled actions, and those of other plans, are left out. The priorities and
    objectives that are used come along with what they say, their intentions and their
    measures, and owners stay. A constant number of statements, whatever the size.

    Raises:
        NotNow: the board never agreed to `plan`.
    """
    plan = Plan.objects.locked(plan.pk)
    may_start_next(by, plan)
    rows = plan.actions.filter(pk__in=list(keys)).exclude(status__in=Action.STOPPED)
    actions = list(rows.order_by("position", "pk"))
    following = _new_plan(plan, by, title=title, starts_on=starts_on, ends_on=ends_on)
    if how.keeps_narrative:
        _copy_sections(plan, following)
    groups = _copy_groups(plan, following, {action.group_id for action in actions})
    copies = _copy_actions(actions, following, groups, how)
    _copy_owners(copies)
    _copy_milestones(copies, keeps_dates=how.keeps_dates)
    _copy_intentions(groups, copies)
    _copy_measures(plan, following, groups)
    audit.record(PlanEvent.CREATED, following, by=by)
    facts = {"from_plan": plan.pk, "actions": len(actions)}
    audit.record(VersionEvent.NEXT_STARTED, following, by=by, **facts)
    return following


def settle_carried(plan: Plan, *, by: Person) -> None:
    """Mark as carried forward what `plan` goes on from, now that it is approved.

    Only actions that were still open, and whose successor is: what was completed
    meanwhile stays complete, and what the new plan cancelled stays as it was.
    """
    going_on = plan.actions.exclude(status__in=Action.STOPPED)
    sources = Action.objects.filter(carried_to__in=going_on).open().distinct()
    actions = list(sources.select_related("plan").order_by("pk"))
    for action in actions:
        action.status = Action.Status.CARRIED_FORWARD
        action.version += 1
        rate(action)
    Action.objects.bulk_update(actions, ["status", "version", *RATED_FIELDS])
    remember(actions)
    by_plan: dict[Plan, int] = {}
    for action in actions:
        by_plan[action.plan] = by_plan.get(action.plan, 0) + 1
    for source, count in by_plan.items():
        audit.record(
            VersionEvent.CARRIED, source, by=by, actions=count, to_plan=plan.pk
        )


def _new_plan(plan: Plan, by: Person, **facts: Any) -> Plan:
    parent = plan.parent
    return Plan.objects.create(
        authority=plan.authority,
        drafted_by=by,
        marking=plan.marking,
        parent=parent if parent and parent.status == Plan.Status.APPROVED else None,
        follows=plan,
        **facts,
    )


def _copy_sections(plan: Plan, following: Plan) -> None:
    names = ("number", "heading", "text", "position", "audience")
    Section.objects.bulk_create(
        Section(plan=following, **_columns(section, names))
        for section in plan.sections.all()
    )


def _copy_groups(plan: Plan, following: Plan, used: set[int]) -> dict[int, Group]:
    """The groups that hold what is carried, and their priorities: old key → new."""
    groups = list(plan.groups.all())
    used |= {g.parent_id for g in groups if g.pk in used and g.parent_id}
    copies: dict[int, Group] = {}
    for level in Group.Level.values:
        old = [group for group in groups if group.level == level and group.pk in used]
        new = Group.objects.bulk_create(
            _group(group, following, copies.get(group.parent_id or 0)) for group in old
        )
        copies |= {one.pk: copy for one, copy in zip(old, new, strict=True)}
    return copies


def _group(group: Group, following: Plan, parent: Group | None) -> Group:
    names = ("level", "number", "title", "narrative", "headline", "aim", "why")
    return Group(
        plan=following,
        parent=parent,
        lead_partner_id=group.lead_partner_id,
        position=group.position,
        **_columns(group, names),
    )


def _copy_actions(
    actions: list[Action], following: Plan, groups: dict[int, Group], how: Carrying
) -> dict[int, Action]:
    """Old key → new action. One that was complete begins again."""
    names = (
        "text",
        "owners_text",
        "is_ongoing",
        "review_every_months",
        "last_update_on",
        "last_evidence_on",
        "audience",
    )
    dates = ("starts_on", "due_on", "timescale_text") if how.keeps_dates else ()
    copies = []
    for place, action in enumerate(actions, start=1):
        begins = action.status not in KEPT_STATUS
        copy = Action(
            plan=following,
            group=groups[action.group_id],
            ref=action.ref if how.keeps_refs else str(place),
            position=place,
            status=Action.Status.NOT_STARTED if begins else action.status,
            carried_from=action,
            **_columns(action, (*names, *dates)),
        )
        rate(copy)
        copies.append(copy)
    Action.objects.bulk_create(copies)
    return {copy.carried_from_id: copy for copy in copies if copy.carried_from_id}


def _copy_owners(copies: dict[int, Action]) -> None:
    owners = ActionOwner.objects.filter(action__in=list(copies))
    ActionOwner.objects.bulk_create(
        copy_owner(owner, copies[owner.action_id]) for owner in owners
    )


def _copy_milestones(copies: dict[int, Action], *, keeps_dates: bool) -> None:
    steps = Milestone.objects.filter(action__in=list(copies), done_on__isnull=True)
    Milestone.objects.bulk_create(
        Milestone(
            action=copies[step.action_id],
            text=step.text,
            due_on=step.due_on if keeps_dates else None,
            position=step.position,
        )
        for step in steps
    )


def _copy_intentions(groups: dict[int, Group], copies: dict[int, Action]) -> None:
    """Success measures and intentions in words, linked to the actions carried."""
    SuccessMeasure.objects.bulk_create(
        SuccessMeasure(group=groups[one.group_id], text=one.text, position=one.position)
        for one in SuccessMeasure.objects.filter(group__in=list(groups))
    )
    old = list(Intention.objects.filter(group__in=list(groups)))
    new = Intention.objects.bulk_create(
        Intention(
            group=groups[one.group_id],
            **_columns(one, ("horizon", "text", "position")),
        )
        for one in old
    )
    become = {one.pk: copy for one, copy in zip(old, new, strict=True)}
    link = Intention.actions.through
    links = link.objects.filter(intention__in=list(become), action__in=list(copies))
    link.objects.bulk_create(
        link(intention=become[one.intention_id], action=copies[one.action_id])
        for one in links
    )


def _copy_measures(plan: Plan, following: Plan, groups: dict[int, Group]) -> None:
    """Measures go on with what they count and their baseline; values stay behind.

    A target whose day is past by the new plan's start has been met or missed, and is
    left for the new plan to set.
    """
    names = (
        "name",
        "definition",
        "unit",
        "direction",
        "counts_referrals",
        "baseline",
        "baseline_on",
        "source",
        "caveat",
        "audience",
        "position",
    )
    going_on = plan.measures.filter(ended_on__isnull=True)
    copies = []
    for measure in going_on:
        if measure.group_id and measure.group_id not in groups:
            continue
        copy = Measure(plan=following, **_columns(measure, names))
        copy.group = groups[measure.group_id] if measure.group_id else None
        if not measure.target_on or measure.target_on >= following.starts_on:
            copy.target, copy.target_on = measure.target, measure.target_on
        copies.append(copy)
    Measure.objects.bulk_create(copies)


def _columns(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
