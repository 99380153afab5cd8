"""Controlled documents: versions, who must read them, and who has (practice YR 4)."""

from collections.abc import Iterable
from datetime import date

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit
from dueregard.documents import services as documents
from dueregard.documents.models import Document, FileVersion
from dueregard.partners.models import Post
from dueregard.submissions.versions import claim_version

from ..events import ControlledEvent
from ..models import Acknowledgement, ControlledDocument, Recipient
from ..people import can_read
from ..rules import may_acknowledge, may_keep_document, may_keep_documents
from .owing import (
    close_document_review,
    close_reading,
    owe_document_review,
    owe_reading,
)


@audit.atomic
def control(
    document: Document,
    *,
    kind: str,
    owner: Post,
    review_on: date,
    public_url: str = "",
    recipients: Iterable[Person] = (),
    by: Person,
) -> ControlledDocument:
    """Put `document` under control, and ask each of `recipients` to read it.

    Raises:
        NotAllowed: `by` may not put documents under control here.
        NotNow: it is a link, which has no versions; the owner is of another authority;
            or a recipient has no role here.
    """
    may_keep_documents(by, document.authority)
    if document.kind != Document.Kind.FILE:
        raise NotNow("A controlled document is a file, because its versions are kept.")
    _must_own(owner, document.authority)
    controlled = ControlledDocument.objects.create(
        authority=document.authority,
        kind=kind,
        document=document,
        owner=owner,
        review_on=review_on,
        public_url=public_url,
    )
    audit.record(ControlledEvent.ADDED, controlled, by=by, kind=kind)
    people = list(recipients)
    if people:
        set_recipients(controlled, people=people, by=by)
    owe_document_review([controlled])
    return controlled


@audit.atomic
def change_controlled(
    controlled: ControlledDocument, *, version: int, by: Person, **changes
) -> ControlledDocument:
    """Change its kind, owner, review date or public address.

    Raises:
        NotAllowed: `by` neither keeps documents here nor holds the post that owns it.
        NotNow: it was withdrawn, or the owner is of another authority.
        Stale: it was changed since `version`.
    """
    may_keep_document(by, controlled)
    controlled = claim_version(ControlledDocument, controlled.pk, version)
    _must_be_in_use(controlled)
    _must_own(changes.get("owner", controlled.owner), controlled.authority)
    changed = [
        name for name, new in changes.items() if getattr(controlled, name) != new
    ]
    for name in changed:
        setattr(controlled, name, changes[name])
    controlled.save()
    if changed:
        audit.record(ControlledEvent.CHANGED, controlled, by=by, fields=changed)
    if {"owner", "review_on"} & set(changed):
        close_document_review(controlled, event=ControlledEvent.CHANGED)
        owe_document_review([controlled])
    return controlled


@audit.atomic
def add_controlled_version(
    controlled: ControlledDocument, *, file, review_on: date, by: Person
) -> FileVersion:
    """Keep a newer file, which everybody on the distribution list is asked to read.

    Raises:
        NotAllowed, NotNow: as `change_controlled`; or the file is not taken.
    """
    may_keep_document(by, controlled)
    controlled = _locked(controlled)
    version = documents.add_version(controlled.document, file, by=by)
    controlled.review_on = review_on
    controlled.version += 1
    controlled.save(update_fields=["review_on", "version"])
    people = _people_on(controlled)
    owe_reading(controlled, people)
    close_document_review(controlled, event=ControlledEvent.NEW_VERSION)
    owe_document_review([controlled])
    audit.record(
        ControlledEvent.NEW_VERSION,
        controlled,
        by=by,
        number=version.number,
        asked=len(people),
    )
    return version


@audit.atomic
def set_recipients(
    controlled: ControlledDocument, *, people: Iterable[Person], by: Person
) -> None:
    """Have `people`, and nobody else, on the distribution list. Whoever is new is asked
    to read it; what others have read stays on record.

    Raises:
        NotAllowed: `by` neither keeps documents here nor holds the post that owns it.
        NotNow: it was withdrawn, or somebody has no role here.
    """
    may_keep_document(by, controlled)
    controlled = _locked(controlled)
    wanted = {person.pk: person for person in people}
    there = set(controlled.recipients.values_list("person_id", flat=True))
    new = [wanted[pk] for pk in sorted(wanted.keys() - there)]
    _must_be_readers(new, controlled.authority)
    gone = controlled.recipients.exclude(person__in=wanted).select_related("person")
    for recipient in gone:
        close_reading(
            controlled, event=ControlledEvent.SENT_TO, person=recipient.person
        )
    removed = sorted(recipient.person_id for recipient in gone)
    controlled.recipients.filter(person__in=removed).delete()
    Recipient.objects.bulk_create(
        [Recipient(controlled=controlled, person=person) for person in new]
    )
    owe_reading(controlled, new)
    added = [person.pk for person in new]
    audit.record(
        ControlledEvent.SENT_TO, controlled, by=by, added=added, removed=removed
    )


@audit.atomic
def acknowledge(controlled: ControlledDocument, *, number: int, by: Person) -> None:
    """Say that `by` has read version `number`. Said again, it changes nothing.

    Raises:
        NotAllowed: they are not on the distribution list.
        NotNow: it was withdrawn, or there is a newer version by now.
    """
    may_acknowledge(by, controlled)
    controlled = _locked(controlled)
    latest = controlled.latest()
    if latest is None or latest.number != number:
        raise NotNow("There is a newer version by now. Open it and read that one.")
    _, is_new = Acknowledgement.objects.get_or_create(file_version=latest, person=by)
    if is_new:
        close_reading(controlled, event=ControlledEvent.READ, person=by)
        audit.record(ControlledEvent.READ, controlled, by=by, number=number)


@audit.atomic
def withdraw(controlled: ControlledDocument, *, by: Person) -> None:
    """Have nobody work by it any more. Who read what stays on record.

    Raises:
        NotAllowed: `by` neither keeps documents here nor holds the post that owns it.
        NotNow: it was withdrawn already.
    """
    may_keep_document(by, controlled)
    controlled = _locked(controlled)
    controlled.withdrawn_on = clock.today()
    controlled.version += 1
    controlled.save(update_fields=["withdrawn_on", "version"])
    close_reading(controlled, event=ControlledEvent.WITHDRAWN)
    close_document_review(controlled, event=ControlledEvent.WITHDRAWN)
    audit.record(ControlledEvent.WITHDRAWN, controlled, by=by)


def _must_be_readers(people: list[Person], authority: Authority) -> None:
    readers = can_read(authority).filter(pk__in=[person.pk for person in people])
    known = set(readers.values_list("pk", flat=True))
    for person in people:
        if person.pk not in known:
            raise NotNow(
                f"{person} has no role here that reads such documents. Give them one "
                "first, or leave them out."
            )


def _people_on(controlled: ControlledDocument) -> list[Person]:
    recipients = controlled.recipients.select_related("person")
    return [recipient.person for recipient in recipients]


def _locked(controlled: ControlledDocument) -> ControlledDocument:
    rows = ControlledDocument.objects.select_for_update(of=("self",))
    rows = rows.select_related("authority", "document__authority", "owner")
    controlled = rows.get(pk=controlled.pk)
    _must_be_in_use(controlled)
    return controlled


def _must_be_in_use(controlled: ControlledDocument) -> None:
    if controlled.withdrawn_on:
        raise NotNow("This document was withdrawn, so it stays as it was.")


def _must_own(owner: Post, authority: Authority) -> None:
    if owner.authority_id != authority.pk:
        raise NotNow(f"{owner} is a post of another authority.")
