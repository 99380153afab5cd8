"""The completed form leaves the room: to a destination of the table, one at a time.

One form to an approved destination is a routine disclosure: one person, and a line in
the list of disclosures (practice RF 12). It never stands in the words of a mail.
"""

from collections.abc import Mapping
from typing import Any

from django.views.decorators.debug import sensitive_variables

from dueregard import clock
from dueregard.access.need_to_know import Group
from dueregard.access.purposes import Purpose
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.vault.rooms import WORKER, Room, case_room

from ..events import DeliveryEvent
from ..models import Correction, Delivery, Destination, Disclosure, Referral
from ..printing.files import FormFile, form_file
from ..printing.formats import Format
from ..rules import may_take_form
from ..spoken import code_of, is_said
from .delivering import locked
from .disclosing import note
from .room import room_of

WHOLE_FORM = (
    Group.IDENTITY,
    Group.ACCOUNT,
    Group.CHARACTERISTICS,
    Group.REFERRER,
)
"""The national form's blocks. What only the police may say (G4) is never in it."""
SYSTEM = "Due Regard"
WRONG_CODE = "That is not the code, or it was used or is over half an hour old."
NOT_IN_USE = "This destination is not tested, or is closed. Choose another."


@audit.atomic
@sensitive_variables()
def take_form(
    referral: Referral,
    parts: Mapping[Group, Any],
    *,
    destination: Destination,
    format: str,
    by: Person,
) -> FormFile:
    """The form as a file, for `destination`, from what `by` may read of it.

    Raises:
        NotAllowed: `by` may not take it out.
        NotNow: the destination is not in use.
    """
    may_take_form(by, referral)
    if destination.authority_id != referral.authority_id or not destination.is_in_use:
        raise NotNow(NOT_IN_USE)
    had = {group: row for group, row in parts.items() if group in WHOLE_FORM}
    made = form_file(
        referral,
        had,
        format,
        made_for=str(destination),
        made_by=str(by),
        corrections=_corrections(referral) if Group.ACCOUNT in had else [],
    )
    _disclose(referral, destination, by)
    audit.record(
        DeliveryEvent.TAKEN,
        referral,
        by=by,
        destination_id=destination.pk,
        format=str(format),
    )
    return made


@audit.atomic
@sensitive_variables()
def open_by_code(delivery: Delivery, *, code: str, format: str) -> FormFile:
    """The form by its link, for whoever was told the code: once for each code.

    Raises:
        NotNow: another code, one that was used, or one over half an hour old.
    """
    with _worker_room(delivery.authority_id, "link") as room:
        row = locked(delivery)
        if not is_said(code, code_of(row)):
            raise NotNow(WRONG_CODE)
        destination = row.destination
        row.opened_at = clock.now()
        row.save(update_fields=["opened_at"])
        made = form_file(
            row.referral,
            whole_form(room, row.referral),
            format,
            made_for=str(destination),
            made_by=SYSTEM,
            corrections=_corrections(row.referral),
        )
        _disclose(row.referral, destination, None)
        audit.record(
            DeliveryEvent.OPENED,
            row.referral,
            by=None,
            destination_id=destination.pk,
            format=str(format),
        )
    return made


@sensitive_variables()
def form_to_mail(delivery_pk: str, authority_id: int) -> tuple[FormFile, str] | None:
    """The form for an attachment and its address; None when it was sent already.

    Raises:
        NotNow: the address is not assured any more.
    """
    with _worker_room(authority_id, "file") as room:
        row = locked(Delivery(pk=delivery_pk))
        destination = row.destination
        if row.sent_at is not None:
            return None
        if destination.assured_on is None or not destination.is_in_use:
            raise NotNow(NOT_IN_USE)
        parts = whole_form(room, row.referral)
        made = form_file(
            row.referral,
            parts,
            Format.PDF,
            made_for=str(destination),
            made_by=SYSTEM,
            corrections=_corrections(row.referral),
        )
        if row.opened_at is None:
            row.opened_at = clock.now()
            row.save(update_fields=["opened_at"])
            _disclose(row.referral, destination, None)
            _sent_on(row)
    return made, destination.email


def _worker_room(authority_id: int, door: str):
    return case_room(
        WORKER,
        authority=authority_id,
        purpose=Purpose.DELIVERY,
        door=door,
        groups=WHOLE_FORM,
    )


def whole_form(room: Room, referral: Referral) -> dict[Group, Any]:
    """Every part of the national form, shown in `room`."""
    return {
        Group.IDENTITY: room.show(referral.subject),
        Group.ACCOUNT: room.show(referral.account),
        Group.CHARACTERISTICS: room.show(referral.subject.characteristics),
        Group.REFERRER: room.show(referral.referrer),
    }


def _corrections(referral: Referral) -> list[Correction]:
    """What was found wrong with it so far, read where the parts are."""
    with room_of(referral) as room:
        return room.show_all(referral.corrections.all())


def _disclose(referral: Referral, destination: Destination, by: Person | None) -> None:
    note(
        referral,
        content=Disclosure.Content.FORM,
        recipient=str(destination),
        destination=destination,
        by=by,
    )


def _sent_on(row: Delivery) -> None:
    audit.record(
        DeliveryEvent.SENT,
        row.referral,
        by=None,
        destination_id=row.destination_id,
        way=row.way,
    )
