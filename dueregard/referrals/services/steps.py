"""Steps that change no state: own checks, contact, urgent steps (RF 4).

Until the police are clear nobody contacts the person, the family or whoever referred,
whatever the reason for the wait. A step against immediate harm, or to protect a child,
is the stated exception, and says who agreed to it.
"""

from django.db import models
from django.views.decorators.debug import sensitive_variables

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit

from .. import guards
from ..events import StepEvent
from ..models import Referral, ReferralMove
from ..rules import DECLARED_BY, may_ask_referrer, may_note_step
from .room import room_of
from .stages import owe_stage

SAY_WHO_AGREED = "Enter who agreed to this step."
ENDED = "This referral has ended: nothing more is done under it."


class Step(models.TextChoices):
    """What was done; the last needs clearance, the second somebody who agreed."""

    OWN_CHECK = "own_check", "Checked our own systems"
    URGENT = "urgent", "Acted at once against harm, or to protect a child"
    CONTACT = "contact", "Contacted the person, the family or whoever referred"


@audit.atomic
@sensitive_variables()
def note_step(
    referral: Referral, step: Step, *, by: Person, note: str, agreed_by: str = ""
) -> ReferralMove:
    """Write down what was done; `note` is sealed under the referral's key.

    Raises:
        NotNow: the police are not clear, nobody agreed, or the referral has ended.
    """
    with room_of(referral):
        may_note_step(by, referral)
        if referral.status not in (*Referral.OPEN, Referral.Status.LISTED):
            raise NotNow(ENDED)
        if step == Step.CONTACT:
            guards.must_hold("contact", referral)
        if step == Step.URGENT and not agreed_by.strip():
            raise NotNow(SAY_WHO_AGREED)
        row = write_row(referral, step, by=by, note=note, told=agreed_by)
        audit.record(
            StepEvent.STEP_NOTED,
            referral,
            by=by,
            step=str(step),
            note_hash=audit.text_hash(note),
        )
        return row


@audit.atomic
@sensitive_variables()
def ask_referrer(referral: Referral, *, by: Person, reason: str) -> ReferralMove:
    """Keep why the panel's chair wants to know who referred (security 2.1, G7)."""
    with room_of(referral):
        may_ask_referrer(by, referral)
        row = write_row(referral, "ask_referrer", by=by, note=reason)
        audit.record(
            StepEvent.REFERRER_ASKED,
            referral,
            by=by,
            note_hash=audit.text_hash(reason),
        )
        return row


@audit.atomic
@sensitive_variables()
def declare_interest(referral: Referral, *, by: Person, note: str) -> ReferralMove:
    """Somebody knows the person, and says so (AC 5): they no longer hold the referral,
    and decide nothing about it (`rules.must_have_no_interest`).

    Whoever may see the referral may declare: it is never held against them. They still
    see it, to hand it over; each opening after that is asked about (`read_rules`).
    """
    with room_of(referral):
        row = write_row(referral, DECLARED_BY, by=by, note=note)
        if referral.holder_id == by.pk:
            referral.holder = None
            referral.save(update_fields=["holder"])
            owe_stage(referral)
        audit.record(
            StepEvent.INTEREST_DECLARED,
            referral,
            by=by,
            note_hash=audit.text_hash(note),
        )
        return row


@sensitive_variables()
def write_row(
    referral: Referral, name: str, *, by: Person, note: str = "", told: str = ""
) -> ReferralMove:
    """A row of the history that changes no state."""
    return referral.moves.create(
        **referral.with_moves(),
        move=str(name),
        from_status=referral.status,
        to_status=referral.status,
        by=by,
        at=clock.now(),
        note=note,
        reported_by=told,
    )
