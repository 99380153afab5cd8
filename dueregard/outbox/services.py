"""Asking for something to be done later, in the transaction that decides it."""

import json
from datetime import datetime, timedelta
from typing import Any

from dueregard import clock, keys
from dueregard.audit import services as audit

from . import mail, registry
from .events import OutboxEvent
from .models import Job

SEAL = "outbox"
KEPT_FOR = timedelta(days=30)


def enqueue(
    kind: str,
    *,
    key: str,
    payload: dict[str, Any],
    run_at: datetime | None = None,
    authority: Any = None,
) -> None:
    """Have a worker do `kind` once this transaction is committed, at `run_at` or soon.

    Asking again with the same `key` changes nothing, also after it was done. The
    payload is JSON. `authority` (a row or its id) says whose administrators see the
    job if it is given up.

    Raises:
        RuntimeError: no audited transaction is open.
    """
    if not audit.is_open():
        raise RuntimeError("Enqueue jobs inside audit.atomic.")
    _add(kind, key, payload, run_at or clock.now(), getattr(authority, "pk", authority))


def send_mail(
    *,
    to: str,
    template: str,
    context: dict[str, Any],
    key: str,
    authority: Any = None,
    language: str = "en-gb",
) -> None:
    """Send a plain-text mail once this transaction is committed.

    `template` names a text template ("accounts/mail/invitation"; ".txt" is added),
    which is rendered now, in `language`. The subject is fixed. The mail is sent at
    least once; a repeat has the same Message-ID, which comes from `key`.

    Raises:
        RuntimeError: no audited transaction is open.
    """
    letter = mail.write(to, template, context, key, language)
    enqueue(mail.KIND, key=key, payload=letter, authority=authority)


@audit.atomic
def retry(job: Job, *, by: Any) -> None:
    """Try a job that was given up again, from its first attempt."""
    again = Job.objects.dead().filter(pk=job.pk)
    changed = again.update(
        status=Job.Status.WAITING, attempts=0, run_at=clock.now(), finished_at=None
    )
    if changed:
        audit.record(OutboxEvent.RETRIED, job, by=by)


def schedule() -> None:
    """Add the jobs that recur, once for the period that we are in."""
    for handler in registry.recurring():
        key = handler.period()
        if not Job.objects.filter(kind=handler.kind, key=key).exists():
            _add(handler.kind, key, {}, clock.now(), None)


def purge() -> int:
    """Forget jobs that were done 30 days ago; how many were forgotten."""
    old = Job.objects.filter(
        status=Job.Status.DONE, finished_at__lt=clock.now() - KEPT_FOR
    )
    return old.delete()[0]


def payload_of(job: Job) -> dict[str, Any]:
    """What the job was given; empty once it is done."""
    if not job.sealed_payload:
        return {}
    return json.loads(keys.unseal(SEAL, job.sealed_payload))


def _add(
    kind: str, key: str, payload: dict, run_at: datetime, authority: int | None
) -> None:
    new = Job(
        kind=kind,
        key=key,
        authority_id=authority,
        sealed_payload=keys.seal(SEAL, json.dumps(payload)),
        run_at=run_at,
    )
    Job.objects.bulk_create([new], ignore_conflicts=True)
