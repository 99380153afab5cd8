"""Whoever was given something is asked to delete it once ours is destroyed (RF 5).

The list of holders is read before the keys go; what is kept of it is who, which class
of content, since when, and the reference. Who has an address gets a link to it, the
others are rung; the certificate's page shows who has answered.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from dueregard import clock
from dueregard.access.need_to_know import Group
from dueregard.access.purposes import Purpose
from dueregard.access.refusals import NotNow
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit
from dueregard.clock.working_days import add_working_days
from dueregard.reminders import services as reminders
from dueregard.reminders.services import Owed
from dueregard.vault.models import DataKey
from dueregard.vault.rooms import case_room, readable, sealing
from dueregard.vault.services import new_key

from ..events import DeletionEvent
from ..models import (
    KEEPERS,
    Certificate,
    Correction,
    DeletionNotice,
    Destination,
    Disclosure,
    Referral,
)
from ..people import people_as
from ..rules_of_keeping import may_note_deletion
from .correcting import CONFIRMED_WITHIN, holders_of
from .correction_mail import CHASED_EVERY, mail_link

DELETION = "referrals.deletion"
TITLE = "Somebody has not said yet that they deleted their copy"
ANSWERED = "They have answered already."
BETWEEN = "The day must be between the day on which they were asked and today."
Answer = DeletionNotice.Answer


@dataclass(frozen=True, repr=False)
class Copy:
    """What somebody holds of a referral that is about to be destroyed here."""

    reference: str
    recipient: str
    destination: Destination | None
    content: str
    given_on: date


@sensitive_variables()
def copies_of(
    authority: Authority, rows: Iterable[Referral], *, by: Person | None
) -> list[Copy]:
    """Who else holds something of these referrals, each once for each referral; not who
    confirmed that they deleted it. Reading whom we gave it to is recorded."""
    held = [
        (row, disclosure)
        for row in rows
        for disclosure in holders_of(row)
        if not _has_deleted(disclosure)
    ]
    if not held:
        return []
    with case_room(
        by,
        authority=authority,
        purpose=Purpose.RETENTION,
        door="destruction",
        groups=[Group.ACCOUNT],
    ) as room:
        room.show_all(disclosure for _, disclosure in held)
        return [
            Copy(
                row.reference,
                _name(disclosure),
                disclosure.destination,
                disclosure.content,
                timezone.localdate(disclosure.at),
            )
            for row, disclosure in held
        ]


def _has_deleted(disclosure: Disclosure) -> bool:
    confirmed = disclosure.notices.filter(
        correction__kind=Correction.Kind.DELETION, confirmed_on__isnull=False
    )
    return confirmed.exists()


def _name(disclosure: Disclosure) -> str:
    """Whom it was given to; of a damaged row, whom we know it was."""
    known = disclosure.destination or disclosure.organisation
    return readable(disclosure, "recipient") or str(known or "")


@sensitive_variables()
def ask_to_delete(
    made: Certificate, copies: list[Copy], *, by: Person | None
) -> list[DeletionNotice]:
    """Ask each holder, by mail or by having the council ring them."""
    if not copies:
        return []
    with sealing(made.authority):
        key = new_key(made.authority, DataKey.Kind.NOTICE)
        due_on = add_working_days(clock.today(), CONFIRMED_WITHIN)
        asked = [
            DeletionNotice.objects.create(
                authority=made.authority,
                data_key=key,
                certificate=made,
                reference=copy.reference,
                recipient=copy.recipient,
                destination=copy.destination,
                content=copy.content,
                given_on=copy.given_on,
                due_on=due_on,
            )
            for copy in copies
        ]
        for notice in asked:
            _mail(notice)
        _owe(made, due_on)
        audit.record(
            DeletionEvent.ASKED,
            made,
            by=by,
            authority=made.authority_id,
            holders=len(asked),
        )
    return asked


@audit.atomic
def note_deletion(notice: DeletionNotice, *, answer: str, on: date, by: Person) -> None:
    """Write down what a holder said by telephone or letter, and on which day.

    Raises:
        NotAllowed: `by` does not answer for keeping there.
        NotNow: they have answered, or it is no day on which they can have.
    """
    with sealing(notice.authority_id):
        may_note_deletion(by, notice.certificate.authority)
        row = _waiting(notice)
        if not row.asked_on <= on <= clock.today():
            raise NotNow(BETWEEN)
        _answered(row, Answer(answer), on=on, by=by)


@audit.atomic
def say_deleted(notice: DeletionNotice, *, answer: str) -> None:
    """The holder says by the link what became of their copy. No account is needed.

    Raises:
        NotNow: they have answered.
    """
    with sealing(notice.authority_id):
        _answered(_waiting(notice), Answer(answer), on=clock.today(), by=None)


def chase_deletions() -> int:
    """Write again to who has not answered in time, once a week each; how many."""
    here = Authority.objects.filter(rooms__room=Room.REFERRALS)
    return sum(_chase(authority) for authority in here)


@audit.atomic
def _chase(authority: Authority) -> int:
    chased = 0
    with sealing(authority):
        rows = DeletionNotice.objects.filter(
            authority=authority, confirmed_on__isnull=True, due_on__lt=clock.today()
        )
        rows = rows.exclude(chased_at__gt=clock.now() - CHASED_EVERY)
        locked = rows.select_for_update(of=("self",)).select_related(
            "destination", "certificate__authority"
        )
        for notice in locked.order_by("due_on", "pk"):
            if _mail(notice):
                notice.chased_at = clock.now()
                notice.save(update_fields=["chased_at"])
                chased += 1
    return chased


def _mail(notice: DeletionNotice) -> bool:
    """Write with a new link; whether there is an address to write to."""
    to = notice.destination.email if notice.destination is not None else ""
    if not to:
        return False
    mail_link(notice, to=to, page="to_delete", kind=DELETION)
    return True


def _waiting(notice: DeletionNotice) -> DeletionNotice:
    rows = DeletionNotice.objects.select_for_update(of=("self",))
    row = rows.select_related("certificate__authority").get(pk=notice.pk)
    if row.confirmed_on is not None:
        raise NotNow(ANSWERED)
    return row


def _answered(
    row: DeletionNotice, answer: Answer, *, on: date, by: Person | None
) -> None:
    """Keep the answer; the reference is needed no more."""
    row.answer, row.confirmed_on, row.entered_by = answer, on, by
    row.reference = ""
    row.save(update_fields=["answer", "confirmed_on", "entered_by", "reference"])
    made = row.certificate
    audit.record(
        DeletionEvent.ANSWERED,
        made,
        by=by,
        authority=made.authority_id,
        answer=str(answer),
        how="entered" if by else "link",
    )
    waiting = DeletionNotice.objects.filter(certificate=made, confirmed_on__isnull=True)
    if not waiting.exists():
        reminders.close_tasks(
            DELETION, [str(made.pk)], event=DeletionEvent.ANSWERED.code
        )


def _owe(made: Certificate, due_on: date) -> None:
    reminders.owe(
        Owed(
            kind=DELETION,
            subject_id=str(made.pk),
            authority=made.authority,
            room=Room.REFERRALS,
            title=TITLE,
            about="Referrals",
            url=made.get_absolute_url(),
            source="Each holder owes a confirmation. Confirm the time locally.",
            due_on=due_on,
            person=person,
        )
        for person in people_as(KEEPERS, made.authority)
    )
