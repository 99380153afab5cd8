"""Mending the shape of what a document said: move an action, split it, merge it."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit

from ..events import ActionEvent
from ..models import Action, ActionOwner, Group, Milestone, Plan
from ..rules import may_change_text
from .actions import next_ref, stop
from .order import open_place, open_place_after
from .owners import copy_owner
from .ratings import rate


@audit.atomic
def move_action(
    action: Action, *, by: Person, group: Group, after: Action | None
) -> None:
    """Put `action` into `group`, behind `after`, or first when that is None.

    Raises:
        NotNow: the place is in another plan, or `after` is in another group by now.
    """
    plan = Plan.objects.locked(action.plan_id)
    may_change_text(by, plan)
    if after is not None:
        after = Action.objects.locked(after.pk)
    if group.plan_id != plan.pk or (after and after.group_id != group.pk):
        raise NotNow("Choose a place in the same plan.")
    place = _place_behind(after, plan, group)
    Action.objects.filter(pk=action.pk).update(
        group=group, position=place, version=F("version") + 1
    )
    audit.record(ActionEvent.MOVED, action, by=by, position=place)


def _place_behind(after: Action | None, plan: Plan, group: Group) -> int:
    first = group.actions.order_by("position").first()
    if after is not None:
        place = after.position + 1
    elif first is not None:
        place = first.position
    else:
        return open_place_after(plan, group)
    open_place(plan, place)
    return place


@audit.atomic
def split_action(action: Action, *, by: Person, texts: list[str]) -> list[Action]:
    """Make several actions of one; the first keeps its ref and its milestones.

    All have its dates and owners, and carry out the same intentions.

    Raises:
        NotNow: fewer than two texts, so there is nothing to split; or it is closed.
    """
    plan = Plan.objects.locked(action.plan_id)
    may_change_text(by, plan)
    if len(texts) < 2:
        raise NotNow("Write at least two actions, each on a line of its own.")
    action = Action.objects.locked(action.pk)
    _must_be_open([action])
    open_place(plan, action.position + 1, len(texts) - 1)
    made = [
        _part_of(action, text, action.position + step)
        for step, text in enumerate(texts[1:], start=1)
    ]
    action.text, action.is_certain = texts[0], True
    action.version += 1
    action.save()
    audit.record(ActionEvent.SPLIT, action, by=by, into=[part.pk for part in made])
    return [action, *made]


def _part_of(action: Action, text: str, position: int) -> Action:
    part = Action.objects.select_related("plan").get(pk=action.pk)
    part.pk, part._state.adding = None, True
    part.text, part.ref, part.position = text, next_ref(part.plan), position
    part.is_certain, part.version, part.created_at = True, 1, clock.now()
    part.save()
    ActionOwner.objects.bulk_create(
        copy_owner(owner, part) for owner in action.owners.all()
    )
    part.intentions.set(action.intentions.all())
    return part


@audit.atomic
def merge_actions(actions: Iterable[Action], *, by: Person, text: str) -> Action:
    """Make one action of several in the same group; the first by position stays.

    Its dates widen to cover all; owners, milestones and intentions are joined. The
    others are cancelled with a note that says where they went: nothing vanishes.

    Raises:
        NotNow: fewer than two, in different groups, or one of them is closed.
    """
    actions = list(actions)
    if not actions:
        raise NotNow("Choose two or more actions of the same group.")
    plan = Plan.objects.locked(actions[0].plan_id)
    may_change_text(by, plan)
    keys = [action.pk for action in actions]
    locked = plan.actions.select_for_update().filter(pk__in=keys)
    rows = list(locked.order_by("position", "pk"))
    if len(rows) < 2 or len({row.group_id for row in rows}) > 1:
        raise NotNow("Choose two or more actions of the same group.")
    _must_be_open(rows)
    kept, *others = rows
    kept.text, kept.is_certain = text, True
    _widen(kept, rows)
    _join_owners(kept, others)
    _join_milestones(kept, rows)
    for other in others:
        kept.intentions.add(*other.intentions.all())
        other.is_certain = True
        stop(other, f"Merged into action {kept.ref}.")
    rate(kept)
    kept.version += 1
    kept.save()
    audit.record(ActionEvent.MERGED, kept, by=by, merged=[other.pk for other in others])
    return kept


def _must_be_open(actions: list[Action]) -> None:
    for action in actions:
        if not action.is_open:
            status = action.get_status_display().lower()
            raise NotNow(f"{action} is {status}, so leave it as it is.")


def _widen(kept: Action, rows: list[Action]) -> None:
    """Earliest start to latest end. A start behind that end stays in words only."""
    kept.starts_on = min(_days(row.starts_on for row in rows), default=None)
    kept.due_on = max(_days(row.due_on for row in rows), default=None)
    if kept.starts_on and kept.due_on and kept.due_on < kept.starts_on:
        kept.starts_on = None
    kept.is_ongoing = kept.due_on is None and any(row.is_ongoing for row in rows)
    kept.timescale_text = "; ".join(_once(row.timescale_text for row in rows))


def _join_owners(kept: Action, others: list[Action]) -> None:
    known = {owner.text for owner in kept.owners.all()}
    place = kept.owners.count()
    joined = []
    for other in others:
        new = [owner for owner in other.owners.all() if owner.text not in known]
        for owner in new:
            copy = copy_owner(owner, kept)
            copy.position, copy.is_lead = place, not place
            joined.append(copy)
            place += 1
        known |= {owner.text for owner in new}
    ActionOwner.objects.bulk_create(joined)
    kept.owners_text = "\n".join(_once(row.owners_text for row in [kept, *others]))


def _join_milestones(kept: Action, rows: list[Action]) -> None:
    found = Milestone.objects.filter(action__in=rows)
    milestones = list(found.order_by("action__position", "position", "pk"))
    for place, milestone in enumerate(milestones):
        milestone.action, milestone.position = kept, place
    Milestone.objects.bulk_update(milestones, ["action", "position"])


def _days(days: Iterable[date | None]) -> list[date]:
    return [day for day in days if day]


def _once(texts: Iterable[str]) -> list[str]:
    """Each text that is not empty, once, in order."""
    return [text for text in dict.fromkeys(texts) if text]
