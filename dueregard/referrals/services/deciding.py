"""Section 36(3): the police or the council decide whether there are grounds (t12, t13).

With grounds a person goes before the panel; without, the referral ends with a reason,
other support, and whether the police lead on. A decision is never edited: what was
wrong with it is said in a statement beside it.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit

from ..codes import Body, OtherSupport, Outcome
from ..events import DecisionEvent
from ..models import Referral, ReferralMove
from ..rules import COUNCIL_DECIDERS, TRIAGE, may_decide
from ..workflow import WORKFLOW
from .closing import (
    NEEDS_SECOND,
    Closing,
    closing_asked,
    must_have_support,
    wait_for_second,
)
from .room import lock, room_of
from .steps import write_row
from .triage import Told, move

CORRECTED = "correct_decision"
Status = Referral.Status
SPEAKERS = {Body.POLICE: TRIAGE, Body.COUNCIL: COUNCIL_DECIDERS}
"""Who enters a decision of a body as their own, and not as told to them."""

SAY_THE_GROUND = "Enter the grounds, or why there are none."
SAY_WHO_DECIDED = "Enter who told you the decision, and when."
NOT_TO_COME = "The day of the decision must not be in the future."
NOT_BEFORE_IT_CAME = "The day of the decision must not be before the referral came in."
SECOND_READS = (
    "A second person is asked to agree that the grounds are not met. Take that back "
    "first."
)
NOT_DECIDED = "There is no decision yet to put a statement beside."


@dataclass(frozen=True, repr=False)
class Decision:
    """Which body decided on which day, and why; `ground` is sealed under the key of
    the referral. `told` is for a decision that reached us by telephone or mail."""

    body: Body
    on: date
    ground: str
    told: Told | None = None


@dataclass(frozen=True, repr=False)
class NotMet:
    """How a referral without grounds ends, besides the decision itself."""

    outcome: Outcome
    other_support: OtherSupport
    is_police_led: bool


@audit.atomic
@sensitive_variables()
def find_grounds(referral: Referral, decision: Decision, *, by: Person) -> None:
    """The person goes before the panel (t12).

    Raises:
        NotAllowed: `by` speaks for neither the police nor the council here.
        NotNow: no ground, a day that cannot be, or nobody said who decided.
    """
    with room_of(referral):
        lock(referral)
        WORKFLOW.check(referral, "find_grounds", by=by)
        _must_be_whole(referral, decision, by)
        if closing_asked(referral) is not None:
            raise NotNow(SECOND_READS)
        move(
            referral,
            "find_grounds",
            by=by,
            note=decision.ground,
            told=decision.told,
            decided_by_body=decision.body,
            decided_on=decision.on,
            outcome="",
            other_support="",
        )
        _record(referral, decision, by, is_met=True)


@audit.atomic
@sensitive_variables()
def find_no_grounds(
    referral: Referral, decision: Decision, ending: NotMet, *, by: Person
) -> None:
    """The referral ends; of a repeat a second person is asked first (t13).

    Raises:
        NotAllowed, NotNow: as `find_grounds`; or it is a repeat.
    """
    with room_of(referral):
        lock(referral)
        WORKFLOW.check(referral, "find_no_grounds", by=by)
        if referral.sequence > 1:
            raise NotNow(NEEDS_SECOND)
        _must_be_whole(referral, decision, by)
        must_have_support(
            referral, "find_no_grounds", ending.outcome, ending.other_support
        )
        move(
            referral,
            "find_no_grounds",
            by=by,
            note=decision.ground,
            told=decision.told,
            decided_by_body=decision.body,
            decided_on=decision.on,
            is_police_led=ending.is_police_led,
            outcome=ending.outcome,
            other_support=ending.other_support,
            closed_on=clock.today(),
        )
        _record(referral, decision, by, is_met=False, led=ending.is_police_led)


@audit.atomic
@sensitive_variables()
def ask_to_find_no_grounds(
    referral: Referral, decision: Decision, ending: NotMet, *, by: Person
) -> ReferralMove:
    """Of a repeat: a second person reads the earlier referrals and confirms (t13).

    Raises:
        NotAllowed, NotNow: as `find_grounds`; or it is no repeat.
    """
    with room_of(referral):
        WORKFLOW.check(referral, "find_no_grounds", by=by)
        _must_be_whole(referral, decision, by)
        must_have_support(
            referral, "find_no_grounds", ending.outcome, ending.other_support
        )
        asked = wait_for_second(
            referral,
            "find_no_grounds",
            Closing(ending.outcome, ending.other_support, decision.ground),
            by=by,
            told=decision.told,
            decided_by_body=decision.body,
            decided_on=decision.on,
            is_police_led=ending.is_police_led,
        )
        _record(referral, decision, by, is_met=False, led=ending.is_police_led)
        return asked


@audit.atomic
@sensitive_variables()
def correct_decision(referral: Referral, *, by: Person, note: str) -> ReferralMove:
    """Put a statement beside the decision, which stays as it is.

    Raises:
        NotAllowed: `by` may not decide here.
        NotNow: nothing is decided.
    """
    with room_of(referral):
        may_decide(by, referral)
        if referral.status not in (Status.LISTED, Status.NOT_MET):
            raise NotNow(NOT_DECIDED)
        row = write_row(referral, CORRECTED, by=by, note=note)
        audit.record(
            DecisionEvent.CORRECTED, referral, by=by, note_hash=audit.text_hash(note)
        )
        return row


def speaks_for(user: Person, referral: Referral) -> list[Body]:
    """The bodies whose decision `user` enters as their own side's."""
    return [
        body
        for body, roles in SPEAKERS.items()
        if user.holds_any(roles, referral.authority)
    ]


def came_in_on(referral: Referral) -> date:
    """The first day on which a decision about `referral` can have been taken."""
    return timezone.localdate(referral.submitted_at)


def _must_be_whole(referral: Referral, decision: Decision, by: Person) -> None:
    if not decision.ground.strip():
        raise NotNow(SAY_THE_GROUND)
    if decision.on > clock.today():
        raise NotNow(NOT_TO_COME)
    if decision.on < came_in_on(referral):
        raise NotNow(NOT_BEFORE_IT_CAME)
    if decision.told is None and decision.body not in speaks_for(by, referral):
        raise NotNow(SAY_WHO_DECIDED)


def _record(
    referral: Referral,
    decision: Decision,
    by: Person,
    *,
    is_met: bool,
    led: bool | None = None,
) -> None:
    audit.record(
        DecisionEvent.DECIDED,
        referral,
        by=by,
        body=str(decision.body),
        decided_on=decision.on.isoformat(),
        is_met=is_met,
        is_police_led=led,
        is_reported=decision.told is not None,
    )
