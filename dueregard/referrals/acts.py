"""What a page of a referral offers this person to do now, in the order of the work."""

from dataclasses import dataclass

from django.urls import reverse

from dueregard.access.refusals import allows

from .models import Referral
from .rules import (
    may_assign,
    may_find,
    may_mark,
    may_note_step,
    may_see_looks,
)
from .services.closing import closing_asked
from .workflow import WORKFLOW

MOVES: dict[str, tuple[str, str]] = {
    "take_in": ("take_in", "Take it in"),
    "set_aside": ("set_aside", "It is not a referral"),
    "accept": ("accept", "Accept"),
    "join": ("join", "Join to an open referral"),
    "go_on": ("go_on", "Take it forward"),
    "close": ("close", "Close"),
    "pass_on": ("pass_on", "Another area took it"),
    "pass_on_unopened": ("pass_on", "Another area took it"),
}
"""Moves of the workflow that have a page of this theme: its name and its words."""


@dataclass(frozen=True)
class Act:
    """A link to a page that asks. `is_first` stands out as the next thing to do."""

    label: str
    url: str
    is_first: bool = False


def acts_on(user, referral: Referral) -> list[Act]:
    """The moves first, then what can be written down at any time."""
    acts = [
        _act(label, name, referral, is_first=number == 0)
        for number, (name, label) in enumerate(_moves(user, referral))
    ]
    if referral.status in (*Referral.OPEN, Referral.Status.LISTED):
        acts += _steps(user, referral)
    if allows(may_find, user, referral.authority):
        acts.append(_act("Same person?", "same_person", referral))
    if allows(may_see_looks, user, referral):
        acts.append(_act("See who looked", "who_looked", referral))
    return acts


def _moves(user, referral: Referral) -> list[tuple[str, str]]:
    here = {each.name for each in WORKFLOW.open_to(user, referral)}
    found = [words for name, words in MOVES.items() if name in here]
    asked = closing_asked(referral) if "close" in here else None
    if asked is None:
        return found
    others = [words for words in found if words[0] != "close"]
    if asked.by_id == user.pk:
        return [("withdraw_closing", "Take the closing back"), *others]
    return [
        ("confirm_closing", "Read and confirm the closing"),
        ("withdraw_closing", "Take the closing back"),
        *others,
    ]


def _steps(user, referral: Referral) -> list[Act]:
    wanted = [
        (may_mark, "Say whether others may go ahead", "mark"),
        (may_note_step, "Write down what was done", "step"),
        (may_assign, "Say who holds it", "assign"),
    ]
    return [
        _act(label, name, referral)
        for rule, label, name in wanted
        if allows(rule, user, referral)
    ]


def _act(label: str, name: str, referral: Referral, *, is_first: bool = False) -> Act:
    address = [referral.authority.slug, referral.pk]
    return Act(label, reverse(f"referrals:{name}", args=address), is_first)
