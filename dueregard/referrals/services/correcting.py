"""What was wrong stands beside what was said, and each holder is told (RF 5, 2.7 R6).

The original is never changed. Whoever was given something of the referral is owed the
correction and owes us a word that they have corrected, or deleted, what they hold.
"""

from dataclasses import dataclass
from datetime import date

from django.views.decorators.debug import sensitive_variables

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.clock.working_days import add_working_days

from ..codes import NOT_COUNTED, Outcome
from ..events import CorrectionEvent
from ..models import Correction, CorrectionNotice, Disclosure, Referral
from ..rules_of_telling import may_correct, may_find_error
from .correction_mail import mail_notice, owe_notice
from .linking import recount
from .retention import recompute
from .room import lock, room_of
from .steps import write_row

Kind, About = Correction.Kind, Correction.About
PUT_RIGHT = "put_right"
IN_ERROR = "made_in_error"
CONFIRMED_WITHIN = 10
"""Working days that a holder has to say that it is done. Confirm locally."""
SAY_WHAT = "Enter what is wrong."
SAY_WHO = "Enter who asked, and when."
STILL_OPEN = "This referral is open: close it as mistaken or made in bad faith instead."
IN_ERROR_ALREADY = "This referral is marked as made in error already."
SAY_WHICH = "Select whether it was mistaken or made in bad faith."
SENTENCES: dict[str, str] = {
    Outcome.MISTAKEN: "This referral was made in error: it was mistaken.",
    Outcome.MALICIOUS: "This referral was made in error: it was made in bad faith.",
}
"""What holders are told, with no reason in it."""


@dataclass(frozen=True, repr=False)
class Wrong:
    """What is wrong or disputed. `statement` is ours; `objection` the person's words,
    kept as they said them; `asked_by` who asked for it, and on which day."""

    statement: str
    kind: Correction.Kind = Kind.CORRECTION
    about: Correction.About = About.WHOLE
    objection: str = ""
    asked_by: str = ""
    asked_on: date | None = None


@audit.atomic
@sensitive_variables()
def correct(referral: Referral, wrong: Wrong, *, by: Person) -> Correction:
    """Put a correction beside the original and send it to each holder.

    Raises:
        NotAllowed: `by` is neither the co-ordinator nor the case officer.
        NotNow: nothing is said, or not who asked and when.
    """
    with room_of(referral):
        may_correct(by, referral)
        if not wrong.statement.strip():
            raise NotNow(SAY_WHAT)
        if not wrong.asked_by.strip() or wrong.asked_on is None:
            raise NotNow(SAY_WHO)
        return _put_beside(referral, wrong, by=by)


@audit.atomic
@sensitive_variables("reason")
def find_made_in_error(
    referral: Referral, outcome: Outcome, *, reason: str, by: Person
) -> Correction:
    """An ended referral was mistaken, or made in bad faith: it counts as none.

    It is no repeat's first any more, it is kept for a shorter time, and each holder is
    told. What was said stays, with this beside it.

    Raises:
        NotAllowed: `by` is not the panel's chair or deputy.
        NotNow: it is open, or marked already; another outcome; no reason.
    """
    with room_of(referral):
        may_find_error(by, referral)
        lock(referral)
        if outcome not in NOT_COUNTED:
            raise NotNow(SAY_WHICH)
        if not reason.strip():
            raise NotNow(SAY_WHAT)
        if referral.is_open:
            raise NotNow(STILL_OPEN)
        if referral.outcome in NOT_COUNTED:
            raise NotNow(IN_ERROR_ALREADY)
        referral.outcome = outcome
        referral.save(update_fields=["outcome"])
        write_row(referral, IN_ERROR, by=by, note=reason)
        audit.record(
            CorrectionEvent.MADE_IN_ERROR,
            referral,
            by=by,
            outcome=str(outcome),
            note_hash=audit.text_hash(reason),
        )
        return say_made_in_error(referral, by=by)


def say_made_in_error(referral: Referral, *, by: Person) -> Correction:
    """Mark a referral of such an outcome, tell each holder, count and date it anew.

    The reason stays on the move: holders are told that it was in error, not why. Needs
    an open room.
    """
    wrong = Wrong(SENTENCES[referral.outcome], kind=Kind.MADE_IN_ERROR)
    made = _put_beside(referral, wrong, by=by)
    recompute(referral)
    recount(referral.subject)
    return made


@sensitive_variables()
def _put_beside(referral: Referral, wrong: Wrong, *, by: Person) -> Correction:
    made = Correction.objects.create(
        **referral.with_moves(),
        referral=referral,
        kind=wrong.kind,
        about=wrong.about,
        statement=wrong.statement,
        objection=wrong.objection,
        asked_by=wrong.asked_by,
        asked_on=wrong.asked_on,
        by=by,
    )
    told = [_notice(made, disclosure) for disclosure in holders_of(referral)]
    if wrong.kind != Kind.MADE_IN_ERROR:
        write_row(referral, PUT_RIGHT, by=by)
    audit.record(
        CorrectionEvent.MADE,
        referral,
        by=by,
        kind=str(wrong.kind),
        about=str(wrong.about),
        content_hash=audit.text_hash(f"{wrong.statement}\n{wrong.objection}"),
        holders=len(told),
    )
    return made


def holders_of(referral: Referral) -> list[Disclosure]:
    """The newest disclosure to each who holds something; one whom we know once."""
    rows = referral.disclosures.select_related("destination", "organisation")
    newest: dict[object, Disclosure] = {}
    for row in rows.order_by("at", "pk"):
        newest[_holder(row)] = row
    return list(newest.values())


def _holder(row: Disclosure) -> object:
    if row.destination_id:
        return "destination", row.destination_id
    if row.organisation_id:
        return "organisation", row.organisation_id
    return row.pk


def _notice(correction: Correction, disclosure: Disclosure) -> CorrectionNotice:
    referral = correction.referral
    notice = CorrectionNotice.objects.create(
        **referral.with_moves(),
        referral=referral,
        correction=correction,
        disclosure=disclosure,
        due_on=add_working_days(clock.today(), CONFIRMED_WITHIN),
    )
    mail_notice(notice)
    owe_notice(notice)
    return notice
