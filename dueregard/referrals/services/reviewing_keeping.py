"""Each day: what goes by itself goes, and people are asked to look at the rest."""

from datetime import date

from django.urls import reverse

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority
from dueregard.audit import services as audit
from dueregard.reminders import services as reminders
from dueregard.reminders.services import Owed
from dueregard.vault import tenancy

from .. import keeping
from ..models import KEEPERS
from ..people import people_as
from .destroying import destroy_spam
from .removing import clear_what_came_back
from .undated_children import date_children

DUE = "referrals.keeping_due"
HOLD = "referrals.hold_review"
AT_18_DUE = "referrals.review_at_18"
TITLES = {
    DUE: "Referrals have reached their day: destroy them, or say why not",
    HOLD: "A legal hold is to be looked at again",
    AT_18_DUE: "Records have reached a review: keep them on a ground, or destroy them",
}


def review_all() -> None:
    """What the worker does once a day, for every authority that has the room."""
    here = Authority.objects.filter(rooms__room=Room.REFERRALS)
    for authority in here:
        destroy_spam(authority)
        clear_what_came_back(authority)
        owe_review(authority)
    for authority in here:  # last: it reads what is sealed, which may be locked
        if date_children(authority):
            owe_review(authority)


@audit.atomic
def owe_review(authority: Authority) -> None:
    """Have the data protection officer and the co-ordinator owe what is due; close the
    task when nothing is any more. It names nobody."""
    with tenancy.of(authority):
        rows = keeping.due_at(authority).select_related(None)
        due = next((row for row in rows if not keeping.why_kept(row)), None)
        hold = keeping.held_at(authority).first()
        reviews = keeping.to_review(authority).select_related(None)
        review = next((row for row in reviews if not keeping.why_kept(row)), None)
    _owe(authority, DUE, due.retention_due_on if due else None)
    looked_at = hold.review_on if hold and hold.review_on <= clock.today() else None
    _owe(authority, HOLD, looked_at)
    _owe(authority, AT_18_DUE, review.child_review_on if review else None)


def _owe(authority: Authority, kind: str, since: date | None) -> None:
    subject = str(authority.pk)
    if since is None:
        reminders.close_tasks(kind, [subject], event="retention.nothing_due")
        return
    reminders.owe(
        Owed(
            kind=kind,
            subject_id=subject,
            authority=authority,
            room=Room.REFERRALS,
            title=TITLES[kind],
            about="Referrals",
            url=_page(authority),
            source="How long referrals are kept here",
            due_on=since,
            person=person,
        )
        for person in people_as(KEEPERS, authority)
    )


def _page(authority: Authority) -> str:
    return reverse("referrals:retention", args=[authority.slug])
