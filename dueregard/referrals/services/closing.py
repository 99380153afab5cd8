"""Closing a referral at the gateway: a reason, an outcome, and what else may help.

Of a person who was referred before, one asks and another confirms, who says that they
read the earlier ones (domain §4.4 t09 and t13; a repeat is a reason to read again).
Never the same human. A decision that the grounds of section 36 are not met ends a
referral too, and waits for its second person here (`services.deciding`).
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.views.decorators.debug import sensitive_variables

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit

from .. import guards
from ..codes import OtherSupport, Outcome
from ..earlier import earlier_of, earlier_than
from ..events import StepEvent
from ..models import Referral, ReferralMove
from ..workflow import WORKFLOW
from .room import lock, room_of
from .signposting import must_be_passed_on
from .steps import write_row
from .triage import Told, move, police_or_told

ASKED = "ask_to_close"
WITHDRAWN = "withdraw_closing"
NEEDS_SECOND = (
    "This person was referred before, so a second person must read the earlier "
    "referrals and agree. Ask for the closing first."
)
FIRST_ONLY = "Nobody of this person was referred before: close it without a second."
ANOTHER_MUST = "You asked for this closing, so somebody else must confirm it."
CHANGED = "The closing was changed or taken back. Read it again before you confirm it."
NOT_THEIRS = (
    "You may not read the earlier referrals of this person, so somebody who may must "
    "confirm this closing."
)
READ_FIRST = "Read the earlier referrals first, and say that you did."
NO_SERVICE = (OtherSupport.NONE_NEEDED, OtherSupport.DECLINED)
UNDECIDED: dict[str, Any] = {
    "outcome": "",
    "other_support": "",
    "decided_by_body": "",
    "decided_on": None,
    "is_police_led": None,
}
ENDINGS: dict[str, str] = {Referral.Status.DECISION: "find_no_grounds"}
"""The move that ends a referral in a stage, where that is not "close"."""


@dataclass(frozen=True, repr=False)
class Closing:
    """Why and how a referral ends; `reason` is sealed under its key."""

    outcome: Outcome
    other_support: OtherSupport
    reason: str


@audit.atomic
@sensitive_variables()
def close(
    referral: Referral, closing: Closing, *, by: Person, told: Told | None = None
) -> None:
    """End the first referral of a person at the gateway (t09).

    Raises:
        NotAllowed: not the gateway's, and not reported of it.
        NotNow: it is a repeat, or something still stands in the way.
    """
    with room_of(referral):
        WORKFLOW.check(referral, "close", by=by)
        if referral.sequence > 1:
            raise NotNow(NEEDS_SECOND)
        police_or_told(by, referral, told)
        guards.must_hold("close", referral)
        must_be_passed_on(referral, closing.outcome, closing.other_support)
        move(
            referral,
            "close",
            by=by,
            note=closing.reason,
            told=told,
            outcome=closing.outcome,
            other_support=closing.other_support,
            closed_on=clock.today(),
        )


@audit.atomic
@sensitive_variables()
def ask_to_close(
    referral: Referral, closing: Closing, *, by: Person, told: Told | None = None
) -> ReferralMove:
    """Write down why a repeat is to be closed; it stays open until somebody confirms.

    Raises:
        NotNow: it is no repeat, or something still stands in the way.
    """
    with room_of(referral):
        WORKFLOW.check(referral, "close", by=by)
        police_or_told(by, referral, told)
        guards.must_hold("close", referral)
        must_be_passed_on(referral, closing.outcome, closing.other_support)
        return wait_for_second(referral, "close", closing, by=by, told=told)


@sensitive_variables()
def wait_for_second(
    referral: Referral,
    ending: str,
    closing: Closing,
    *,
    by: Person,
    told: Told | None = None,
    **facts: Any,
) -> ReferralMove:
    """Keep how a repeat is to end by the move `ending`; the caller's room is open.

    Raises:
        NotNow: it is no repeat, or something still stands in the way.
    """
    lock(referral)
    WORKFLOW.check(referral, ending, by=by)
    if referral.sequence == 1:
        raise NotNow(FIRST_ONLY)
    guards.must_hold(ending, referral)
    facts |= {"outcome": closing.outcome, "other_support": closing.other_support}
    _note(referral, facts)
    words = told.words if told else ""
    asked = write_row(referral, ASKED, by=by, note=closing.reason, told=words)
    audit.record(
        StepEvent.CLOSING_ASKED,
        referral,
        by=by,
        outcome=str(closing.outcome),
        note_hash=audit.text_hash(closing.reason),
    )
    return asked


@audit.atomic
def withdraw_closing(referral: Referral, *, by: Person) -> None:
    """Take a closing back that nobody confirmed yet."""
    with room_of(referral):
        lock(referral)
        WORKFLOW.check(referral, ending_of(referral), by=by)
        if closing_asked(referral) is None:
            raise NotNow(CHANGED)
        _note(referral, UNDECIDED)
        write_row(referral, WITHDRAWN, by=by)
        audit.record(StepEvent.CLOSING_WITHDRAWN, referral, by=by)


@audit.atomic
def confirm_closing(
    referral: Referral, *, by: Person, asked_id: UUID, has_read: bool
) -> None:
    """The second person, who read the earlier referrals, agrees: it is closed.

    Raises:
        NotAllowed: `by` asked for it, or may not read the earlier ones.
        NotNow: it was changed since `asked_id`, or they did not read.
    """
    with room_of(referral):
        lock(referral)
        ending = ending_of(referral)
        WORKFLOW.check(referral, ending, by=by)
        asked = closing_asked(referral)
        if asked is None or asked.pk != asked_id:
            raise NotNow(CHANGED)
        if asked.by_id == by.pk:
            raise NotAllowed(ANOTHER_MUST)
        if len(earlier_of(referral, by)) < earlier_than(referral).count():
            raise NotAllowed(NOT_THEIRS)
        if not has_read:
            raise NotNow(READ_FIRST)
        outcome, support = referral.outcome, referral.other_support
        must_have_support(referral, ending, outcome, support)
        move(
            referral,
            ending,
            by=by,
            second_reader=by,
            closed_on=clock.today(),
        )


def closing_asked(referral: Referral) -> ReferralMove | None:
    """The closing that waits for a second person, if one does, in this stage."""
    waiting = None
    for row in referral.moves.all():  # in order; a page has them at hand
        if row.from_status == referral.status and row.move in (ASKED, WITHDRAWN):
            waiting = row if row.move == ASKED else None
    return waiting


def ending_of(referral: Referral) -> str:
    """The move that a closing of `referral` is, in the stage that it is in."""
    return ENDINGS.get(referral.status, "close")


def must_have_support(
    referral: Referral, ending: str, outcome: str, support: str
) -> None:
    """What an ending says of other support is true: a service was asked and has them.

    At the gateway of one that ends as passed to a service; without grounds, of any
    that names a service (t13). Raises NotNow.
    """
    is_named = ending != "close" and support not in NO_SERVICE
    must_be_passed_on(referral, Outcome.SIGNPOSTED if is_named else outcome, support)


def _note(referral: Referral, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(referral, name, value)
    referral.save(update_fields=list(facts))
