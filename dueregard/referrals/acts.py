"""What a page of a referral offers this person to do now, in the order of the work."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from django.urls import reverse

from dueregard.access.refusals import allows

from .codes import NOT_COUNTED
from .models import Referral
from .rules import (
    has_declared_interest,
    may_assign,
    may_decide,
    may_find,
    may_gather,
    may_mark,
    may_note_step,
    may_see_looks,
    may_signpost,
)
from .rules_of_assessing import may_assess
from .rules_of_telling import may_correct, may_find_error, may_tell
from .services.assessing import WRITTEN_IN, an_assessment_is_finished
from .services.closing import closing_asked, ending_of
from .services.signposting import ASKED_IN
from .workflow import WORKFLOW

MOVES: dict[str, tuple[str, str]] = {
    "take_in": ("take_in", "Take it in"),
    "set_aside": ("set_aside", "It is not a referral"),
    "accept": ("accept", "Accept"),
    "join": ("join", "Join to an open referral"),
    "go_on": ("go_on", "Take it forward"),
    "finish_gathering": ("finish_gathering", "Finish gathering"),
    "find_grounds": ("find_grounds", "The grounds are met"),
    "find_no_grounds": ("find_no_grounds", "The grounds are not met"),
    "close": ("close", "Close"),
    "pass_on": ("pass_on", "Another area took it"),
    "pass_on_unopened": ("pass_on", "Another area took it"),
}
"""Moves of the workflow that have a page of this theme: its name and its words."""
BOTH_WAYS = (Referral.Status.DECISION,)
"""Where two moves are a decision, and the page leans to neither."""
DECIDED = (Referral.Status.LISTED, Referral.Status.NOT_MET)
BESIDE = "Put a statement beside the decision"


NEXT: dict[str, str] = {
    Referral.Status.SCREENING: "The council says whether it is a referral.",
    Referral.Status.SUBMITTED: "The police gateway accepts it. Where another referral "
    "of the person is open, it is joined to that one.",
    Referral.Status.GATEWAY: "The police gateway takes it forward, or closes it.",
    Referral.Status.GATHERING: "The council asks for what is missing and writes the "
    "assessment, then finishes gathering.",
    Referral.Status.DECISION: "The police or the council decide whether the grounds of "
    "section 36 are met.",
    Referral.Status.LISTED: "The person goes before the panel.",
}
"""What a stage waits for, by the stage alone: the same for every referral in it."""


class Sort(StrEnum):
    """Unlike acts stand apart, so that nobody closes what they meant to read."""

    MOVE = "Move it on"
    WRITE = "Write down or ask"
    READ = "Read"


@dataclass(frozen=True)
class Act:
    """A link to a page that asks. `is_first` stands out as the next thing to do."""

    label: str
    url: str
    is_first: bool = False
    sort: Sort = Sort.MOVE


def by_sort(acts: list[Act]) -> list[tuple[str, list[Act]]]:
    """What does not stand out, under a heading for each sort that there is."""
    others = [act for act in acts if not act.is_first]
    found = [(sort.value, [act for act in others if act.sort == sort]) for sort in Sort]
    return [(heading, those) for heading, those in found if those]


def acts_on(user, referral: Referral) -> list[Act]:
    """The moves first, then what can be written down at any time."""
    acts = _assessing(user, referral)
    has_first = any(act.is_first for act in acts) or referral.status in BOTH_WAYS
    acts += [
        _act(label, name, referral, is_first=number == 0 and not has_first)
        for number, (name, label) in enumerate(_moves(user, referral))
    ]
    if referral.status in DECIDED and allows(may_decide, user, referral):
        acts.append(_written(BESIDE, "correct_decision", referral))
    if referral.status in (*Referral.OPEN, Referral.Status.LISTED):
        acts += _steps(user, referral)
        if not has_declared_interest(user, referral):
            acts.append(_written("Declare an interest", "interest", referral))
    if referral.status in ASKED_IN and allows(may_signpost, user, referral):
        acts.append(_written("Ask a service to help", "ask_service", referral))
    acts += _telling(user, referral)
    if allows(may_find, user, referral.authority):
        acts.append(_read("Same person?", "same_person", referral))
    if allows(may_see_looks, user, referral):
        acts.append(_read("See who looked", "who_looked", referral))
    return acts


def _moves(user, referral: Referral) -> list[tuple[str, str]]:
    here = {each.name for each in WORKFLOW.open_to(user, referral)}
    found = [words for name, words in MOVES.items() if name in here]
    ending = ending_of(referral)
    asked = closing_asked(referral) if ending in here else None
    if asked is None:
        return found
    others = [words for words in found if words[0] != ending]
    if asked.by_id == user.pk:
        return [("withdraw_closing", "Take the closing back"), *others]
    return [
        ("confirm_closing", "Read and confirm the closing"),
        ("withdraw_closing", "Take the closing back"),
        *others,
    ]


def _assessing(user, referral: Referral) -> list[Act]:
    """Where assessments are read; writing one stands out until one is finished."""
    if referral.status == Referral.Status.GATHERING and allows(
        may_assess, user, referral
    ):
        is_wanted = bool(an_assessment_is_finished(referral))
        label = "Write the assessment" if is_wanted else "Assessments"
        return [replace(_read(label, "assessments", referral), is_first=is_wanted)]
    if referral.status in WRITTEN_IN or referral.assessments.exists():
        return [_read("Assessments", "assessments", referral)]
    return []


def _steps(user, referral: Referral) -> list[Act]:
    wanted = [
        *_asking(referral),
        (may_mark, "Say whether others may go ahead", "mark"),
        (may_note_step, "Write down what was done", "step"),
        (may_assign, "Say who holds it", "assign"),
    ]
    return [
        _written(label, name, referral)
        for rule, label, name in wanted
        if allows(rule, user, referral)
    ]


def _asking(referral: Referral) -> list[tuple[Callable, str, str]]:
    """Offered while information is gathered; the police are clear by then."""
    if referral.status != Referral.Status.GATHERING:
        return []
    return [(may_gather, "Ask an organisation for information", "ask_for_information")]


def _telling(user, referral: Referral) -> list[Act]:
    """Whom it is about: told or not yet, who was given what, and what was wrong."""
    ended = not referral.is_open and referral.outcome not in NOT_COUNTED
    wanted = [
        (may_tell, "Say whether they were told", "told", True),
        (may_correct, "Put something right", "correct", True),
        (may_find_error, "It was made in error", "made_in_error", ended),
    ]
    return [
        _read("See who was given what", "disclosures", referral),
        *(
            _written(label, name, referral)
            for rule, label, name, is_now in wanted
            if is_now and allows(rule, user, referral)
        ),
    ]


def _act(label: str, name: str, referral: Referral, *, is_first: bool = False) -> Act:
    address = [referral.authority.slug, referral.pk]
    return Act(label, reverse(f"referrals:{name}", args=address), is_first)


def _written(label: str, name: str, referral: Referral) -> Act:
    return replace(_act(label, name, referral), sort=Sort.WRITE)


def _read(label: str, name: str, referral: Referral) -> Act:
    return replace(_act(label, name, referral), sort=Sort.READ)
