"""An import comes out again, while nothing depends on it.

A short one in the request; a long one by the worker, so that nobody waits on a page
that may time out. Either way all of it in one transaction, or none of it.
"""

from typing import Any

from django.contrib.auth import get_user_model

from dueregard import clock, store
from dueregard.access.refusals import NotNow, Refusal
from dueregard.audit import services as audit
from dueregard.exchange.models import APPLIED, Upload
from dueregard.exchange.workflow import WORKFLOW
from dueregard.outbox import services as outbox

from .changes import changed, drop_rows, locked


def may_undo(upload: Upload, *, by) -> None:
    """Whether `by` could undo this import now; the page asks before it offers.

    Raises:
        NotAllowed: `by` may not import here.
        NotNow: it is not in, or something depends on it, or it is too old.
    """
    _may_come_out(upload, "undo", by)


def undo(upload: Upload, *, by, **answers: Any) -> None:
    """Take out what went in: at once when short, else by the worker.

    `answers` are what the importer asked (`undo_form`), as JSON can hold them; `upload`
    tells afterwards whether it waits.

    Raises:
        NotAllowed, NotNow: as `may_undo`.
    """
    if upload.counts.get(APPLIED, 0) > upload.kind.inline_rows:
        _ask_to_undo(upload, by=by, answers=answers)
    else:
        _finish(upload, _undone(upload.pk, "undo", by, answers))
    upload.refresh_from_db()


def undo_now(pk: int, by: int, answers: dict[str, Any]) -> None:
    """What `undo` left to the worker; nothing when that was done or stopped already.

    What the importer refuses stays in, with its sentence.
    """
    upload = Upload.objects.get(pk=pk)
    person = get_user_model().objects.get(pk=by)
    try:
        stored_name = _undone(pk, "take_out", person, answers)
    except Refusal as refusal:
        _stop_undoing(upload, by=person, problem=refusal.sentence)
        return
    _finish(upload, stored_name)


@audit.atomic
def stop_undoing(upload: Upload, *, by) -> None:
    """Stop waiting for an import to come out: all of it stays in.

    Raises:
        NotAllowed: `by` may not import here.
        NotNow: it came out already, or nobody asked for that.
    """
    held = locked(upload.pk)
    WORKFLOW.make(held, "stop_undoing", by=by)
    changed(held)


@audit.atomic
def _ask_to_undo(upload: Upload, *, by, answers: dict[str, Any]) -> None:
    held = locked(upload.pk)
    may_undo(held, by=by)
    WORKFLOW.make(held, "ask_to_undo", by=by)
    changed(held, problem="")
    outbox.enqueue(
        "exchange.undo",
        key=f"exchange.undo:{held.pk}:{held.version}",
        payload={"upload": held.pk, "by": by.pk, "answers": answers},
    )


@audit.atomic
def _undone(pk: int, move: str, by, answers: dict[str, Any]) -> str:
    """Undo by `move`; answers the name of the bytes to take off the disk."""
    held = locked(pk)
    _may_come_out(held, move, by)
    held.kind.undo(held, by=by, **answers)
    WORKFLOW.make(held, move, by=by)
    stored_name = held.stored_name
    changed(held, stored_name="", problem="")
    return stored_name


@audit.atomic
def _stop_undoing(upload: Upload, *, by, problem: str) -> None:
    held = locked(upload.pk)
    if held.status == Upload.Status.UNDOING:
        WORKFLOW.make(held, "stop_undoing", by=by)
        changed(held, problem=problem)


def _finish(upload: Upload, stored_name: str) -> None:
    drop_rows(upload)
    store.remove(stored_name)


def _may_come_out(upload: Upload, move: str, by) -> None:
    WORKFLOW.check(upload, move, by=by)
    if clock.now() > upload.kept_until:
        raise NotNow(
            "This import is more than 30 days old, so it can no longer be undone."
        )
    upload.kind.may_undo(upload, by=by)
