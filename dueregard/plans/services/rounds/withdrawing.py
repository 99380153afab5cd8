"""Taking an answer back: it stays to be read, and counts for nothing any more."""

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit

from ...events import RoundEvent
from ...models import (
    Action,
    ProgressUpdate,
    RatingFacts,
    RoundAction,
    RoundAsk,
    UpdateWithdrawal,
)
from ...rules_of_rounds import may_withdraw
from ..ratings import RATED_FIELDS, remember, restate
from .tasks import owe_updates

State = RoundAction.State
UNANSWERED = {
    "state": State.OWED,
    "update": None,
    "declined_because": "",
    "answered_by": None,
    "answered_at": None,
    "by_link": None,
}


@audit.atomic
def withdraw_update(update: ProgressUpdate, *, by: Person, reason: str = "") -> None:
    """Take back what somebody said of an action (practice YR 3).

    The action's status and rating go back to what stands without it; an open round
    owes an answer again.

    Raises:
        NotAllowed: somebody else gave it.
        NotNow: it was taken back already.
    """
    action = Action.objects.locked(update.action_id)
    may_withdraw(by, update)
    if UpdateWithdrawal.objects.filter(update=update).exists():
        raise NotNow("This update was taken back already.")
    UpdateWithdrawal.objects.create(update=update, by=by, reason=reason)
    _go_back(action, update)
    for asked in RoundAction.objects.filter(update=update).select_related("round"):
        _owe_again(asked)
    audit.record(
        RoundEvent.WITHDRAWN,
        action,
        by=by,
        update_id=update.pk,
        note_hash=audit.text_hash(reason),
    )


@audit.atomic
def withdraw_decline(asked: RoundAction, *, by: Person, reason: str = "") -> None:
    """Take back that there was nothing to report. Raises as `withdraw_update`."""
    Action.objects.locked(asked.action_id)
    asked = RoundAction.objects.select_related("round", "action__plan").get(pk=asked.pk)
    if asked.state != State.DECLINED:
        raise NotNow("This answer was taken back already.")
    if asked.answered_by_id != by.pk:
        raise NotAllowed("Only the person who answered can take it back.")
    _owe_again(asked)
    audit.record(
        RoundEvent.WITHDRAWN,
        asked.action,
        by=by,
        update_id=None,
        note_hash=audit.text_hash(reason),
    )


def _go_back(action: Action, update: ProgressUpdate) -> None:
    """Undo what `update` did to its action, unless something newer did otherwise."""
    standing = list(action.updates.standing())
    newest = standing[0] if standing else None
    is_last = newest is None or (newest.at, newest.pk) < (update.at, update.pk)
    if is_last and action.status == update.status:
        action.status = newest.status if newest else _status_before_any(action)
    restate(action)
    action.version += 1
    days = ["last_update_on", "last_evidence_on"]
    action.save(update_fields=["status", "version", *days, *RATED_FIELDS])
    remember([action])


def _status_before_any(action: Action) -> str:
    """Where the action stood before anybody reported on it."""
    first = action.updates.order_by("at", "pk").first()
    facts = RatingFacts.objects.filter(action=action)
    if first:
        facts = facts.filter(at__lt=first.at)
    last = facts.last()
    return last.status if last else Action.Status.NOT_STARTED


def _owe_again(asked: RoundAction) -> None:
    """The next update since the round was opened stands in, or it is owed again."""
    later = asked.action.updates.standing().filter(at__gte=asked.round.opened_at)
    update = later.order_by("at", "pk").first()
    if update:
        fields = {
            "state": State.RETURNED,
            "update": update,
            "answered_by": update.by,
            "answered_at": update.at,
            "by_link": update.by_link,
            "declined_because": "",
        }
    else:
        fields = UNANSWERED
    RoundAction.objects.filter(pk=asked.pk).update(**fields)
    if not update and asked.round.is_open:
        asks = RoundAsk.objects.filter(asked=asked).select_related(
            "asked", "post", "person"
        )
        owe_updates(asked.round, asks)
