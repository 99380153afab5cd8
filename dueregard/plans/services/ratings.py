"""Keeping the two days on which an action turns in step with its facts."""

from dueregard import clock

from .. import rag
from ..models import Action, Plan

BATCH = 2_000
RATED_FIELDS = ["amber_from", "red_from"]


def rate(action: Action) -> None:
    """Set the turning days on `action`; the caller saves it."""
    agreed_on = action.plan.approved_on or clock.today()
    action.amber_from, action.red_from = rag.turning_days(action, agreed_on=agreed_on)


def refresh_ratings(plan: Plan) -> None:
    """Set the turning days of every action of `plan`, in batches."""
    batch: list[Action] = []
    for action in plan.actions.select_related("plan").iterator(chunk_size=BATCH):
        rate(action)
        batch.append(action)
        if len(batch) == BATCH:
            Action.objects.bulk_update(batch, RATED_FIELDS)
            batch = []
    if batch:
        Action.objects.bulk_update(batch, RATED_FIELDS)
