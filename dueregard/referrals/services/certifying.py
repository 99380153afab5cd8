"""What proves that records were destroyed, and names nobody (security 2.7 R3)."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from dueregard.accounts.models import Authority, Person
from dueregard.accounts.successors import with_past
from dueregard.audit import services as audit
from dueregard.vault import tenancy
from dueregard.vault.services.indexing import hashed

from ..events import KeepingEvent
from ..models import Certificate, DestroyedReference, Referral
from ..references import new_reference

DESTROYED = "destroyed"  # the kind of the hash


def certify(
    authority: Authority, rows: list[Referral], *, because: str, **facts: Any
) -> Certificate:
    counted = Counter(
        (row.retention_class, row.outcome, row.door, row.submitted_at.year)
        for row in rows
    )
    names = ("class", "outcome", "door", "year")
    made = Certificate.objects.create(
        authority=authority,
        reference=new_reference("D"),
        because=because,
        referrals=len(rows),
        counts=[
            {**dict(zip(names, what, strict=True)), "number": number}
            for what, number in sorted(counted.items())
        ],
        **facts,
    )
    tokens = tokens_of(authority, [row.reference for row in rows])
    DestroyedReference.objects.bulk_create(
        DestroyedReference(certificate=made, authority=authority, token=token)
        for _, token in sorted(tokens)
    )
    return made


def tokens_of(
    authority: Authority, references: Iterable[str]
) -> set[tuple[str, bytes]]:
    return hashed(
        authority.pk, [(DESTROYED, each.strip().upper()) for each in references]
    )


def note(made: Certificate, asked_by: Person | None, agreed_by: Person | None) -> None:
    audit.record(
        KeepingEvent.DESTROYED,
        made,
        by=agreed_by,
        authority=made.authority_id,
        referrals=made.referrals,
        people=made.people,
        files=made.files,
        asked_by=asked_by.pk if asked_by else None,
        because=made.because,
    )


def certificate_naming(authority: Authority, reference: str) -> Certificate | None:
    """The certificate of a referral that was destroyed, by its reference: here, or at
    an authority that gave way to this one."""
    for place in Authority.objects.filter(pk__in=with_past(authority.pk)):
        with tenancy.of(place):
            tokens = [token for _, token in tokens_of(place, [reference])]
            mark = DestroyedReference.objects.filter(authority=place, token__in=tokens)
            found = mark.select_related("certificate__authority").first()
        if found:
            return found.certificate
    return None
