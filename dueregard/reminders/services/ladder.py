"""The co-ordinator's say over the ladder: its days, and what is held back."""

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit
from dueregard.clock.working_days import add_working_days

from ..events import LadderEvent
from ..ladder import DEFAULTS, Ladder
from ..models import Escalation, LadderStep
from ..rules import may_lead_tasks


@audit.atomic
def set_ladder(authority: Authority, *, rungs: Ladder, by: Person) -> None:
    """Set after how many working days a late task goes to each step, or not at all.

    What is about to leave already leaves as it was shown.

    Raises:
        NotAllowed: `by` is not the co-ordinator of `authority`.
        NotNow: a later step would come before an earlier one.
    """
    may_lead_tasks(by, authority)
    days = [rung.working_days for rung in rungs if rung.is_on]
    if days != sorted(set(days)) or any(day < 1 for day in days):
        raise NotNow("Each step must come later than the one before it.")
    for rung in rungs:
        LadderStep.objects.update_or_create(
            authority=authority,
            step=rung.step,
            defaults={"working_days": rung.working_days, "is_on": rung.is_on},
        )
    kept = {rung.step: rung.working_days for rung in rungs if rung.is_on}
    facts = {f"{step}_days": kept.get(step) for step in DEFAULTS}
    audit.record(LadderEvent.SET, authority, by=by, **facts)


@audit.atomic
def hold(escalation: Escalation, *, because: str, by: Person) -> None:
    """Keep a late task from being taken further until it is released.

    Raises:
        NotAllowed: `by` is not the co-ordinator there.
        NotNow: it has left, was dropped, or is held already.
    """
    row = _locked(escalation, by)
    if row.held_at:
        raise NotNow(f"{row.held_by} holds this back already.")
    row.held_by, row.held_because, row.held_at = by, because, clock.now()
    row.save(update_fields=["held_by", "held_because", "held_at"])
    audit.record(
        LadderEvent.HELD,
        row,
        by=by,
        authority=row.task.authority_id,
        reason_hash=audit.text_hash(because),
    )


@audit.atomic
def release(escalation: Escalation, *, by: Person) -> None:
    """Let it go on: on its day, or on the next working day when that has passed.

    Raises:
        NotAllowed: `by` is not the co-ordinator there.
        NotNow: it is not held.
    """
    row = _locked(escalation, by)
    if not row.held_at:
        raise NotNow("This is not held back.")
    row.held_by, row.held_because, row.held_at = None, "", None
    row.leaves_on = max(row.leaves_on, add_working_days(clock.today(), 1))
    row.save(update_fields=["held_by", "held_because", "held_at", "leaves_on"])
    audit.record(LadderEvent.RELEASED, row, by=by, authority=row.task.authority_id)


def _locked(escalation: Escalation, by: Person) -> Escalation:
    rows = Escalation.objects.select_for_update(of=("self",))
    row = rows.select_related("task__authority").get(pk=escalation.pk)
    may_lead_tasks(by, row.task.authority)
    if row.left_at or row.dropped_at:
        raise NotNow("This has left already, or is not late any more.")
    return row
