"""After how many working days a late task is taken to whom (practice YR 2).

No guidance sets these days. They are our proposal: long enough for somebody who is on
leave for a week, short enough that nothing waits for two board meetings.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dueregard.accounts.models import Authority

from .models import LadderStep, Step

SOURCE = "No guidance sets these days: they are our proposal. Confirm them locally."
SEEN_BEFORE = 2
"""Working days for which the co-ordinator sees what is about to leave."""

DEFAULTS: dict[str, int] = {
    Step.OWNER: 1,
    Step.LEAD: 5,
    Step.COORDINATOR: 10,
    Step.CHAIR: 20,
}


@dataclass(frozen=True)
class Rung:
    """One step: so many working days after the day that was missed."""

    step: str
    working_days: int
    is_on: bool = True


Ladder = tuple[Rung, ...]
STANDARD: Ladder = tuple(Rung(step, days) for step, days in DEFAULTS.items())


def ladder_of(authority: Authority) -> Ladder:
    """The rungs of `authority`, those that are off included."""
    return ladders_of([authority.pk]).get(authority.pk, STANDARD)


def ladders_of(authorities: Iterable[int]) -> dict[int, Ladder]:
    """The ladder of each authority that set its own, by authority id."""
    rows: dict[int, dict[str, LadderStep]] = {}
    for row in LadderStep.objects.filter(authority__in=list(authorities)):
        rows.setdefault(row.authority_id, {})[row.step] = row
    return {
        authority: tuple(
            Rung(own[step].step, own[step].working_days, own[step].is_on)
            if step in own
            else Rung(step, days)
            for step, days in DEFAULTS.items()
        )
        for authority, own in rows.items()
    }
