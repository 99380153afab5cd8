"""A checked file goes in, once."""

from dueregard import clock
from dueregard.access.refusals import NotNow, Refusal
from dueregard.audit import services as audit
from dueregard.exchange.events import UploadEvent
from dueregard.exchange.models import APPLIED, Upload
from dueregard.exchange.rules import may_import
from dueregard.exchange.workflow import WORKFLOW
from dueregard.outbox import services as outbox

from .changes import after_commit, changed, locked, locked_as_seen
from .reading import SAFETY_NET


@audit.atomic
def confirm(upload: Upload, *, by, version: int) -> None:
    """Put in what was checked: after the commit when short, else by the worker.

    Raises:
        NotNow: it has changed since it was checked, or was confirmed already.
    """
    may_import(by, upload)
    held = locked_as_seen(upload, version)
    rows = held.kind.count_to_apply(held)
    if not rows and held.status == Upload.Status.READY:
        raise NotNow("Nothing in this file would change what is held.")
    WORKFLOW.make(held, "confirm", by=by)
    changed(held, confirmed_by=by, problem="")
    _ask_to_apply(held, rows)


def apply_now(pk: int) -> None:
    """Put a confirmed upload in; does nothing when that was done already.

    What the importer refuses is put back to be checked, with its sentence.
    """
    try:
        _apply(pk)
    except Refusal as refusal:
        _put_back(pk, refusal.sentence)


@audit.atomic
def put_back(upload: Upload, *, by) -> None:
    """Stop waiting for a confirmed import to go in, and check it again."""
    held = locked(upload.pk)
    WORKFLOW.make(held, "put_back", by=by)
    changed(held)


def _ask_to_apply(upload: Upload, rows: int) -> None:
    """As with reading, the job of a short import is only its safety net."""
    short = rows <= upload.kind.inline_rows
    if short:
        after_commit(apply_now, upload.pk)
    outbox.enqueue(
        "exchange.apply",
        key=f"exchange.apply:{upload.pk}:{upload.version}",
        payload={"upload": upload.pk},
        run_at=clock.now() + SAFETY_NET if short else None,
    )


@audit.atomic
def _apply(pk: int) -> None:
    upload = locked(pk)
    if upload.status != Upload.Status.APPLYING:
        return
    importer, by = upload.kind, upload.confirmed_by
    WORKFLOW.check(upload, "apply", by=by)
    now = importer.basis(authority=upload.authority, options=upload.options)
    if now != upload.basis:
        raise NotNow(
            "What the file was compared with has changed since. Check it again "
            "before you put it in."
        )
    rows = importer.count_to_apply(upload)
    result = importer.apply(upload, by=by)
    WORKFLOW.make(upload, "apply", by=by)
    counts = upload.counts | {APPLIED: rows}
    changed(upload, result=result, counts=counts, applied_at=clock.now())
    audit.record(
        UploadEvent.COUNTED,
        upload,
        by=by,
        importer=upload.importer,
        sha256=upload.sha256,
        rows=rows,
    )


@audit.atomic
def _put_back(pk: int, sentence: str) -> None:
    upload = locked(pk)
    if upload.status != Upload.Status.APPLYING:
        return
    WORKFLOW.make(upload, "put_back", by=upload.confirmed_by)
    changed(upload, problem=sentence)
