"""What the page of one action shows: who, how it goes, and what shows it."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject

from dueregard import clock
from dueregard.access.refusals import allows

from . import history, rag, rules
from .carried import carried
from .models import (
    Action,
    ActionOwner,
    DateChange,
    Evidence,
    Milestone,
    Plan,
    ProgressUpdate,
)
from .wording import in_words, slip_in_words

ASKED = DateChange.Status.ASKED


@dataclass(frozen=True)
class Report:
    """An update with the evidence that came with it, and whether it was taken back."""

    update: ProgressUpdate
    evidence: list[Evidence] = field(default_factory=list)

    @property
    def withdrawal(self):
        return getattr(self.update, "withdrawal", None)


def read(user, plan_key: int, key: int) -> Action | None:
    """The action with its plan and what its page asks first; None if not for `user`.

    Whoever runs the plan reads all of its actions, so whose they are is asked only of
    the others.
    """
    plans = Plan.objects.visible_to(user)
    runs = plans.filter(authority__in=user.authorities_as(rules.REPORTERS))
    found = Action.objects.filter(plan__in=runs, plan=plan_key, pk=key)
    action = None
    if user.authorities_as(rules.REPORTERS):
        action = _with_surroundings(found, Q(), Value(False)).first()
    if action is None:
        mine = Action.objects.is_of(user)
        readable = Action.objects.readable_where_seen(user, mine)
        found = Action.objects.filter(readable, plan__in=plans, plan=plan_key, pk=key)
        action = _with_surroundings(found, readable, mine).first()
    return action


def _with_surroundings(
    actions: QuerySet[Action], readable: Q, mine: Exists | Value
) -> QuerySet[Action]:
    """Each of `actions` with what its page asks first.

    That is the `readable` action after it, whether it is one of theirs, and which of
    the rarer parts of the page there are, so that only those are read.
    """
    later = Action.objects.filter(
        readable, plan=OuterRef("plan"), position__gt=OuterRef("position")
    )
    after = later.order_by("position").values(pair=JSONObject(pk="pk", ref="ref"))
    return actions.select_related("plan__authority", "group__parent").annotate(
        is_mine=mine,
        after=Subquery(after[:1]),
        has_milestones=_any(Milestone, "action"),
        has_evidence=_any(Evidence, "action"),
        has_date_changes=_any(DateChange, "action"),
        has_successor=_any(Action, "carried_from"),
    )


def _any(model, of: str) -> Exists:
    return Exists(model._base_manager.filter(**{of: OuterRef("pk")}))


def gather(action, user) -> dict[str, Any]:
    """Everything on the page of `action`, as far as `user` may read it.

    `action` comes from `read`.
    """
    plan = action.plan
    evidence = _evidence_of(action, user)
    changes = list(action.date_changes.all()) if action.has_date_changes else []
    waiting = next((one for one in changes if one.status == ASKED), None)
    rule = rules.may_report
    may_report = allows(partial(rule, is_owner=action.is_mine), user, action)
    may_manage = allows(rules.may_manage_actions, user, plan)
    was_carried = action.carried_from_id or action.has_successor
    return {
        "plan": plan,
        "action": action,
        "owners": _owners_of(action),
        "milestones": action.milestones.all() if action.has_milestones else [],
        "reason": rag.reason(action, clock.today()),
        "override": action.rag_override
        and action.overrides.select_related("by").first(),
        "reports": _reports(action, evidence),
        "evidence": evidence[None],
        "strip": history.strip(action) if plan.is_agreed else None,
        "slip": slip_of(action),
        "date_changes": _agreed(changes),
        "waiting_date": waiting,
        "carried": carried(action, user) if was_carried else None,
        "may_report": may_report,
        "may_ask_date": may_report
        and not may_manage
        and action.is_open
        and action.due_on is not None
        and waiting is None,
        "may_rate": allows(rules.may_rate, user, action),
        "may_manage": may_manage,
        "may_change_text": allows(rules.may_change_text, user, plan),
        "next_action": action.after and Action(plan=plan, **action.after),
    }


def _agreed(changes: list[DateChange]) -> list[DateChange]:
    """The new dates that were agreed, the oldest first."""
    agreed = [one for one in changes if one.status == DateChange.Status.AGREED]
    return sorted(agreed, key=lambda one: (one.decided_at, one.pk))


def slip_of(action: Action) -> str:
    """How its due date moved since the board agreed: "was due …, now …", or nothing."""
    first, now = action.baseline_due_on, action.due_on
    if first is None or first == now:
        return ""
    if now is None:
        return f"was due {in_words(first)}, now has no due date"
    slip = slip_in_words(first, now)
    return f"was due {in_words(first)}, now {in_words(now)} ({slip})"


def _owners_of(action: Action) -> QuerySet[ActionOwner]:
    """Its owners with no more of their posts and organisations than their names."""
    owners = action.owners.select_related("post__organisation", "organisation")
    return owners.only(
        "action",
        "text",
        "everyone",
        "stays_as_text",
        "post__title",
        "post__organisation__name",
        "organisation__name",
    )


def _evidence_of(action, user) -> dict[int | None, list[Evidence]]:
    """What the user may read of the evidence, by the update that it came with."""
    found: dict[int | None, list[Evidence]] = defaultdict(list)
    if action.has_evidence:
        rows = action.evidence.select_related("document").order_by("at", "pk")
        for row in rows:
            if row.document.is_read_where_it_hangs(user):
                found[row.update_id].append(row)
    return found


def _reports(
    action: Action, evidence: dict[int | None, list[Evidence]]
) -> list[Report]:
    updates = action.updates.select_related("by", "by_link__person", "withdrawal")
    return [Report(update, evidence.get(update.pk, [])) for update in updates]
