"""A legal hold beats every timer: set with a reason, lifted by two people (2.7 R2)."""

from datetime import date

from django.views.decorators.debug import sensitive_variables

from dueregard import clock
from dueregard.access.models import Approval
from dueregard.access.refusals import NotNow
from dueregard.accounts import services as accounts
from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.plans.rag import add_months
from dueregard.vault import tenancy
from dueregard.vault.models import DataKey
from dueregard.vault.registry import holds_keys

from ..events import KeepingEvent
from ..models import LegalHold, Referral, Subject
from ..rules_of_keeping import may_keep
from .linking import of_one_person
from .room import room_of

LIFT = "referrals.lift_hold"
LEGAL_HOLD = "legal_hold"
REVIEWED_EACH = 6  # months
HELD_ALREADY = "This referral is under a legal hold already."
LIFTED = "This hold was lifted already."


def next_review(on: date) -> date:
    return add_months(on, REVIEWED_EACH)


@audit.atomic
@sensitive_variables("reason")
def place_hold(referral: Referral, *, reason: str, by: Person) -> LegalHold:
    """Have `referral` destroyed by nobody until two people lift the hold.

    Raises:
        NotAllowed: `by` is not the data protection officer.
        NotNow: it is held already.
    """
    may_keep(by, referral.authority)
    with room_of(referral):
        if holds_on(referral).exists():
            raise NotNow(HELD_ALREADY)
        hold = LegalHold.objects.create(
            **referral.with_moves(),
            referral=referral,
            reason=reason,
            placed_by=by,
            placed_at=clock.now(),
            review_on=next_review(clock.today()),
        )
        audit.record(
            KeepingEvent.HELD,
            referral,
            by=by,
            note_hash=audit.text_hash(reason),
            review_on=hold.review_on,
        )
        return hold


@audit.atomic
def review_hold(hold: LegalHold, *, by: Person) -> None:
    """It is still needed: look again in six months."""
    may_keep(by, hold.authority)
    with room_of(hold.referral):
        hold = _locked(hold)
        hold.review_on = next_review(clock.today())
        hold.save(update_fields=["review_on"])
        audit.record(
            KeepingEvent.HOLD_REVIEWED,
            hold.referral,
            by=by,
            review_on=hold.review_on,
        )


@audit.atomic
@sensitive_variables("reason")
def ask_to_lift(
    hold: LegalHold, *, reason: str, by: Person, session: str = ""
) -> Approval:
    """Ask that the hold is lifted; it stands until a second person agrees.

    Raises:
        NotAllowed: `by` is not the data protection officer.
        NotNow: it was lifted, or asked for already.
    """
    may_keep(by, hold.authority)
    with room_of(hold.referral):
        hold = _locked(hold)
        hold.release_reason, hold.release_asked_by = reason, by
        hold.save(update_fields=["release_reason", "release_asked_by"])
        audit.record(
            KeepingEvent.RELEASE_ASKED,
            hold.referral,
            by=by,
            note_hash=audit.text_hash(reason),
        )
        return accounts.ask(
            LIFT,
            authority=hold.authority,
            items={"hold": str(hold.pk), "referral": str(hold.referral_id)},
            by=by,
            session=session,
        )


def lift(approval: Approval) -> None:
    """The second person agreed: the hold is lifted, and the timers count again."""
    with tenancy.of(approval.authority):
        held = LegalHold.objects.select_related("referral__authority")
        hold = held.get(pk=approval.items["hold"])
        with room_of(hold.referral):
            hold = _locked(hold)
            hold.released_at = clock.now()
            hold.released_by = approval.decided_by
            hold.release_asked_by = approval.asked_by
            hold.save(update_fields=["released_at", "released_by", "release_asked_by"])
            audit.record(
                KeepingEvent.RELEASED,
                hold.referral,
                by=approval.decided_by,
                asked_by=approval.asked_by_id,
            )


def holds_on(referral: Referral):
    """The hold on `referral` that stands, if one does."""
    return LegalHold.objects.filter(referral=referral.pk, released_at__isnull=True)


@holds_keys
def under_legal_hold(data_key: DataKey) -> str:
    """The vault asks before any key is destroyed: the referral's own, or its person's
    while any referral of theirs is held."""
    standing = LegalHold.objects.filter(released_at__isnull=True)
    if data_key.kind == DataKey.Kind.REFERRAL:
        held = standing.filter(data_key=data_key).exists()
    elif data_key.kind == DataKey.Kind.PERSON:
        held = any(
            standing.filter(referral__in=of_one_person(subject)).exists()
            for subject in Subject.objects.filter(data_key=data_key)
        )
    else:
        held = False
    return LEGAL_HOLD if held else ""


def _locked(hold: LegalHold) -> LegalHold:
    """Raises NotNow when it was lifted."""
    rows = LegalHold.objects.select_for_update(of=("self",))
    row = rows.select_related("referral__authority", "authority").get(pk=hold.pk)
    if row.released_at is not None:
        raise NotNow(LIFTED)
    return row
