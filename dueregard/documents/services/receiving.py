"""Taking in a file or a link. The bytes are on the disk before any row names them."""

import errno
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.conf import settings

from dueregard import clock, store
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit
from dueregard.exchange.document import Unreadable
from dueregard.exchange.services.receiving import plain_name

from ..checks import Kind, kind_of_upload
from ..events import DocumentEvent
from ..models import Document, FileVersion
from .scanning import quarantine
from .tagging import set_tags

logger = logging.getLogger(__name__)
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
LONGEST_TITLE = 200


@audit.atomic
def receive(
    file: Any,
    *,
    by: Person | None,
    authority: Authority,
    title: str = "",
    marking: str = Document.Marking.OFFICIAL,
    happened_on: date | None = None,
    received_on: date | None = None,
    expires_on: date | None = None,
    tags: Iterable[str] = (),
) -> Document:
    """Keep an uploaded `file` as a new document, waiting for the scanner.

    Its own name is the `title` of last resort. The room it is for asks who may give it;
    `by` is None where somebody without an account gave it by a link.

    Raises:
        NotNow: the file is of a kind that is not taken, is too large, or the disk is
            full; the sentence says which and what to do. Nothing is kept then.
    """
    name = plain_name(file.name or "")
    kind, stored = _kept(file)
    with _bytes_named(stored):
        document = Document.objects.create(
            authority=authority,
            title=(title.strip() or name)[:LONGEST_TITLE],
            marking=marking,
            happened_on=happened_on,
            received_on=received_on or clock.today(),
            expires_on=expires_on,
            given_by=by,
        )
        version = _add_row(document, name, kind, stored, by=by)
        set_tags(document, tags)
        facts = {"version_id": version.pk, "kind": kind.code} | _bytes_of(stored)
        audit.record(DocumentEvent.GIVEN, document, by=by, **facts)
    return document


@contextmanager
def _bytes_named(stored: store.Stored) -> Iterator[None]:
    """Write the rows that name the bytes in here; when that fails, they go too."""
    try:
        yield
    except BaseException:
        store.remove(stored.name, store.DOCUMENTS)
        raise


def _bytes_of(stored: store.Stored) -> dict[str, Any]:
    return {"sha256": stored.sha256, "size": stored.size}


def receive_or_say(
    file: Any, *, by: Person, authority: Authority, **about: Any
) -> tuple[Document | None, str]:
    """As `receive`, for a file that comes with words which must be kept whatever.

    Answers the document and "", or None and the sentence for the page: the file was
    not kept, why, and that it must be chosen again. Call it in the transaction of the
    words; they stay.
    """
    try:
        return receive(file, by=by, authority=authority, **about), ""
    except NotNow as refusal:
        return None, refusal.sentence


@audit.atomic
def add_version(document: Document, file: Any, *, by: Person) -> FileVersion:
    """Keep a newer file of `document`. Raises NotNow as `receive`, and for a link."""
    document = Document.objects.locked(document.pk)
    if document.kind != Document.Kind.FILE:
        raise NotNow("This is a link, so it has no file. Add the file on its own.")
    name = plain_name(file.name or "")
    kind, stored = _kept(file)
    with _bytes_named(stored):
        version = _add_row(document, name, kind, stored, by=by)
        facts = {"version_id": version.pk, "number": version.number}
        facts |= _bytes_of(stored)
        audit.record(DocumentEvent.VERSION_ADDED, document, by=by, **facts)
    return version


@audit.atomic
def add_link(
    url: str,
    *,
    by: Person,
    authority: Authority,
    title: str = "",
    marking: str = Document.Marking.OFFICIAL,
    happened_on: date | None = None,
    received_on: date | None = None,
    expires_on: date | None = None,
    tags: Iterable[str] = (),
) -> Document:
    """Keep an address as a document. Nothing is fetched from it.

    Raises:
        NotNow: it is not the address of a web page.
    """
    if not url.lower().startswith(("https://", "http://")):
        raise NotNow(
            "Enter a full web address, such as https://marlbrook.example/notes"
        )
    document = Document.objects.create(
        authority=authority,
        kind=Document.Kind.LINK,
        url=url,
        title=(title.strip() or url)[:LONGEST_TITLE],
        marking=marking,
        happened_on=happened_on,
        received_on=received_on or clock.today(),
        expires_on=expires_on,
        given_by=by,
    )
    set_tags(document, tags)
    audit.record(DocumentEvent.GIVEN, document, by=by, kind="link")
    return document


def keep_given(
    given: dict[str, Any], *, by: Person, authority: Authority
) -> tuple[list[Document], str]:
    """Keep what an `EvidenceForm` asked for: a file, a link, both or neither.

    `given` is its `evidence()`. Answers the documents, and "" or the sentence that
    says why the file was not kept; the link and the caller's words stay.
    """
    about = {name: given[name] for name in ABOUT}
    documents: list[Document] = []
    sentence = ""
    if given["file"]:
        document, sentence = receive_or_say(
            given["file"], by=by, authority=authority, **about
        )
        documents += [document] if document else []
    if given["link"]:
        documents.append(add_link(given["link"], by=by, authority=authority, **about))
    return documents, sentence


ABOUT = ("title", "happened_on", "expires_on", "tags")


def _kept(file: Any) -> tuple[Kind, store.Stored]:
    """Check and store the bytes.

    Raises:
        NotNow: they are not taken, or the disk does not take them.
    """
    try:
        kind = kind_of_upload(file)
        file.seek(0)
        chunks = iter(lambda: file.read(store.CHUNK), b"")
        return kind, store.keep(
            chunks, limit=settings.DOCUMENT_MOST, folder=store.DOCUMENTS
        )
    except Unreadable as refusal:
        raise NotNow(str(refusal)) from None
    except store.TooLarge:
        raise NotNow("The file grew while it was read. Select it again.") from None
    except OSError as error:
        logger.error("A document could not be written: errno %s", error.errno)
        raise NotNow(_not_written(error)) from None


def _not_written(error: OSError) -> str:
    if error.errno in NO_ROOM:
        return (
            "The file was not kept, because the place for files is full. Tell whoever "
            "runs this service, and select the file again when there is room."
        )
    return (
        "The file was not kept, because it could not be written down. Select it again "
        "later, and tell whoever runs this service if that fails too."
    )


def _add_row(
    document: Document,
    name: str,
    kind: Kind,
    stored: store.Stored,
    *,
    by: Person | None,
) -> FileVersion:
    newest = document.versions.first()
    version = FileVersion.objects.create(
        document=document,
        number=newest.number + 1 if newest else 1,
        file_name=name,
        stored_name=stored.name,
        sha256=stored.sha256,
        size=stored.size,
        content_type=kind.content_type,
        by=by,
    )
    quarantine(version)
    return version
