"""Two plans of an authority side by side: what is new, dropped, carried or slipped."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

from .models import Action, Plan


class Outcome(models.TextChoices):
    NEW = "new", "New"
    CARRIED = "carried", "Carried"
    SLIPPED = "slipped", "Carried, and due later"
    DROPPED = "dropped", "Not in the later plan"


@dataclass(frozen=True)
class Pair:
    """An action of the earlier plan and the one it became; one of them may be none."""

    old: Action | None
    new: Action | None

    @property
    def outcome(self) -> str:
        if self.old is None:
            return Outcome.NEW
        if self.new is None:
            return Outcome.DROPPED
        return Outcome.SLIPPED if self.days_later > 0 else Outcome.CARRIED

    @property
    def outcome_in_words(self) -> str:
        return str(Outcome(self.outcome).label)

    @property
    def days_later(self) -> int:
        """By how many days the due date moved; 0 while one of the two has none."""
        if not (self.old and self.new and self.old.due_on and self.new.due_on):
            return 0
        return (self.new.due_on - self.old.due_on).days

    @property
    def slipped_in_words(self) -> str:
        days = self.days_later
        return f"{days} day{'s' if days != 1 else ''} later" if days > 0 else ""

    @property
    def is_reworded(self) -> bool:
        if self.old is None or self.new is None:
            return False
        return _plain(self.old) != _plain(self.new)


def compare_plans(old: Plan, new: Plan, user) -> list[Pair]:
    """What `user` may read of both, in the order of `new`, then what was dropped.

    An action is the one that it was carried forward from; else the one that says the
    same; else, between plans of which none was carried from the other, the one of the
    same number. Cancelled actions of the later plan count as not there.
    """
    before = _actions(old, user)
    after = [
        one for one in _actions(new, user) if one.status != Action.Status.CANCELLED
    ]
    found = _matches(before, after)
    taken = {one.pk for one in found.values()}
    pairs = [Pair(found.get(action.pk), action) for action in after]
    return pairs + [Pair(one, None) for one in before if one.pk not in taken]


def counts_of(pairs: Iterable[Pair]) -> dict[str, int]:
    """How many pairs have each outcome, in the order of `Outcome`."""
    counts: dict[str, int] = dict.fromkeys(Outcome.values, 0)
    for pair in pairs:
        counts[pair.outcome] += 1
    return counts


def _actions(plan: Plan, user) -> list[Action]:
    names = ("pk", "plan_id", "ref", "text", "status", "due_on", "is_ongoing")
    rows = plan.actions.readable_by(user, plan).order_by("position", "pk")
    return list(rows.only(*names, "timescale_text", "carried_from_id"))


def _matches(before: list[Action], after: list[Action]) -> dict[int, Action]:
    """The action that each one of `after` was before, by its key."""
    by_key = {one.pk: one for one in before}
    found = {
        one.pk: by_key[one.carried_from_id]
        for one in after
        if one.carried_from_id in by_key
    }
    was_carried = bool(found)
    _match(found, before, after, _plain)
    if not was_carried:
        _match(found, before, after, lambda action: action.ref)
    return found


def _match(found: dict[int, Action], before, after, key) -> None:
    taken = {one.pk for one in found.values()}
    free: dict[str, list[Action]] = {}
    for one in before:
        if one.pk not in taken:
            free.setdefault(key(one), []).append(one)
    for one in after:
        if one.pk not in found and free.get(key(one)):
            found[one.pk] = free[key(one)].pop(0)


def _plain(action: Action) -> str:
    return " ".join(action.text.split()).casefold()
