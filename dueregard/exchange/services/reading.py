"""A file is read, compared, and staged row by row; nothing is put in here."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import chain

from django.db import transaction
from django.db.models import Count

from dueregard import clock, store
from dueregard.access.refusals import NotNow
from dueregard.audit import services as audit
from dueregard.exchange import mappings
from dueregard.exchange.document import Remark, Unreadable
from dueregard.exchange.events import UploadEvent
from dueregard.exchange.importers import (
    UNPLACED,
    Change,
    Column,
    Importer,
    NeedsMapping,
    OwnRows,
    Proposal,
    ProposedRow,
)
from dueregard.exchange.models import StagedRow, Upload
from dueregard.exchange.rules import may_import
from dueregard.exchange.workflow import WORKFLOW
from dueregard.outbox import services as outbox

from .changes import after_commit, changed, drop_rows, locked

ROWS_AT_ONCE = 500
MOST_LABELS = 200
SAFETY_NET = timedelta(minutes=2)
JOB = "exchange.read"


class Superseded(Exception):
    """Another process reads this upload now, or it was thrown away: stop quietly."""


@dataclass
class _Staging:
    """How far the staging has come, and the column names met on the way.

    `own` counts the rows that the importer staged itself.
    """

    count: int = 0
    own: int = 0
    labels: dict[str, None] = field(default_factory=dict)


def ask_to_read(upload: Upload) -> None:
    """Have the upload read: a small one at once, after the commit; else by the worker.

    Of a small file the job is the safety net: it finds nothing to do when this
    process has read it, and reads it when the process was killed half-way.
    """
    small = upload.size <= upload.kind.inline_bytes
    if small:
        after_commit(read_now, upload.pk)
    outbox.enqueue(
        JOB,
        key=_key(upload),
        payload={"upload": upload.pk},
        run_at=clock.now() + SAFETY_NET if small else None,
    )


def read_now(pk: int) -> None:
    """Read, compare and stage; does nothing when that was done already.

    Safe to call again after a process was killed: it starts over, and only the
    latest start may stage rows.
    """
    upload = _begin(pk)
    if upload is None:
        return
    try:
        _read(upload)
    except Superseded:
        return


@audit.atomic
def check_again(upload: Upload, *, by) -> None:
    """Compare the file once more with what is held now."""
    held = locked(upload.pk)
    WORKFLOW.make(held, "check_again", by=by)
    changed(held, problem="")
    ask_to_read(held)


def has_failed(upload: Upload) -> bool:
    """Whether reading was given up, so that somebody must say what happens next."""
    unread = upload.status in (Upload.Status.RECEIVED, Upload.Status.READING)
    return unread and outbox.is_given_up(JOB, _key(upload))


@audit.atomic
def read_again(upload: Upload, *, by) -> None:
    """Try once more to read a file whose reading was given up.

    Raises:
        NotAllowed: `by` may not import here.
        NotNow: it is being read, or was read.
    """
    may_import(by, upload)
    held = locked(upload.pk)
    if not has_failed(held):
        raise NotNow(f"Reading {held} has not failed. Go back to its page.")
    changed(held)
    audit.record(UploadEvent.READ_AGAIN, held, by=by)
    ask_to_read(held)


def _key(upload: Upload) -> str:
    return f"exchange.read:{upload.pk}:{upload.version}"


@audit.atomic
def _begin(pk: int) -> Upload | None:
    upload = locked(pk)
    if upload.status == Upload.Status.RECEIVED:
        WORKFLOW.make(upload, "read", by=upload.person)
    elif upload.status != Upload.Status.READING:
        return None
    upload.attempt += 1
    upload.rows_checked, upload.rows_total = 0, None
    upload.save(update_fields=["attempt", "rows_checked", "rows_total"])
    return upload


def _read(upload: Upload) -> None:
    importer = upload.kind
    drop_rows(upload)
    staging = _Staging()
    try:
        document = importer.read(upload.file_name, store.path(upload.stored_name))
        basis = importer.basis(authority=upload.authority, options=upload.options)
        proposal = _understand(upload, importer, document)
        _stage(upload, proposal, staging)
    except NeedsMapping as needed:
        _ask(upload, needed.columns)
    except Unreadable as reason:
        stored_name = _refuse(upload, str(reason))
        drop_rows(upload)
        store.remove(stored_name)
    else:
        _finish(upload, proposal, basis, staging)


def _understand(upload: Upload, importer: Importer, document) -> Proposal:
    given = {"authority": upload.authority, "options": upload.options}
    try:
        proposal = importer.understand(document, mapping=upload.mapping, **given)
        if upload.mapping is None:
            upload.columns = mappings.as_json(proposal.columns)
        return proposal
    except NeedsMapping as needed:
        remembered = mappings.remembered(upload, needed.columns)
        if upload.mapping is not None or remembered is None:
            raise
        upload.mapping, upload.columns = remembered, mappings.as_json(needed.columns)
        return importer.understand(document, mapping=remembered, **given)


def _stage(upload: Upload, proposal: Proposal, staging: _Staging) -> None:
    batch: list[ProposedRow] = []
    for row in chain(proposal.rows, _notes(proposal)):
        if isinstance(row, OwnRows):
            _stage_own(upload, row, staging, proposal.total)
            continue
        batch.append(row)
        if len(batch) == ROWS_AT_ONCE:
            _stage_batch(upload, batch, staging, proposal.total)
            batch = []
    if batch:
        _stage_batch(upload, batch, staging, proposal.total)


def _notes(proposal: Proposal) -> Iterator[ProposedRow]:
    """The remarks as rows, read after the last row has gone by."""
    for remark in proposal.remarks:
        yield _note(remark)


def _note(remark: Remark) -> ProposedRow:
    return ProposedRow(
        change=Change.NOTE if remark.code == UNPLACED else Change.REMARK,
        kind=remark.code,
        line=remark.line,
        text=remark.excerpt,
        problems=(remark.message,),
    )


@transaction.atomic
def _stage_own(
    upload: Upload, rows: OwnRows, staging: _Staging, total: int | None
) -> None:
    staging.own += rows.count
    checked = staging.count + staging.own
    _hold_on(upload, rows_checked=checked, rows_total=total, rows_held=True)
    rows.write(upload)


@transaction.atomic
def _stage_batch(
    upload: Upload, batch: list[ProposedRow], staging: _Staging, total: int | None
) -> None:
    first = staging.count
    staging.count += len(batch)
    checked = staging.count + staging.own
    _hold_on(upload, rows_checked=checked, rows_total=total, rows_held=True)
    StagedRow.objects.bulk_create(
        StagedRow(
            upload=upload,
            ordinal=first + place,
            line=row.line,
            change=row.change,
            kind=row.kind,
            text=row.text,
            cells=row.cells,
            differences=row.differences,
            problems=row.problems,
            payload=row.payload,
        )
        for place, row in enumerate(batch)
    )
    _note_labels(staging, batch)


def _note_labels(staging: _Staging, batch: Iterable[ProposedRow]) -> None:
    for row in batch:
        if len(staging.labels) < MOST_LABELS:
            staging.labels.update(dict.fromkeys(row.cells))


def _hold_on(upload: Upload, **fields) -> None:
    """Save `fields` and take the row's lock, if this process is still the one."""
    held = Upload.objects.filter(
        pk=upload.pk, attempt=upload.attempt, status=Upload.Status.READING
    )
    if not held.update(**fields):
        raise Superseded


@audit.atomic
def _ask(upload: Upload, columns: list[Column]) -> None:
    _hold_on(upload, mapping=None)
    upload.mapping = None
    WORKFLOW.make(upload, "ask", by=upload.person)
    changed(upload, columns=mappings.as_json(columns))


@audit.atomic
def _refuse(upload: Upload, sentence: str) -> str:
    """Refuse the file; answers the name of the bytes to take off the disk."""
    stored_name = upload.stored_name
    _hold_on(upload, stored_name="")
    upload.stored_name = ""
    WORKFLOW.make(upload, "refuse", by=upload.person)
    changed(upload, problem=sentence)
    return stored_name


@audit.atomic
def _finish(upload: Upload, proposal: Proposal, basis: str, staging: _Staging) -> None:
    _hold_on(upload, mapping=upload.mapping, columns=upload.columns)
    counted = upload.rows.values_list("change").annotate(n=Count("pk")).order_by()
    counts = Counter(dict(counted)) + Counter(proposal.counts)
    WORKFLOW.make(upload, "stage", by=upload.person)
    changed(
        upload,
        rows_checked=staging.count + staging.own,
        rows_total=staging.count + staging.own,
        basis=basis,
        summary=proposal.summary,
        facts=proposal.facts,
        labels=list(staging.labels)[:MOST_LABELS],
        counts=dict(counts),
        problem="",
    )
