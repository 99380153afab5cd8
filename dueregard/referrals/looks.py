"""Who looked at which referral, why and by which door: for whoever may ask (C-AU7).

Which field groups were seen is not told here: a group of the police would tell that
there is a mark.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import OuterRef, Subquery, TextField
from django.db.models.functions import Cast

from dueregard.access.purposes import Purpose
from dueregard.accounts.models import Authority
from dueregard.accounts.successors import with_past
from dueregard.audit.models import Entry

from .models import Referral

MOST = 100
LOOKED = "vault.looked"
REFERRAL = "referrals.referral"
LISTS = ("list", "search")
"""Doors that show rows of many referrals: none of them is opened by it."""
BATCH = 5_000
DOORS = {
    "change": "An assessment of it",
    "retention": "How long it is kept",
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


def looks_at(referral: Referral) -> list[Look]:
    """The latest looks at `referral`, as the audit has them: also those of before it
    passed to this authority. Whoever asks was let see the referral itself."""
    people = get_user_model()._base_manager.filter(pk=OuterRef("person_id"))
    rows = Entry.objects.filter(
        authority_id__in=with_past(referral.authority_id),
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
            why(row.facts),
            door(row.facts),
        )
        for row in found
    ]


class Opening(NamedTuple):
    """That somebody looked: `referrals` are the ids, as text, of those they opened, and
    empty for a list. One that was destroyed since is not among them."""

    person: int
    at: datetime
    referrals: frozenset[str]


def openings(
    authority: Authority, since: datetime, until: datetime
) -> Iterator[Opening]:
    """Each look of a person at referrals of `authority` from `since` to before `until`.

    One pass over the audit, however many they are. Call it where the authority is set.
    """
    ids = Referral.objects.filter(authority=authority).values_list("pk", flat=True)
    kept = {str(pk) for pk in ids}
    rows = Entry.objects.filter(
        authority_id__in=with_past(authority.pk),
        event=LOOKED,
        at__gte=since,
        at__lt=until,
    )
    listed = rows.values_list("person_id", "at", "facts")
    for person, at, facts in listed.iterator(chunk_size=BATCH):
        if person is not None and REFERRAL in facts["kinds"]:
            is_list = facts["door"] in LISTS
            opened = frozenset() if is_list else kept.intersection(facts["subjects"])
            yield Opening(person, at, frozenset(opened))


def why(facts: dict[str, Any]) -> str:
    """The purpose that was given, in words."""
    code = facts.get("purpose", "")
    return str(Purpose(code).label) if code in Purpose.values else ""


def door(facts: dict[str, Any]) -> str:
    return DOORS.get(facts.get("door", ""), "Another page")
