"""Living with the actions of a plan: add, change, reorder, split, merge, cancel."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F, Max

from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.submissions.versions import claim_version

from ..events import ActionEvent
from ..models import Action, ActionOwner, Group, Plan
from ..rules import may_change_text, may_manage_actions
from .owners import Owner, copy_owner, owner_row, set_owners
from .ratings import RATED_FIELDS, rate

TEXT_FIELDS = {"text", "timescale_text"}
AT_ONCE_FIELDS = ["due_on", "is_ongoing", "status", "audience", "version"]


@audit.atomic
def add_action(
    group: Group, *, by: Person, text: str, owners: Iterable[Owner] = (), **fields
) -> Action:
    """Add an action at the end of `group`. `fields` are columns of `Action`."""
    plan = Plan.objects.select_for_update().get(pk=group.plan_id)
    may_change_text(by, plan)
    position = _open_place_after(plan, group)
    ref = fields.pop("ref", "") or next_ref(plan)
    action = Action(
        plan=plan, group=group, ref=ref, text=text, position=position, **fields
    )
    rate(action)
    action.save()
    set_owners(action, owners)
    audit.record(ActionEvent.ADDED, action, by=by)
    return action


@audit.atomic
def edit_action(
    action: Action, *, by: Person, version: int, changes: dict, owners=None
) -> Action:
    """Change `action`; words only while the plan is a draft.

    Raises:
        Stale: somebody else saved since `version` was read.
    """
    may_manage_actions(by, action.plan)
    action = claim_version(Action, action.pk, version)
    changed = {
        name: value for name, value in changes.items() if getattr(action, name) != value
    }
    if TEXT_FIELDS & changed.keys():
        may_change_text(by, action.plan)
    for name, value in changed.items():
        setattr(action, name, value)
    rate(action)
    action.save()
    if owners is not None:
        set_owners(action, owners)
    audit.record(ActionEvent.EDITED, action, by=by, fields=sorted(changed))
    return action


@audit.atomic
def change_many(
    plan: Plan, refs: Iterable[int], *, by: Person, changes: dict, owner: Owner | None
) -> int:
    """Set owner, due date, status or audience on many actions at once.

    `refs` are primary keys; keys of other plans are ignored. Answers how many changed.
    """
    may_manage_actions(by, plan)
    actions = list(
        Action.objects.select_for_update()
        .filter(plan=plan, pk__in=list(refs))
        .order_by("pk")
    )
    for action in actions:
        action.plan = plan
        for name, value in changes.items():
            setattr(action, name, value)
        action.version += 1
        rate(action)
    Action.objects.bulk_update(actions, [*AT_ONCE_FIELDS, *RATED_FIELDS])
    if owner is not None:
        ActionOwner.objects.filter(action__in=actions).delete()
        ActionOwner.objects.bulk_create(
            owner_row(action, owner, 0) for action in actions
        )
        Action.objects.filter(pk__in=[a.pk for a in actions]).update(
            owners_text=owner.text
        )
    audit.record(
        ActionEvent.CHANGED_TOGETHER,
        plan,
        by=by,
        actions=[action.pk for action in actions],
        fields=sorted([*changes, *(["owner"] if owner else [])]),
    )
    return len(actions)


@audit.atomic
def move_action(action: Action, *, by: Person, group: Group, after: Action | None):
    """Put `action` into `group`, behind `after`, or first when that is None."""
    plan = Plan.objects.select_for_update().get(pk=action.plan_id)
    may_change_text(by, plan)
    if group.plan_id != plan.pk or (after and after.group_id != group.pk):
        raise NotNow("Choose a place in the same plan.")
    first = group.actions.order_by("position").first()
    if after is not None:
        after.refresh_from_db()
        place = after.position + 1
    elif first is not None:
        place = first.position
    else:
        place = _open_place_after(plan, group)
    plan.actions.filter(position__gte=place).update(position=F("position") + 1)
    Action.objects.filter(pk=action.pk).update(
        group=group, position=place, version=F("version") + 1
    )
    audit.record(ActionEvent.MOVED, action, by=by, position=place)


@audit.atomic
def split_action(action: Action, *, by: Person, texts: list[str]) -> list[Action]:
    """Make several actions of one; the first keeps its ref, all keep its owners.

    Raises:
        NotNow: fewer than two texts, so there is nothing to split.
    """
    plan = Plan.objects.select_for_update().get(pk=action.plan_id)
    may_change_text(by, plan)
    if len(texts) < 2:
        raise NotNow("Write at least two actions, each on a line of its own.")
    owners = list(action.owners.all())
    count = len(texts) - 1
    plan.actions.filter(position__gt=action.position).update(
        position=F("position") + count
    )
    action.text, action.is_certain = texts[0], True
    action.version += 1
    action.save()
    made = []
    for step, text in enumerate(texts[1:], start=1):
        part = Action.objects.get(pk=action.pk)
        part.pk, part._state.adding = None, True
        part.text, part.ref = text, next_ref(plan)
        part.position = action.position + step
        part.save()
        ActionOwner.objects.bulk_create(copy_owner(owner, part) for owner in owners)
        made.append(part)
    audit.record(ActionEvent.SPLIT, action, by=by, into=[part.pk for part in made])
    return [action, *made]


@audit.atomic
def merge_actions(actions: list[Action], *, by: Person, text: str) -> Action:
    """Make one action of several in the same group; the first by position stays.

    Its dates widen to cover all; owners are joined. The others are cancelled with a
    note that says where they went, so that nothing vanishes.
    """
    plan = Plan.objects.select_for_update().get(pk=actions[0].plan_id)
    may_change_text(by, plan)
    if len(actions) < 2 or len({action.group_id for action in actions}) > 1:
        raise NotNow("Choose two or more actions of the same group.")
    kept, *others = sorted(actions, key=lambda action: action.position)
    kept.text, kept.is_certain = text, True
    kept.starts_on = _earliest(action.starts_on for action in actions)
    kept.due_on = _latest(action.due_on for action in actions)
    known = {owner.text for owner in kept.owners.all()}
    position = len(known)
    for other in others:
        for owner in other.owners.all():
            if owner.text not in known:
                known.add(owner.text)
                copy = copy_owner(owner, kept)
                copy.position, position = position, position + 1
                copy.save()
        other.status = Action.Status.CANCELLED
        other.is_certain = True
        other.cancelled_because = f"Merged into action {kept.ref}."
        rate(other)
        other.version += 1
        other.save()
    rate(kept)
    kept.version += 1
    kept.save()
    audit.record(ActionEvent.MERGED, kept, by=by, merged=[other.pk for other in others])
    return kept


@audit.atomic
def cancel_action(action: Action, *, by: Person, because: str) -> None:
    """Stop `action` without deleting it; the reason stays with it."""
    may_manage_actions(by, action.plan)
    action = Action.objects.select_for_update().get(pk=action.pk)
    if not action.is_open:
        raise NotNow(f"This action is {action.get_status_display().lower()} already.")
    action.status = Action.Status.CANCELLED
    action.cancelled_because = because
    rate(action)
    action.version += 1
    action.save()
    audit.record(
        ActionEvent.CANCELLED, action, by=by, note_hash=audit.text_hash(because)
    )


@audit.atomic
def confirm_actions(plan: Plan, keys: Iterable[int], *, by: Person) -> int:
    """Say that what was read of these actions is right. Answers how many."""
    may_change_text(by, plan)
    actions = list(plan.actions.filter(pk__in=list(keys), is_certain=False))
    Action.objects.filter(pk__in=[action.pk for action in actions]).update(
        is_certain=True, version=F("version") + 1
    )
    for action in actions:
        audit.record(ActionEvent.CONFIRMED, action, by=by)
    return len(actions)


def next_ref(plan: Plan) -> str:
    """The first free generated ref, "auto-n"."""
    used = plan.actions.filter(ref__startswith="auto-").values_list("ref", flat=True)
    numbers = [int(ref[5:]) for ref in used if ref[5:].isdigit()]
    return f"auto-{max(numbers, default=0) + 1}"


def _open_place_after(plan: Plan, group: Group) -> int:
    """Make room behind the last action of `group`, or of the groups before it."""
    before = plan.actions.filter(group__position__lte=group.position)
    place = (before.aggregate(last=Max("position"))["last"] or 0) + 1
    plan.actions.filter(position__gte=place).update(position=F("position") + 1)
    return place


def _earliest(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day), default=None)


def _latest(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day), default=None)
