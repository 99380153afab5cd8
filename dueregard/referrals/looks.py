"""Who looked at a referral, why and by which door: for whoever may ask (C-AU7).

Which field groups were seen is not told here: a group of the police would tell that
there is a mark.
"""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.db.models import OuterRef, Subquery, TextField
from django.db.models.functions import Cast

from dueregard.access.purposes import Purpose
from dueregard.audit.models import Entry

from .models import Referral

MOST = 100
LOOKED = "vault.looked"
DOORS = {
    "list": "In the queue",
    "detail": "Its page",
    "search": "Found by a search",
    "same_person": "Its earlier referrals",
    "match": "Compared with another",
    "export": "Taken as a file",
    "file": "A file of it",
    "answer": "Name, birth and address, shown to an organisation that was asked",
    "coming_of_age": "The age, to know when it is to be reviewed",
    "remind": "An organisation that was asked was reminded",
}


@dataclass(frozen=True)
class Look:
    """One look, newest first on the page."""

    by: str
    at: datetime
    why: str
    door: str


def looks_at(referral: Referral, user) -> list[Look]:
    """The latest looks at `referral`, as the audit has them."""
    people = get_user_model()._base_manager.filter(pk=OuterRef("person_id"))
    rows = Entry.objects.visible_to(user).filter(
        authority_id=referral.authority_id,
        event=LOOKED,
        at__gte=referral.submitted_at,
    )
    rows = rows.annotate(
        name=Subquery(people.values("name")), text=Cast("facts", TextField())
    )
    found = rows.filter(text__contains=str(referral.pk)).order_by("-sequence")[:MOST]
    return [
        Look(
            row.name or "The service itself",
            row.at,
            _why(row.facts.get("purpose", "")),
            DOORS.get(row.facts.get("door", ""), "Another page"),
        )
        for row in found
    ]


def _why(code: str) -> str:
    return str(Purpose(code).label) if code in Purpose.values else ""
