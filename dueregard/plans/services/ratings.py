"""Keeping what an action's rating is read from in step with its facts, and its past."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Max
from django.db.models.functions import Coalesce
from django.utils import timezone

from dueregard import clock

from .. import rag
from ..history import newest_facts
from ..models import Action, Evidence, Plan, RatingFacts

BATCH = 2_000
RATED_FIELDS = ["amber_from", "red_from", "baseline_due_on"]
REMEMBERED = (
    "status",
    "due_on",
    "is_ongoing",
    "amber_from",
    "red_from",
    "rag_override",
)


def rate(action: Action) -> None:
    """Set `RATED_FIELDS` on `action`; the caller saves it.

    The first due date in an agreed plan is the baseline, from which it may slip.
    """
    agreed_on = action.plan.approved_on or clock.today()
    action.amber_from, action.red_from = rag.turning_days(action, agreed_on=agreed_on)
    if action.baseline_due_on is None and action.plan.is_agreed:
        action.baseline_due_on = action.due_on


def remember(actions: Iterable[Action]) -> int:
    """Keep what the ratings of `actions` are read from now, where that has changed.

    Every service that saves actions calls it afterwards, with their plan loaded. A
    plan that the board has not agreed to has no ratings, so nothing is kept of it.
    Answers how many rows were added; works in two statements for each batch.
    """
    agreed = [action for action in actions if action.plan.is_agreed]
    return sum(
        _remember(agreed[start : start + BATCH])
        for start in range(0, len(agreed), BATCH)
    )


def _remember(actions: Sequence[Action]) -> int:
    newest = newest_facts(Action.objects.filter(pk__in=[one.pk for one in actions]))
    rows = [
        RatingFacts(action=action, **facts)
        for action in actions
        if (facts := _facts(action)) != _facts(newest.get(action.pk))
    ]
    RatingFacts.objects.bulk_create(rows)
    return len(rows)


def _facts(row: Action | RatingFacts | None) -> dict:
    return {name: getattr(row, name) for name in REMEMBERED} if row else {}


def refresh_ratings(plan: Plan) -> None:
    """Set the rated fields of every action of `plan`, in batches, and remember them."""
    batch: list[Action] = []
    for action in plan.actions.select_related("plan").iterator(chunk_size=BATCH):
        rate(action)
        batch.append(action)
        if len(batch) == BATCH:
            _save(batch)
            batch = []
    if batch:
        _save(batch)


def _save(batch: list[Action]) -> None:
    Action.objects.bulk_update(batch, RATED_FIELDS)
    remember(batch)


def restate(action: Action) -> None:
    """Set the days of the last news and evidence from what stands, and rate it anew.

    For when something was taken back. The caller saves `last_update_on`,
    `last_evidence_on` and `RATED_FIELDS`, and calls `remember`.
    """
    standing = list(action.updates.standing())
    heard = [_heard_on(update) for update in standing]
    with_words = [
        _heard_on(update)
        for update in standing
        if update.evidence_text or update.evidence_url
    ]
    action.last_update_on = max(heard, default=None)
    action.last_evidence_on = max([*with_words, *_document_days(action)], default=None)
    rate(action)


def _heard_on(update) -> date:
    return update.told_on or timezone.localdate(update.at)


def _document_days(action: Action) -> list[date]:
    """The day of the newest thing that a standing file or link shows, if any."""
    shown = Coalesce("document__happened_on", "document__received_on")
    rows = Evidence.objects.standing().filter(action=action)
    newest = rows.aggregate(day=Max(shown))["day"]
    return [min(newest, clock.today())] if newest else []


def evidence_given(action: Action, day: date) -> None:
    """Take `day` for the last evidence of `action`, unless there is newer; not saved.

    What shows a day to come counts from today.
    """
    day = min(day, clock.today())
    action.last_evidence_on = max(day, action.last_evidence_on or day)
