"""What every change of an upload has in common: the lock, the version, the rows."""

import logging
from collections.abc import Callable

from django.db import transaction

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.exchange.models import StagedRow, Upload

logger = logging.getLogger(__name__)

ROWS_AT_ONCE = 2_000


def locked(pk: int) -> Upload:
    """The upload as it is now, locked until the transaction ends."""
    return Upload.objects.select_for_update().get(pk=pk)


def locked_as_seen(upload: Upload, version: int) -> Upload:
    """The upload, locked.

    Raises:
        NotNow: it has changed since the page that shows `version`.
    """
    held = locked(upload.pk)
    if held.version != version:
        raise NotNow(
            "Somebody else, or you in another window, has changed this import since "
            "you opened the page. Go back to it, check it and try again."
        )
    return held


def changed(upload: Upload, **fields) -> None:
    """Save `fields`, count the version up and begin the 30 days anew."""
    for name, value in fields.items():
        setattr(upload, name, value)
    upload.version += 1
    upload.changed_at = clock.now()
    upload.save(update_fields=[*fields, "version", "changed_at"])


def after_commit(act: Callable[[int], None], pk: int) -> None:
    """Do `act` as soon as what asks for it is committed, in this process.

    A failure is logged without what the file said, and left to the worker's job.
    """

    def attempt() -> None:
        try:
            act(pk)
        except Exception as error:
            kind = type(error).__name__
            logger.error("%s of upload %s failed: %s", act.__name__, pk, kind)

    transaction.on_commit(attempt)


def drop_rows(upload: Upload) -> None:
    """Delete the staged rows in short transactions, so that nobody waits long."""
    upload.kind.drop_rows(upload)
    while True:
        rows = StagedRow.objects.filter(upload=upload).order_by("ordinal")
        batch = list(rows.values_list("pk", flat=True)[:ROWS_AT_ONCE])
        if not batch:
            break
        StagedRow.objects.filter(pk__in=batch).delete()
    Upload.objects.filter(pk=upload.pk).update(rows_held=False)
