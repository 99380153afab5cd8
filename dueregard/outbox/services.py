"""Asking for something to be done later, in the transaction that decides it."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from dueregard import clock, keys
from dueregard.audit import services as audit

from . import mail, registry
from .events import OutboxEvent
from .models import Job
from .rules import may_see_to_jobs

SEAL = "outbox"
KEPT_FOR = timedelta(days=30)
AHEAD = timedelta(hours=1)


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
    urgent: bool = False,
) -> None:
    """Send a plain-text mail once this transaction is committed.

    `template` names a text template ("accounts/mail/invitation"; ".txt" is added),
    which is rendered now, in `language`. The subject is fixed. The mail is sent at
    least once; a repeat has the same Message-ID, which comes from `key`. `urgent` is
    for what somebody waits for at this moment, such as a code to sign in: it goes
    before a round's thousand mails.

    Raises:
        RuntimeError: no audited transaction is open.
    """
    letter = mail.write(to, template, context, key, language)
    run_at = clock.now() - AHEAD if urgent else None
    enqueue(mail.KIND, key=key, payload=letter, run_at=run_at, authority=authority)


def send_mails(
    mails: Iterable[tuple[str, dict[str, Any], str]],
    *,
    template: str,
    authority: Any = None,
    language: str = "en-gb",
) -> None:
    """Send many mails of one template in a fixed number of statements.

    Each is (address, context, key); see `send_mail`.

    Raises:
        RuntimeError: no audited transaction is open.
    """
    if not audit.is_open():
        raise RuntimeError("Enqueue jobs inside audit.atomic.")
    now, authority_id = clock.now(), getattr(authority, "pk", authority)
    jobs = [
        _job(
            mail.KIND, key, mail.write(to, template, context, key, language), now,
            authority_id,
        )
        for to, context, key in mails
    ]  # fmt: skip
    Job.objects.bulk_create(jobs, batch_size=500, ignore_conflicts=True)


@audit.atomic
def retry(job: Job, *, by: Any) -> None:
    """Try a job that was given up again, from its first attempt."""
    if _revive(Job.objects.filter(pk=job.pk)):
        audit.record(OutboxEvent.RETRIED, job, by=by)


@audit.atomic
def retry_all(*, by: Any) -> int:
    """Try all that was given up and that `by` sees to again; how many there were.

    Raises:
        NotAllowed: `by` is no administrator.
    """
    may_see_to_jobs(by)
    seen = Job.objects.visible_to(by).dead()
    authorities = seen.order_by().values_list("authority_id", flat=True).distinct()
    total = 0
    for authority in list(authorities):
        jobs = _revive(Job.objects.visible_to(by).filter(authority_id=authority))
        total += jobs
        audit.record(
            OutboxEvent.ALL_RETRIED, None, by=by, authority=authority, jobs=jobs
        )
    return total


def schedule() -> None:
    """Add the jobs that recur, once for the period that we are in."""
    for handler in registry.recurring():
        key = handler.period()
        if not Job.objects.filter(kind=handler.kind, key=key).exists():
            _add(handler.kind, key, {}, clock.now(), None)


def purge() -> int:
    """Forget jobs that were done or given up 30 days ago; how many were forgotten."""
    old = Job.objects.filter(
        status__in=[Job.Status.DONE, Job.Status.DEAD],
        finished_at__lt=clock.now() - KEPT_FOR,
    )
    return old.delete()[0]


def is_given_up(kind: str, key: str) -> bool:
    """Whether this job failed so often that nobody tries it again by itself."""
    return Job.objects.dead().filter(kind=kind, key=key).exists()


def payload_of(job: Job) -> dict[str, Any]:
    """What the job was given; empty once it is done."""
    return unsealed(job.sealed_payload)


def unsealed(payload: str) -> dict[str, Any]:
    """What `payload` holds. Raises InvalidToken when the key file is another."""
    return json.loads(keys.unseal(SEAL, payload)) if payload else {}


def _revive(jobs: Any) -> int:
    return jobs.dead().update(
        status=Job.Status.WAITING, attempts=0, run_at=clock.now(), finished_at=None
    )


def _add(
    kind: str, key: str, payload: dict, run_at: datetime, authority: int | None
) -> None:
    new = _job(kind, key, payload, run_at, authority)
    Job.objects.bulk_create([new], ignore_conflicts=True)


def _job(
    kind: str, key: str, payload: dict, run_at: datetime, authority: int | None
) -> Job:
    return Job(
        kind=kind,
        key=key,
        authority_id=authority,
        sealed_payload=keys.seal(SEAL, json.dumps(payload)),
        run_at=run_at,
    )
