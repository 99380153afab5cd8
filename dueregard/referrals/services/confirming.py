"""A holder reads what is wrong, and says that they have put it right."""

from datetime import date

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from dueregard import clock
from dueregard.access.need_to_know import Group
from dueregard.access.purposes import Purpose
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.vault.rooms import WORKER, case_room, readable, sealing

from ..events import CorrectionEvent
from ..models import CorrectionNotice
from ..rules_of_telling import may_correct
from ..spoken import code_of, is_said
from .correction_mail import close_notice
from .forms_out import WRONG_CODE
from .room import room_of

CONFIRMED = "They confirmed it already."
NO_LINK = "They were sent no link: ring them and write down whom you told."
READ_FIRST = "Read with the code first what is wrong."
BETWEEN = "The day must be between the day of the correction and today."


@audit.atomic
def make_code_to_correct(notice: CorrectionNotice, *, by: Person) -> None:
    """Have a code that opens what is wrong by its link, once, within half an hour.

    Raises:
        NotAllowed: `by` is neither the co-ordinator nor the case officer.
        NotNow: no link was sent, or they confirmed already.
    """
    with room_of(notice.referral):
        may_correct(by, notice.referral)
        row = _waiting(notice)
        if not row.token_sha256:
            raise NotNow(NO_LINK)
        row.code_made_at = notice.code_made_at = clock.now()
        row.save(update_fields=["code_made_at"])
        audit.record(CorrectionEvent.CODE_MADE, row.referral, by=by)


@audit.atomic
@sensitive_variables()
def open_correction(notice: CorrectionNotice, *, code: str) -> dict[str, str]:
    """What is wrong, for whoever was told the code: once for each code.

    Raises:
        NotNow: another code, one that was used, or one over half an hour old.
    """
    with case_room(
        WORKER,
        authority=notice.authority_id,
        purpose=Purpose.CORRECTION,
        door="link",
        groups=[Group.ACCOUNT],
    ) as room:
        row = _locked(notice)
        if not is_said(code, code_of(row)):
            raise NotNow(WRONG_CODE)
        row.opened_at = clock.now()
        row.save(update_fields=["opened_at"])
        made = room.show(row.correction)
        audit.record(CorrectionEvent.OPENED, row.referral, by=None)
        return {
            "kind": str(made.get_kind_display()),
            "about": str(made.get_about_display()),
            "statement": readable(made, "statement") or "",
            "objection": readable(made, "objection") or "",
        }


@audit.atomic
@sensitive_variables("who")
def confirm_by_link(notice: CorrectionNotice, *, who: str) -> None:
    """Say by the link that what they hold is put right. No account is needed.

    Raises:
        NotNow: it was confirmed already, or they neither read nor were told it.
    """
    with sealing(notice.authority_id):
        row = _waiting(notice)
        if not row.is_told:
            raise NotNow(READ_FIRST)
        _confirmed(row, who=who, on=clock.today(), by=None, how="link")


@audit.atomic
@sensitive_variables("who")
def tell_holder(
    notice: CorrectionNotice, *, who: str, on: date, is_put_right: bool, by: Person
) -> None:
    """Write down: told by telephone on … by …, and whether they have put it right.

    Raises:
        NotAllowed: `by` is neither the co-ordinator nor the case officer.
        NotNow: it was confirmed already, or on no day on which it can have been.
    """
    with room_of(notice.referral):
        may_correct(by, notice.referral)
        row = _waiting(notice)
        if not timezone.localdate(row.created_at) <= on <= clock.today():
            raise NotNow(BETWEEN)
        row.told_to, row.told_on, row.told_by = who, on, by
        row.save(update_fields=["told_to", "told_on", "told_by"])
        audit.record(CorrectionEvent.HOLDER_TOLD, row.referral, by=by)
        if is_put_right:
            _confirmed(row, who=who, on=on, by=by, how="telephone")


@sensitive_variables("who")
def _confirmed(
    row: CorrectionNotice, *, who: str, on: date, by: Person | None, how: str
) -> None:
    row.confirmed_by, row.confirmed_on, row.entered_by = who, on, by
    row.save(update_fields=["confirmed_by", "confirmed_on", "entered_by"])
    close_notice(row)
    audit.record(CorrectionEvent.CONFIRMED, row.referral, by=by, how=how)


def _locked(notice: CorrectionNotice) -> CorrectionNotice:
    rows = CorrectionNotice.objects.select_for_update(of=("self",))
    return rows.select_related("referral__authority", "correction").get(pk=notice.pk)


def _waiting(notice: CorrectionNotice) -> CorrectionNotice:
    row = _locked(notice)
    if row.confirmed_on is not None:
        raise NotNow(CONFIRMED)
    return row
