"""What a destination says of a referral: that it has it, by which of three ways."""

from datetime import date

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.vault.rooms import sealing

from ..events import DeliveryEvent
from ..models import Account, Delivery, Destination, Disclosure, Referral
from ..rules import may_acknowledge, may_report_delivery
from .delivery_tasks import close_delivery
from .disclosing import note
from .room import room_of

HAD = "It was acknowledged already."
Way = Destination.Way


@audit.atomic
def acknowledge_delivery(
    delivery: Delivery, *, by: Person, their_reference: str = ""
) -> None:
    """Say, signed in for the destination, that it has the referral.

    `their_reference` is the police's own (PCMT): it is sealed with the account.

    Raises:
        NotAllowed: `by` does not sign in for this destination.
        NotNow: it was acknowledged already.
    """
    may_acknowledge(by, delivery)
    with sealing(delivery.authority):
        row = _waiting(delivery)
        row.acknowledged_by = by
        _acknowledged(row, by=by, how="signed_in", their_reference=their_reference)


@audit.atomic
@sensitive_variables("who", "their_reference")
def report_delivery(
    delivery: Delivery, *, who: str, on: date, by: Person, their_reference: str = ""
) -> None:
    """Enter what a destination said by telephone or mail: "reported by … on …".

    Raises:
        NotAllowed: `by` is neither of the intake nor of the gateway.
        NotNow: it was acknowledged already, or `on` is no day on which it can be.
    """
    may_report_delivery(by, delivery.referral)
    with sealing(delivery.authority):
        row = _waiting(delivery)
        if not timezone.localdate(row.created_at) <= on <= clock.today():
            raise NotNow("The day must be between the day it was sent and today.")
        row.reported_by, row.reported_on, row.acknowledged_by = who, on, by
        _acknowledged(row, by=by, how="reported", their_reference=their_reference)


@audit.atomic
@sensitive_variables("who")
def acknowledge_by_link(delivery: Delivery, *, who: str) -> None:
    """Say, by the link that was sent, that the referral is there. No account is needed.

    Raises:
        NotNow: it was acknowledged already, or its form was never opened.
    """
    with sealing(delivery.authority_id):
        row = _waiting(delivery)
        if row.way == Way.LINK and row.opened_at is None:
            raise NotNow("Open the form with the code first.")
        row.reported_by, row.reported_on = who, clock.today()
        _acknowledged(row, by=None, how="link", their_reference="")


@audit.atomic
@sensitive_variables("told")
def note_taken_up(referral: Referral, *, by: Person, told: str = "") -> None:
    """Who accepts a referral for the police has it: their delivery is acknowledged.

    `told` is who of the gateway said so, where the council enters it.
    """
    with room_of(referral):
        rows = Delivery.objects.waiting().filter(
            referral=referral, destination__kind=Destination.Kind.POLICE
        )
        for row in [locked(delivery) for delivery in rows]:
            row.acknowledged_by = by
            if told:
                row.reported_by, row.reported_on = told, clock.today()
            _acknowledged(row, by=by, how="accepted", their_reference="")


@audit.atomic
def make_code(delivery: Delivery, *, by: Person) -> None:
    """Have a code that opens the form by its link, once, within half an hour.

    It is made while somebody at the destination is on the telephone, and shown to `by`.

    Raises:
        NotAllowed: `by` is neither of the intake nor of the gateway.
        NotNow: the form does not go there by link.
    """
    may_report_delivery(by, delivery.referral)
    with sealing(delivery.authority):
        row = locked(delivery)
        if row.way != Way.LINK:
            raise NotNow("This form does not go by link: it needs no code.")
        row.code_made_at = delivery.code_made_at = clock.now()
        row.save(update_fields=["code_made_at"])
        audit.record(
            DeliveryEvent.CODE_MADE,
            row.referral,
            by=by,
            destination_id=row.destination_id,
        )


def locked(delivery: Delivery) -> Delivery:
    """The row as it is now, kept from others until this transaction ends."""
    rows = Delivery.objects.select_for_update(of=("self",))
    related = rows.select_related("referral__authority", "destination", "authority")
    return related.get(pk=delivery.pk)


def _waiting(delivery: Delivery) -> Delivery:
    row = locked(delivery)
    if row.acknowledged_at is not None:
        raise NotNow(HAD)
    return row


@sensitive_variables("their_reference")
def _acknowledged(
    row: Delivery, *, by: Person | None, how: str, their_reference: str
) -> None:
    row.acknowledged_at = clock.now()
    row.save()
    if their_reference:
        account = Account.objects.select_for_update().get(referral=row.referral_id)
        account.police_reference = their_reference
        account.version += 1
        account.save(update_fields=["police_reference", "version"])
    close_delivery(row, event=DeliveryEvent.ACKNOWLEDGED.code)
    _disclosed(row, by)
    audit.record(
        DeliveryEvent.ACKNOWLEDGED,
        row.referral,
        by=by,
        destination_id=row.destination_id,
        how=how,
    )


def _disclosed(row: Delivery, by: Person | None) -> None:
    """Who signs in reads it here: what the police have of it is theirs from now on."""
    police = row.destination.kind == Destination.Kind.POLICE
    if row.way == Way.SIGN_IN and police:
        note(
            row.referral,
            content=Disclosure.Content.FORM,
            recipient=str(row.destination),
            destination=row.destination,
            by=by,
        )
