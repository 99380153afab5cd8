"""What must hold before a referral may move, as one list that every part adds to.

    @guards("close", "find_no_grounds", done_on="told", by=may_tell)
    def somebody_was_told(referral: Referral) -> str: ...

A guard answers the sentence that the page and the refusal say, or "" when it holds. The
referral's room is open when a guard is asked. `done_on` names the page on which it is
done, for whoever the rule `by` allows there.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from dueregard.access.refusals import NotNow, allows

from .rules import may_mark

Guard = Callable[[Any], str]
Rule = Callable[[Any, Any], None]


@dataclass(frozen=True)
class Guarded:
    """A guard, and where what it wants is done: a page, more of its address, a rule."""

    guard: Guard
    page: str
    more: tuple[str, ...]
    rule: Rule | None

    def place(self, referral: Any, user: Any) -> str:
        """The address of the page, or "" where it is not for `user` to do."""
        if not self.page:
            return ""
        if self.rule is not None and not allows(self.rule, user, referral):
            return ""
        parts = [referral.authority.slug, referral.pk, *self.more]
        return reverse(f"referrals:{self.page}", args=parts)


@dataclass(frozen=True)
class Missing:
    """A sentence that stands in the way, and the address where it is done, or ""."""

    sentence: str
    url: str


_guards: dict[str, list[Guarded]] = defaultdict(list)

WAIT_FOR_POLICE_CHECKS = "Wait for police checks."


def guards(
    *moves: str, done_on: str = "", more: tuple[str, ...] = (), by: Rule | None = None
) -> Callable[[Guard], Guard]:
    """Ask `guard` before each of `moves`, moves of the workflow or other steps."""

    def decorate(guard: Guard) -> Guard:
        for move in moves:
            _guards[move].append(Guarded(guard, done_on, more, by))
        return guard

    return decorate


def missing(move: str, referral: Any) -> list[str]:
    """What still stands in the way of `move`, a sentence each."""
    return [said for each in _guards[move] if (said := each.guard(referral))]


def missing_for(user: Any, move: str, referral: Any) -> list[Missing]:
    """As `missing`, each with where `user` does what it wants."""
    return [
        Missing(said, each.place(referral, user))
        for each in _guards[move]
        if (said := each.guard(referral))
    ]


def must_hold(move: str, referral: Any) -> None:
    """Raises NotNow with the first sentence that stands in the way of `move`."""
    for said in missing(move, referral):
        raise NotNow(said)


@guards(
    "contact",
    "ask_for_information",
    "signpost",
    "go_on",
    done_on="mark",
    by=may_mark,
)
def police_said_clear(referral: Any) -> str:
    """For every referral, in the same words: a hold looks like any wait (RF 4)."""
    return "" if referral.cleared_at else WAIT_FOR_POLICE_CHECKS
