"""Files and rows that are not needed any more go: by a person, or after 30 days."""

from datetime import timedelta

from dueregard import store
from dueregard.access.refusals import NotNow
from dueregard.audit import services as audit
from dueregard.exchange.events import UploadEvent
from dueregard.exchange.models import Upload
from dueregard.exchange.rules import may_discard
from dueregard.exchange.workflow import DISCARDS, WORKFLOW

from .changes import changed, drop_rows, locked

ORPHANS_AFTER = timedelta(hours=1)


def discard(upload: Upload, *, by) -> None:
    """Throw the file and its rows away; nothing of it was put in.

    Raises:
        NotNow: it is in, going in, or gone already.
    """
    stored_name = _discarded(upload, by=by)
    drop_rows(upload)
    store.remove(stored_name)


def clean() -> int:
    """Remove what is past keeping, and bytes that no upload names; how many went.

    An upload that nobody confirmed for 30 days is thrown away. One that is in stays
    in; only its file and rows go, and with them the undo.
    """
    past = list(Upload.objects.past_keeping())
    for upload in past:
        if upload.status in DISCARDS:
            discard(upload, by=upload.person)
        else:
            _forget(upload)
    named = set(
        Upload.objects.exclude(stored_name="").values_list("stored_name", flat=True)
    )
    return len(past) + store.sweep(named, older_than=ORPHANS_AFTER)


def _forget(upload: Upload) -> None:
    stored_name = upload.stored_name
    drop_rows(upload)
    with audit.atomic():
        Upload.objects.filter(pk=upload.pk).update(stored_name="")
        audit.record(UploadEvent.FORGOTTEN, upload, by=None)
    store.remove(stored_name)


@audit.atomic
def _discarded(upload: Upload, *, by) -> str:
    """Note it; answers the name of the bytes to take off the disk."""
    may_discard(by, upload)
    held = locked(upload.pk)
    if held.status not in DISCARDS:
        state = held.get_status_display().lower()
        raise NotNow(f"This file is {state}, so it cannot be thrown away.")
    WORKFLOW.make(held, DISCARDS[held.status], by=by)
    stored_name = held.stored_name
    changed(held, stored_name="")
    return stored_name
