"""What requests for information put on lists: that something waits, not what."""

from django.urls import reverse

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.models import Person
from dueregard.clock.working_days import add_working_days
from dueregard.reminders.services.tasks import Owed, close_tasks, owe

from ..models import InformationRequest, Referral
from ..people import people_as, those_who_see
from ..rules import GATHERERS

DUE = "referrals.answer_due"
TO_READ = "referrals.answer_to_read"
LOCKED = "referrals.answer_locked"

TITLES = {
    DUE: "An answer is due",
    TO_READ: "An answer waits to be read",
    LOCKED: "Somebody needs a new link and code",
}


def owe_request(kind: str, row: InformationRequest) -> None:
    """Have whoever holds the referral see to it by the next working day."""
    owe(
        Owed(
            kind=kind,
            subject_id=str(row.pk),
            authority=row.authority,
            room=Room.REFERRALS,
            title=TITLES[kind],
            about="Referrals",
            url=page_of(row),
            source="Requests for information are followed up",
            due_on=add_working_days(clock.today(), 1),
            person=person,
        )
        for person in holders_of(row.referral)
    )


def close_request(row: InformationRequest, *, event: str) -> None:
    """Nobody has to follow it up any more."""
    for kind in (DUE, LOCKED):
        close_tasks(kind, [str(row.pk)], event=event)


def close_to_read(row: InformationRequest, *, event: str) -> None:
    close_tasks(TO_READ, [str(row.pk)], event=event)


def holders_of(referral: Referral) -> list[Person]:
    """Whoever holds it, else everybody who may gather for it."""
    if referral.holder is not None and referral.holder.is_active:
        return [referral.holder]
    return those_who_see(people_as(GATHERERS, referral.authority), referral)


def page_of(row: InformationRequest) -> str:
    """The address of the page of one request."""
    place = [row.authority.slug, row.referral_id, row.pk]
    return reverse("referrals:information_request", args=place)
