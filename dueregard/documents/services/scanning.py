"""The virus check: a file is put aside, scanned, and found clean or refused.

The scanner is asked outside any transaction; what it says goes in as one. While it is
away, or not set up, files wait: nothing is lost and no words are held up (C-FILE3).
"""

import hashlib
import logging
from functools import partial

from django.db import transaction

from dueregard import clock, store
from dueregard.access.refusals import NotNow
from dueregard.audit import services as audit
from dueregard.outbox import services as outbox

from .. import registry, scanner, viewing
from ..checks import KINDS
from ..events import FileEvent
from ..models import FileVersion
from ..workflow import WORKFLOW

logger = logging.getLogger(__name__)
JOB = "documents.scan"
MOST_AT_ONCE = 200
MOST_FAILURES = 2
MISSING = "It is not in the place for files any more. Give it again."
CHANGED = "It changed after it was given, so it was removed. Give it again."
NOT_A_PICTURE = "It cannot be opened as a picture, so it was removed. Save it again."


def quarantine(version: FileVersion) -> None:
    """Put a file that has just come aside, and ask for its scan after the commit."""
    WORKFLOW.make(version, "quarantine", by=None)
    outbox.enqueue(
        JOB,
        key=f"version-{version.pk}",
        payload={"version": version.pk},
        authority=version.authority_id,
    )


def scan(pk: int) -> None:
    """Have the scanner look at the file `pk`. Nothing to do when it was answered for.

    Raises:
        scanner.Unavailable: there was no answer; the file waits.
    """
    version = FileVersion.objects.select_related("document").filter(pk=pk).first()
    if version is None or not version.is_waiting or not scanner.is_configured():
        return
    try:
        verdict = _verdict(version)
        copy = viewing_copy(version) if verdict.is_clean else None
    except viewing.NotAPicture:
        verdict, copy = scanner.Verdict(False, NOT_A_PICTURE), None
    except (scanner.Unavailable, OSError) as error:
        FileVersion.objects.filter(pk=pk).update(tried_at=clock.now())
        raise scanner.Unavailable(type(error).__name__) from None
    try:
        settle(version, verdict, copy)
    except BaseException:
        if copy:
            store.remove(copy.name, store.DOCUMENTS)
        raise


def scan_waiting() -> int:
    """Scan what waits, the least lately tried first; how many were answered for.

    Stops when the engine fails twice: the next sweep begins with others.
    """
    if not scanner.is_configured():
        return 0
    waiting = FileVersion.objects.waiting().values_list("pk", flat=True)
    done = failures = 0
    for pk in list(waiting[:MOST_AT_ONCE]):
        try:
            scan(pk)
            done += 1
        except NotNow:  # another worker was quicker
            continue
        except scanner.Unavailable:
            failures += 1
            if failures == MOST_FAILURES:
                break
    return done


def _verdict(version: FileVersion) -> scanner.Verdict:
    path = store.path(version.stored_name, store.DOCUMENTS)
    if not path.is_file():
        return scanner.Verdict(False, MISSING)
    with path.open("rb") as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() != version.sha256:
            return scanner.Verdict(False, CHANGED)
        stream.seek(0)
        return scanner.ask(stream)


def viewing_copy(version: FileVersion) -> store.Stored | None:
    kind = KINDS[version.content_type]
    if not kind.is_picture:
        return None
    path = store.path(version.stored_name, store.DOCUMENTS)
    return viewing.make(path, kind.code.upper())


@audit.atomic
def settle(
    version: FileVersion, verdict: scanner.Verdict, copy: store.Stored | None
) -> None:
    """Move the file on.

    Raises:
        NotNow: another worker did.
    """
    WORKFLOW.make(version, "scan", by=None)
    if not verdict.is_clean:
        FileVersion.objects.filter(pk=version.pk).update(
            refused_because=verdict.reason, tried_at=None
        )
        WORKFLOW.make(version, "refuse", by=None, note=verdict.reason)
        if not version.document.versions.not_refused().exists():
            registry.tell_refused(version.document)
        transaction.on_commit(
            partial(store.remove, version.stored_name, store.DOCUMENTS)
        )
        return
    WORKFLOW.make(version, "clear", by=None)
    FileVersion.objects.filter(pk=version.pk).update(tried_at=None)
    if copy:
        FileVersion.objects.filter(pk=version.pk).update(viewing_name=copy.name)
        audit.record(FileEvent.VIEWING_COPY_MADE, version, by=None, sha256=copy.sha256)
