"""Files that come with a referral: never on the disk in the clear (C-FILE4).

While the form is written a file is sealed under the draft's key; when it is sent, its
bytes are sealed anew under the referral's, and wait for the virus check.
"""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from dueregard import store
from dueregard.access.refusals import NotNow
from dueregard.audit import services as audit
from dueregard.documents.checks import kind_of_upload
from dueregard.drafts.models import Draft
from dueregard.exchange.document import Unreadable
from dueregard.exchange.services.receiving import plain_name
from dueregard.outbox import services as outbox
from dueregard.vault import files
from dueregard.vault.rooms import own_words, sealing

from ..models import Referral, ReferralFile
from .scanning_files import DRAFTS, FOLDER, SCAN
from .writing import Writing, locked, note_file

MOST_FILES = 10
TOO_MANY = "You can add 10 files at most. Take one out first."
NOT_WRITTEN = "The file was not kept. Select it again, or send the form without it."
NOT_CARRIED = (
    "A file could not be kept, so nothing was sent yet. Send it again, or take the "
    "file out and send the rest. If somebody is in danger now, call 999."
)


@audit.atomic
@sensitive_variables()
def attach(writing: Writing, file: Any) -> None:
    """Keep an uploaded file with a form that is being written.

    Raises:
        NotNow: it is not taken, the form has enough, or is gone; the sentence says so.
    """
    if len(writing.files) >= MOST_FILES:
        raise NotNow(TOO_MANY)
    with sealing(writing.authority):
        draft = locked(writing)
        kind, stored = _kept(file, draft)
        try:
            kept = {
                "name": plain_name(file.name or ""),
                "stored_name": stored.name,
                "size": stored.size,
                "content_type": kind.content_type,
            }
            note_file(writing, kept)
        except BaseException:
            store.remove(stored.name, DRAFTS)
            raise


@audit.atomic
def detach(writing: Writing, stored_name: str) -> None:
    """Take a file out again; one that is not there is no error."""
    if stored_name in {one["stored_name"] for one in writing.files}:
        note_file(writing, None, without=stored_name)
        transaction.on_commit(partial(store.remove, stored_name, DRAFTS))


@sensitive_variables()
def carry_over(writing: Writing, draft: Draft, referral: Referral) -> None:
    """Seal the files of a draft anew under the key of the referral that it became.

    Raises:
        NotNow: the disk is full or fails; nothing is sent and nothing is lost.
    """
    if not writing.files:
        return
    made: list[str] = []
    try:
        with own_words(writing.authority, [draft]):
            for kept in writing.files:
                made.append(_carry(kept, draft, referral))
    except BaseException as error:
        for name in made:
            store.remove(name, FOLDER)
        if isinstance(error, OSError):
            raise NotNow(NOT_CARRIED) from None
        raise


def _carry(kept: dict[str, Any], draft: Draft, referral: Referral) -> str:
    old = files.seal_to_read(draft.data_key)
    new = files.seal_to_add(referral.data_key)
    pieces = store.read(kept["stored_name"], DRAFTS, seal=old)
    stored = store.keep(pieces, limit=settings.DOCUMENT_MOST, folder=FOLDER, seal=new)
    row = ReferralFile.objects.create(
        authority_id=referral.authority_id,
        data_key_id=referral.data_key_id,
        referral=referral,
        name=kept["name"],
        stored_name=stored.name,
        sha256=stored.sha256,
        size=stored.size,
        content_type=kept["content_type"],
    )
    outbox.enqueue(
        SCAN,
        key=f"referral-file-{row.pk}",
        payload={"authority": referral.authority_id, "file": str(row.pk)},
        authority=referral.authority_id,
    )
    transaction.on_commit(partial(store.remove, kept["stored_name"], DRAFTS))
    return stored.name


def _kept(file: Any, draft: Draft) -> tuple[Any, store.Stored]:
    try:
        kind = kind_of_upload(file)
        file.seek(0)
        chunks: Iterator[bytes] = iter(lambda: file.read(store.CHUNK), b"")
        seal = files.seal_to_add(draft.data_key)
        limit = settings.DOCUMENT_MOST
        return kind, store.keep(chunks, limit=limit, folder=DRAFTS, seal=seal)
    except Unreadable as refusal:
        raise NotNow(str(refusal)) from None
    except (store.TooLarge, OSError):
        raise NotNow(NOT_WRITTEN) from None
