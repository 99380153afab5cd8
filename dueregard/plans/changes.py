"""What changed in a plan since a day, such as the board's last meeting: one list.

Ratings are compared as they stood when that day ended; what somebody did on the day
itself counts as since, so that nothing falls between two meetings.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models
from django.utils import timezone

from dueregard import clock
from dueregard.governance import reads as governance
from dueregard.governance.models import Meeting

from .history import end_of, newest_facts, rating_of
from .models import Action, DateChange, Plan, ProgressUpdate, RatingFacts
from .models.action import ActionQuerySet
from .rag import Rag, add_months

MONTHS_WITHOUT_A_MEETING = 3


class Kind(models.TextChoices):
    """What can have happened to an action, in the order in which pages say it."""

    RED = "red", "Turned red"
    AMBER = "amber", "Turned amber"
    GREEN = "green", "Turned green"
    COMPLETE = "complete", "Completed"
    NOT_RATED = "not_rated", "No longer rated"
    MOVED = "moved", "Due dates moved"
    ADDED = "added", "Added"
    CANCELLED = "cancelled", "Cancelled"
    UPDATED = "updated", "New updates"
    WITHDRAWN = "withdrawn", "Updates taken back"


@dataclass(frozen=True)
class Change:
    """One thing that happened to `action`, and on which day.

    `words` never hold what somebody wrote: an update or a reason may be for partners
    only where the action itself is public.
    """

    kind: Kind
    action: Action
    words: str
    on: date


def last_meeting_day(plan: Plan, before: Meeting | None = None) -> date:
    """The day of the board's last meeting; three months ago where none was held.

    With `before`, the last that the group of that meeting held before it.
    """
    held = governance.last_held(plan.authority, before=before)
    if held is not None:
        return held.held_on
    return add_months(clock.today(), -MONTHS_WITHOUT_A_MEETING)


def since(
    plan: Plan, day: date, *, actions: ActionQuerySet | None = None
) -> list[Change]:
    """What changed in `plan` since `day`, in the order of `Kind` and of the plan.

    `actions` are those that the reader may see; without it, all. In a fixed number of
    statements.
    """
    shown = plan.actions.all() if actions is None else actions
    known = {action.pk: action for action in shown.order_by("position", "pk")}
    for action in known.values():
        action.plan = plan
    began = end_of(day - timedelta(days=1))
    found = [
        *_turned(known, shown, day),
        *_moved(known, began),
        *_added(plan, known, began),
        *_updated(known, began),
    ]
    order = {kind: place for place, kind in enumerate(Kind)}
    places = {key: place for place, key in enumerate(known)}
    return sorted(found, key=lambda one: (order[one.kind], places[one.action.pk]))


def _turned(
    known: dict[int, Action], shown: ActionQuerySet, day: date
) -> Iterator[Change]:
    """Actions that are rated otherwise today than when `day` ended."""
    today = clock.today()
    then = newest_facts(shown, end_of(day))
    turned = {
        key: (facts, action)
        for key, action in known.items()
        if (facts := then.get(key)) and rating_of(facts, day) != action.rating
    }
    later = RatingFacts.objects.filter(action__in=list(turned), at__gte=end_of(day))
    history = {key: [facts] for key, (facts, _) in turned.items()}
    for row in later.order_by("at", "pk"):
        history[row.action_id].append(row)
    for key, (facts, action) in turned.items():
        before, now = Rag(rating_of(facts, day)), Rag(action.rating)
        kind = _kind_of(action, now)
        on = _turned_on(history[key], str(now), day, today)
        yield Change(kind, action, _turned_words(kind, action, before), on)


def _kind_of(action: Action, now: Rag) -> Kind:
    if action.status in Action.STOPPED:
        return Kind.CANCELLED
    return Kind(now.value)


def _turned_words(kind: Kind, action: Action, before: Rag) -> str:
    if kind == Kind.CANCELLED:
        return f"{action.get_status_display()}; it was {before.label.lower()}."
    if kind == Kind.COMPLETE:
        return f"Completed; it was {before.label.lower()}."
    return f"From {before.label.lower()} to {Rag(action.rating).label.lower()}."


def _turned_on(rows: list[RatingFacts], now: str, since: date, today: date) -> date:
    """The first day, after `since`, from which it has been rated `now` without end.

    It can turn only on a day when its facts changed, or when one of its days came.
    """
    on = today
    for at, row in reversed(list(enumerate(rows))):
        starts = max(since, timezone.localdate(row.at))
        ends = timezone.localdate(rows[at + 1].at) if at + 1 < len(rows) else today
        days = {starts, row.amber_from, row.red_from}
        for day in sorted((d for d in days if d and starts <= d <= ends), reverse=True):
            if rating_of(row, day) != now:
                return on
            on = day
    return on


def _moved(known: dict[int, Action], began: datetime) -> Iterator[Change]:
    rows = DateChange.objects.agreed().filter(
        action__in=list(known), decided_at__gte=began
    )
    for row in rows.order_by("decided_at", "pk"):
        action, words = known[row.action_id], row.in_words
        on = timezone.localdate(row.decided_at)
        yield Change(Kind.MOVED, action, f"{words[0].upper()}{words[1:]}.", on)


def _added(plan: Plan, known: dict[int, Action], began: datetime) -> Iterator[Change]:
    """Actions that came into the plan after the board had agreed to it."""
    if plan.approved_on is None:
        return
    for action in known.values():
        on = timezone.localdate(action.created_at)
        if action.created_at >= began and on > plan.approved_on:
            yield Change(Kind.ADDED, action, "Added to the plan.", on)


def _updated(known: dict[int, Action], began: datetime) -> Iterator[Change]:
    """One line an action, however many updates there were; those taken back apart."""
    rows = ProgressUpdate.objects.filter(action__in=list(known), at__gte=began)
    counted: dict[int, list[ProgressUpdate]] = {}
    for row in rows.standing().order_by("at", "pk"):
        counted.setdefault(row.action_id, []).append(row)
    for key, updates in counted.items():
        last = updates[-1]
        count = f"{len(updates)} update{'s' if len(updates) > 1 else ''}"
        words = f"{count}; it stands at “{last.get_status_display().lower()}”."
        yield Change(Kind.UPDATED, known[key], words, timezone.localdate(last.at))
    taken = ProgressUpdate.objects.filter(
        action__in=list(known), withdrawal__at__gte=began
    )
    for row in taken.select_related("withdrawal").order_by("withdrawal__at"):
        on = timezone.localdate(row.withdrawal.at)
        yield Change(
            Kind.WITHDRAWN, known[row.action_id], "An update was taken back.", on
        )
