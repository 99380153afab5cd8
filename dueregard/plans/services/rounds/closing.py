"""Closing a round: what came back is summed up and kept, and nobody is chased more."""

from dueregard import clock
from dueregard.accounts.models import Person
from dueregard.audit import services as audit

from ...events import RoundEvent
from ...models import Plan, UpdateRound
from ...round_reports import count_answers, draft_summary
from ...rules_of_rounds import may_change_round
from .tasks import settle

WITH_ITS_PLAN = "The round was closed because the plan is no longer in force."


@audit.atomic
def close_round(round: UpdateRound, *, by: Person, summary: str) -> None:
    """Close `round` with a summary of what came back. Its links stop working.

    Raises:
        NotNow: it is closed already.
    """
    rows = UpdateRound.objects.select_for_update(of=("self",)).select_related("plan")
    round = rows.get(pk=round.pk)
    may_change_round(by, round)
    _close(round, by, summary)


def close_with_plan(plan: Plan, *, by: Person) -> None:
    """Close the open round of a plan that is in force no longer; nobody owes it now.

    Called by whatever ends the plan, in its transaction.
    """
    for round in plan.rounds.open().select_related("plan"):
        _close(round, by, f"{draft_summary(round)}\n{WITH_ITS_PLAN}")


def _close(round: UpdateRound, by: Person, summary: str) -> None:
    counts = count_answers(round)
    owed = list(round.asked.owed().values_list("pk", flat=True))
    round.closed_by, round.closed_at, round.summary = by, clock.now(), summary
    round.version += 1
    round.save(update_fields=["closed_by", "closed_at", "summary", "version"])
    settle(owed, event=RoundEvent.CLOSED.code)
    audit.record(
        RoundEvent.CLOSED,
        round,
        by=by,
        returned=counts.returned,
        owed=counts.owed,
        declined=counts.declined,
        note_hash=audit.text_hash(summary),
    )
