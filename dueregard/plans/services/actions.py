"""Living with the actions of a plan: add, change, cancel, confirm."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F

from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.submissions.versions import claim_version

from ..events import ActionEvent
from ..models import Action, ActionOwner, Group, Plan
from ..rules import may_change_text, may_manage_actions
from ..wording import in_words
from .dates import keep_date_changes
from .order import open_place_after
from .owners import Owner, owner_row, set_owners
from .ratings import RATED_FIELDS, rate, remember
from .rounds.answers import note_stopped

TEXT_FIELDS = {"ref", "text", "timescale_text"}


@audit.atomic
def add_action(
    group: Group, *, by: Person, text: str, owners: Iterable[Owner] = (), **fields: Any
) -> Action:
    """Add an action at the end of `group`. `fields` are columns of `Action`.

    Raises:
        NotNow: the plan has left its draft, or another action has its number.
    """
    plan = Plan.objects.locked(group.plan_id)
    may_change_text(by, plan)
    action = insert_action(plan, group, text=text, owners=owners, **fields)
    audit.record(ActionEvent.ADDED, action, by=by)
    return action


def insert_action(
    plan: Plan, group: Group, *, text: str, owners: Iterable[Owner] = (), **fields: Any
) -> Action:
    """Put a new action at the end of `group`, for a service that has locked `plan`.

    Raises:
        NotNow: another action has its number, or it would be due before it starts.
    """
    ref = fields.pop("ref", "") or next_ref(plan)
    _must_be_free(plan, ref)
    position = open_place_after(plan, group)
    action = Action(
        plan=plan, group=group, ref=ref, text=text, position=position, **fields
    )
    _must_be_in_order(action)
    rate(action)
    action.save()
    remember([action])
    set_owners(action, owners)
    return action


@audit.atomic
def edit_action(
    action: Action,
    *,
    by: Person,
    version: int,
    changes: dict[str, Any],
    owners: Iterable[Owner] | None = None,
    date_reason: str = "",
) -> Action:
    """Change `action`; its number and words only while the plan is a draft.

    A due date that the board has agreed to changes only with a reason (`date_reason`).

    Raises:
        Stale: somebody else saved since `version` was read.
        NotNow: the number is taken, it would be due before it starts, or the reason
            for another due date is missing.
    """
    plan = Plan.objects.locked(action.plan_id)
    may_manage_actions(by, plan)
    action = claim_version(Action, action.pk, version)
    action.plan = plan
    changed = {
        name: value for name, value in changes.items() if getattr(action, name) != value
    }
    if TEXT_FIELDS & changed.keys():
        may_change_text(by, plan)
    if "ref" in changed:
        _must_be_free(plan, changed["ref"])
    was_due_on = action.due_on
    _change(action, changed)
    keep_date_changes(plan, [(action, was_due_on)], by=by, reason=date_reason)
    action.save()
    remember([action])
    if owners is not None:
        set_owners(action, owners)
    audit.record(ActionEvent.EDITED, action, by=by, fields=sorted(changed))
    return action


@audit.atomic
def change_many(
    plan: Plan,
    keys: Iterable[int],
    *,
    by: Person,
    changes: dict[str, Any],
    owner: Owner | None,
    date_reason: str = "",
) -> int:
    """Set owner, due date, status or audience on many actions at once.

    `keys` are primary keys; those of other plans are ignored. Answers how many changed.

    Raises:
        NotNow: the plan is no longer worked on, one would be due before it starts, or
            the reason is missing for a due date other than the board agreed to.
    """
    plan = Plan.objects.locked(plan.pk)
    may_manage_actions(by, plan)
    actions = _locked_of(plan, keys)
    if not actions:
        return 0
    were_due = [action.due_on for action in actions]
    for action in actions:
        action.version += 1
        _change(action, changes)
        if owner is not None:
            action.owners_text = owner.text
    written = ["owners_text", "cancelled_because", "version", *changes, *RATED_FIELDS]
    moved = list(zip(actions, were_due, strict=True))
    keep_date_changes(plan, moved, by=by, reason=date_reason)
    Action.objects.bulk_update(actions, written)
    remember(actions)
    if owner is not None:
        _give_to(owner, actions)
    fields = sorted([*changes, *(["owner"] if owner else [])])
    keys = [action.pk for action in actions]
    event = ActionEvent.CHANGED_TOGETHER
    audit.record(event, plan, by=by, actions=keys, fields=fields)
    return len(actions)


def _locked_of(plan: Plan, keys: Iterable[int]) -> list[Action]:
    """Those of `keys` that are actions of `plan`, locked in one order for all."""
    rows = plan.actions.select_for_update().filter(pk__in=list(keys))
    actions = list(rows.order_by("pk"))
    for action in actions:
        action.plan = plan
    return actions


@audit.atomic
def cancel_action(action: Action, *, by: Person, because: str) -> None:
    """Stop `action` without deleting it; the reason stays with it.

    Raises:
        NotNow: it is not open any more, or nor is its plan.
    """
    action = Action.objects.locked(action.pk)
    may_manage_actions(by, action.plan)
    if not action.is_open:
        raise NotNow(f"This action is {action.get_status_display().lower()} already.")
    stop(action, because)
    note_stopped(action, by=by)
    audit.record(
        ActionEvent.CANCELLED, action, by=by, note_hash=audit.text_hash(because)
    )


@audit.atomic
def confirm_actions(plan: Plan, keys: Iterable[int], *, by: Person) -> int:
    """Say that what was read of these actions is right. Answers how many."""
    plan = Plan.objects.locked(plan.pk)
    may_change_text(by, plan)
    actions = list(plan.actions.filter(pk__in=list(keys), is_certain=False))
    Action.objects.filter(pk__in=[action.pk for action in actions]).update(
        is_certain=True, version=F("version") + 1
    )
    for action in actions:
        audit.record(ActionEvent.CONFIRMED, action, by=by)
    return len(actions)


def stop(action: Action, because: str) -> None:
    """Save `action` as cancelled, for a service that has locked it."""
    action.status = Action.Status.CANCELLED
    action.cancelled_because = because
    action.version += 1
    rate(action)
    action.save()
    remember([action])


def next_ref(plan: Plan) -> str:
    """The first free generated ref, "auto-n"."""
    used = plan.actions.filter(ref__startswith="auto-").values_list("ref", flat=True)
    numbers = [int(ref[5:]) for ref in used if ref[5:].isdigit()]
    return f"auto-{max(numbers, default=0) + 1}"


def _change(action: Action, changes: dict[str, Any]) -> None:
    """Set `changes` and what follows from them; the caller saves.

    An action that is taken up again no longer says why it was cancelled.
    """
    for name, value in changes.items():
        setattr(action, name, value)
    if action.status != Action.Status.CANCELLED:
        action.cancelled_because = ""
    _must_be_in_order(action)
    rate(action)


def _give_to(owner: Owner, actions: list[Action]) -> None:
    ActionOwner.objects.filter(action__in=actions).delete()
    rows = [owner_row(action, owner, 0) for action in actions]
    ActionOwner.objects.bulk_create(rows)


def _must_be_in_order(action: Action) -> None:
    starts_on, due_on = action.starts_on, action.due_on
    if starts_on and due_on and due_on < starts_on:
        raise NotNow(
            f"{action} starts on {in_words(starts_on)}, so it cannot be due before "
            "that. Choose a later date."
        )


def _must_be_free(plan: Plan, ref: str) -> None:
    if plan.actions.filter(ref=ref).exists():
        raise NotNow(f"Another action of this plan is number {ref}. Choose another.")
