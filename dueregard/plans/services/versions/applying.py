"""Putting the changes of an approved version in place, all of them or none."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Organisation

from ...models import Action, Group, Plan, ProposedChange, Section
from ...words import ACTION_WORDS, PRIORITY_LISTS, SECTION_WORDS, words_of
from ..actions import insert_action, stop
from ..contents import put_priority_lists
from ..owners import owners_named

Kind = ProposedChange.Kind
DATES = ("starts_on", "due_on")


def apply_changes(plan: Plan, changes: Iterable[ProposedChange]) -> list[Action]:
    """Write `changes` into `plan`, which the caller has locked; its actions touched.

    Numbers are given up before they are taken, so that two actions can swap theirs.

    Raises:
        NotNow: a thing says something else than when the change to it was proposed, is
            gone or closed, or a number is taken. The sentence names the place.
    """
    changes = list(changes)
    for change in changes:
        _must_stand(change)
    touched = [_drop(change) for change in changes if change.kind == Kind.DROP_ACTION]
    reworded = [one for one in changes if one.kind == Kind.CHANGE_ACTION]
    touched += _reword_actions(plan, reworded)
    for change in changes:
        if change.kind == Kind.CHANGE_GROUP:
            _reword_group(change)
        elif change.kind == Kind.CHANGE_SECTION:
            _reword_section(change)
    added = [one for one in changes if one.kind == Kind.ADD_ACTION]
    return touched + [_add(plan, change) for change in added]


def place_of(change: ProposedChange) -> str:
    """Where a change is, as a sentence names it."""
    subject = change.action or change.group or change.section
    if isinstance(subject, Group):
        return f"“{subject}”"
    if isinstance(subject, Section):
        return f"the section “{subject}”"
    return f"action {subject.ref}" if subject else "the new action"


def _must_stand(change: ProposedChange) -> None:
    if change.kind == Kind.ADD_ACTION:
        return
    subject: Any = change.action or change.group or change.section
    if words_of(subject) != change.before:
        raise NotNow(
            f"What {place_of(change)} says has changed since the change to it was "
            "proposed. Return the version, so that the change is proposed anew."
        )
    if change.kind == Kind.DROP_ACTION and not subject.is_open:
        raise NotNow(
            f"{subject} is {subject.get_status_display().lower()} by now, so it cannot "
            "be cancelled. Return the version, so that the change is taken out."
        )


def _drop(change: ProposedChange) -> Action:
    action: Any = change.action
    stop(action, change.reason)
    return action


def _reword_actions(plan: Plan, changes: list[ProposedChange]) -> list[Action]:
    actions: list[Any] = [change.action for change in changes]
    for change, action in zip(changes, actions, strict=True):
        for name in ACTION_WORDS:
            setattr(action, name, change.after[name])
        action.version += 1
    _must_be_free(plan, actions)
    for action in actions:
        Action.objects.filter(pk=action.pk).update(ref=f"~{action.pk}")
    Action.objects.bulk_update(actions, [*ACTION_WORDS, "version"])
    return actions


def _must_be_free(plan: Plan, actions: list[Action]) -> None:
    others = plan.actions.exclude(pk__in=[action.pk for action in actions])
    wanted = [action.ref for action in actions]
    taken = set(others.filter(ref__in=wanted).values_list("ref", flat=True))
    taken |= {ref for ref in wanted if wanted.count(ref) > 1}
    if taken:
        raise NotNow(
            f"Two actions would be number {min(taken)}. Return the version, so that "
            "one of them is numbered otherwise."
        )


def _reword_group(change: ProposedChange) -> None:
    group: Any = change.group
    words = dict(change.after)
    lists = {name: words.pop(name) for name in PRIORITY_LISTS if name in words}
    if "lead_partner" in words:
        wanted = Organisation.objects.filter(pk=words.pop("lead_partner"))
        group.lead_partner = wanted.first()
    for name, value in words.items():
        setattr(group, name, value)
    group.version += 1
    group.save()
    if lists:
        put_priority_lists(group, measures=lists.pop("measures"), intentions=lists)


def _reword_section(change: ProposedChange) -> None:
    section: Any = change.section
    for name in SECTION_WORDS:
        setattr(section, name, change.after[name])
    section.version += 1
    section.save()


def _add(plan: Plan, change: ProposedChange) -> Action:
    fields = dict(change.after)
    group = plan.groups.get(pk=fields.pop("group"))
    for name in DATES:
        fields[name] = date.fromisoformat(fields[name]) if fields[name] else None
    lines = fields["owners_text"].splitlines()
    names = [" ".join(line.split()) for line in lines if line.strip()]
    found = owners_named(names, authority=plan.authority)
    owners = [owner for owners in found for owner in owners]
    action = insert_action(plan, group, owners=owners, **fields)
    change.action = action
    change.save(update_fields=["action"])
    return action
