"""What is said about a document, who looked at a sensitive one, and taking it back."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError

from dueregard import store
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.submissions.versions import claim_version

from ..events import DocumentEvent
from ..models import Document, FileVersion
from ..rules import may_keep, may_read_original, may_withdraw
from .tagging import set_tags


@audit.atomic
def edit(
    document: Document, *, by: Person, version: int, changes: dict[str, Any]
) -> None:
    """Change what is said about `document`: title, days, marking, address, tags.

    Raises:
        NotAllowed: `by` neither gave it nor is the co-ordinator.
        Stale: somebody saved it after the form was opened.
    """
    may_keep(by, document)
    changes = dict(changes)
    document = claim_version(Document, document.pk, version)
    tags = changes.pop("tags", None)
    fields = [name for name, new in changes.items() if getattr(document, name) != new]
    for name, new in changes.items():
        setattr(document, name, new)
    document.save()
    if tags is not None:
        set_tags(document, tags)
    audit.record(DocumentEvent.EDITED, document, by=by, fields=sorted(fields))


@audit.atomic
def withdraw(document: Document, *, by: Person) -> None:
    """Take back what was given by mistake: the rows go now, the bytes after.

    Raises:
        NotAllowed: somebody else gave it.
        NotNow: it hangs on something, where it is evidence by now.
    """
    document = Document.objects.locked(document.pk)
    may_withdraw(by, document)
    versions = list(document.versions.all())
    names = [name for one in versions for name in (one.stored_name, one.viewing_name)]
    audit.record(
        DocumentEvent.WITHDRAWN,
        document,
        by=by,
        sha256=[one.sha256 for one in versions],
    )
    try:
        document.delete()
    except ProtectedError:
        raise NotNow(
            "This document is used somewhere, so it cannot be taken back. Take it off "
            "there first, or ask the Prevent co-ordinator."
        ) from None
    for name in names:
        transaction.on_commit(partial(store.remove, name, store.DOCUMENTS))


@audit.atomic
def note_download(version: FileVersion, *, by: Person, original: bool = False) -> None:
    """Record that somebody takes a copy of a sensitive file, or a picture as it came.

    Raises:
        NotNow: the virus check has not found it clean.
        NotAllowed: the original is not for `by`.
    """
    document = version.document
    if original:
        may_read_original(by, document)
    must_be_clean(version)
    if original or document.marking == Document.Marking.SENSITIVE:
        audit.record(
            DocumentEvent.DOWNLOADED,
            document,
            by=by,
            version_id=version.pk,
            original=original,
        )


def must_be_clean(version: FileVersion) -> None:
    """Raises NotNow with the sentence while the file may not be served."""
    if version.is_refused:
        raise NotNow(f"This file was refused. {version.refused_because}")
    if not version.is_clean:
        raise NotNow(
            "This file is waiting for the virus check. Come back when it is ready."
        )
