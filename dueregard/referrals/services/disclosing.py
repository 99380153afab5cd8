"""The list of who was given what of a referral: routine, logged (practice RF 5, 12)."""

from django.views.decorators.debug import sensitive_variables

from dueregard.accounts.models import Organisation, Person
from dueregard.audit import services as audit

from ..events import DisclosureEvent
from ..models import Destination, Disclosure, Referral
from .room import room_of

Content = Disclosure.Content


@audit.atomic
@sensitive_variables("recipient")
def note(
    referral: Referral,
    *,
    content: Disclosure.Content,
    recipient: str,
    organisation: Organisation | None = None,
    destination: Destination | None = None,
    by: Person | None = None,
) -> Disclosure:
    """Write down that `recipient` was given this class of content of `referral` now.

    Call it in the transaction in which the content leaves. `organisation` or
    `destination` names the holder where it is one that we know, so that a correction
    reaches them once, however often they were given something. `by` is None where the
    system sent it.
    """
    with room_of(referral):
        row = Disclosure.objects.create(
            **referral.with_moves(),
            referral=referral,
            organisation=organisation,
            destination=destination,
            recipient=recipient,
            content=content,
            by=by,
        )
        audit.record(
            DisclosureEvent.NOTED,
            referral,
            by=by,
            content=str(content),
            organisation_id=organisation.pk if organisation else None,
            destination_id=destination.pk if destination else None,
        )
        return row
