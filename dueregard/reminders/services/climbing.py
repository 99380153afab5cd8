"""Late tasks climb the ladder: what leaves in two working days is planned today.

It runs once a working day (`reminders.jobs`), after what leaves today was sent, and may
run again without harm: a step of a task and the day it missed is there once.
"""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from dueregard import clock
from dueregard.audit import services as audit
from dueregard.clock.working_days import (
    add_working_days,
    is_working_day,
    take_working_days,
)

from .. import registry
from ..ladder import SEEN_BEFORE, STANDARD, Ladder, ladders_of
from ..models import Escalation, LadderStep, Task

BATCH = 1_000
NOT_SENT = (
    Escalation.Outcome.VACANT,
    Escalation.Outcome.NO_LEAD,
    Escalation.Outcome.NO_ADDRESS,
    Escalation.Outcome.NOBODY,
)


@audit.atomic
def plan_escalations() -> int:
    """Put on *Leaving soon* what leaves in two working days; how many were new.

    A step follows the one before it: on its day of the ladder, or at once when that one
    reached nobody. A task climbs one step at a time.
    """
    if not is_working_day(clock.today()):
        return 0
    _drop_what_is_not_late()
    own = ladders_of(LadderStep.objects.values_list("authority", flat=True))
    rest = _chased().exclude(authority__in=own)
    planned = _plan(rest, STANDARD)
    for authority, ladder in own.items():
        planned += _plan(_chased().filter(authority=authority), ladder)
    return planned


def _drop_what_is_not_late() -> int:
    """Done, or given another day: it does not leave."""
    other_day = Task.objects.open().filter(
        pk=OuterRef("task"), due_on=OuterRef("due_on")
    )
    gone = Escalation.objects.to_leave().filter(~Exists(other_day))
    return gone.update(dropped_at=clock.now())


def _chased() -> QuerySet[Task]:
    kinds = [
        kind.code for kind in registry.kinds() if kind.chased and not kind.is_private
    ]
    return Task.objects.open().of_rooms_in_use().filter(kind__in=kinds)


def _plan(tasks: QuerySet[Task], ladder: Ladder) -> int:
    """The next step of each of `tasks` that has come near enough to its day."""
    leaves_on = add_working_days(clock.today(), SEEN_BEFORE)
    planned, before = 0, None
    for rung in (rung for rung in ladder if rung.is_on):
        last_due = take_working_days(leaves_on, rung.working_days - 1) - timedelta(1)
        ready = tasks.filter(~Exists(_steps().filter(step=rung.step)))
        if before is None:
            ready = ready.filter(due_on__lte=last_due)
        else:
            earlier = _steps().filter(step=before, left_at__isnull=False)
            missed = earlier.filter(outcome__in=NOT_SENT)
            on_its_day = Q(Exists(earlier), due_on__lte=last_due)
            ready = ready.filter(on_its_day | Exists(missed))
            # What climbs today for a step must not climb for the next one too.
            ready = ready.filter(~Exists(_steps().filter(left_at__isnull=True)))
        planned += _write(ready, rung.step, leaves_on)
        before = rung.step
    return planned


def _steps() -> QuerySet[Escalation]:
    """What the task has climbed since the day that it missed last."""
    return Escalation.objects.filter(
        task=OuterRef("pk"), due_on=OuterRef("due_on"), dropped_at__isnull=True
    )


def _write(tasks: QuerySet[Task], step: str, leaves_on: date) -> int:
    found = tasks.order_by().values_list("pk", "due_on").iterator(BATCH)
    rows = [
        Escalation(task_id=pk, step=step, due_on=due_on, leaves_on=leaves_on)
        for pk, due_on in found
    ]
    # Another worker may be planning the same: its rows stand.
    Escalation.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    return len(rows)
