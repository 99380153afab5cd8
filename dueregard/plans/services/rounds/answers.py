"""What an answer does to the round that asks for it, by whatever road it comes."""

from dueregard import clock
from dueregard.accounts.models import Person

from ...models import Action, ProgressUpdate, RoundAction
from .tasks import settle

STOPPED = "The action was cancelled."
State = RoundAction.State


def note_answer(update: ProgressUpdate) -> None:
    """The open round that asks about the action has its answer: `update`.

    Called by `report_progress` with the action locked. A later update also takes the
    place of "nothing to report".
    """
    asked = RoundAction.objects.filter(
        action=update.action_id,
        round__closed_at__isnull=True,
        state__in=[State.OWED, State.DECLINED],
    )
    keys = list(asked.values_list("pk", flat=True))
    if not keys:
        return
    RoundAction.objects.filter(pk__in=keys).update(
        state=State.RETURNED,
        update=update,
        declined_because="",
        answered_by=update.by,
        answered_at=update.at,
        by_link=update.by_link,
    )
    settle(keys, event="action.updated")


def note_stopped(action: Action, *, by: Person) -> None:
    """Nothing is owed on an action that was cancelled; the round says why."""
    asked = RoundAction.objects.owed().filter(
        action=action, round__closed_at__isnull=True
    )
    keys = list(asked.values_list("pk", flat=True))
    if not keys:
        return
    RoundAction.objects.filter(pk__in=keys).update(
        state=State.DECLINED,
        declined_because=STOPPED,
        answered_by=by,
        answered_at=clock.now(),
    )
    settle(keys, event="action.cancelled")
