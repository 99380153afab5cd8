"""What must hold before a referral may move, as one list that every part adds to.

    @guards("close", "find_no_grounds")
    def somebody_was_told(referral: Referral) -> str: ...

A guard answers the sentence that the page and the refusal say, or "" when it holds. The
referral's room is open when a guard is asked.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from dueregard.access.refusals import NotNow

Guard = Callable[[Any], str]
_guards: dict[str, list[Guard]] = defaultdict(list)

WAIT_FOR_POLICE_CHECKS = "Wait for police checks."


def guards(*moves: str) -> Callable[[Guard], Guard]:
    """Ask `guard` before each of `moves`, moves of the workflow or other steps."""

    def decorate(guard: Guard) -> Guard:
        for move in moves:
            _guards[move].append(guard)
        return guard

    return decorate


def missing(move: str, referral: Any) -> list[str]:
    """What still stands in the way of `move`, a sentence each."""
    return [said for guard in _guards[move] if (said := guard(referral))]


def must_hold(move: str, referral: Any) -> None:
    """Raises NotNow with the first sentence that stands in the way of `move`."""
    for said in missing(move, referral):
        raise NotNow(said)


@guards("contact", "ask_for_information", "signpost", "go_on")
def police_said_clear(referral: Any) -> str:
    """For every referral, in the same words: a hold looks like any wait (RF 4)."""
    return "" if referral.cleared_at else WAIT_FOR_POLICE_CHECKS
