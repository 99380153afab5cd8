"""Taking up a job and answering for it.

A lease lasts a minute and is renewed while its worker lives. Its number must still be
the job's own when the worker answers; otherwise somebody else has taken the job up.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from dueregard import clock

from . import services
from .models import LEASE, Job

MOST_ATTEMPTS = 8
FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=1)


class LeaseLost(Exception):
    """Another worker has taken this job up; what we did for it does not count."""


@dataclass(frozen=True)
class Lease:
    job_id: int
    kind: str
    fence: int
    attempts: int
    payload: dict[str, Any]


def take() -> Lease | None:
    """The next job that is due, leased to us; None when there is none."""
    if not Job.objects.due().exists():
        return None
    with transaction.atomic():
        job = Job.objects.due().select_for_update(skip_locked=True).first()
        if job is None:
            return None
        job.status = Job.Status.RUNNING
        job.attempts += 1
        job.fence += 1
        job.leased_until = clock.now() + LEASE
        job.save(update_fields=["status", "attempts", "fence", "leased_until"])
    payload = services.payload_of(job)
    return Lease(job.pk, job.kind, job.fence, job.attempts, payload)


def renew(lease: Lease) -> None:
    """Hold the job for another minute. Raises LeaseLost when it is no longer ours."""
    _change(lease, leased_until=clock.now() + LEASE)


def finish(lease: Lease) -> None:
    """The job is done. Raises LeaseLost when it is no longer ours."""
    _change(
        lease,
        status=Job.Status.DONE,
        sealed_payload="",
        leased_until=None,
        finished_at=clock.now(),
        error="",
    )


def give_back(lease: Lease) -> None:
    """Let another worker take the job up at once. Raises LeaseLost."""
    _change(
        lease, status=Job.Status.WAITING, leased_until=None, attempts=lease.attempts - 1
    )


def fail(lease: Lease, error: Exception) -> bool:
    """Note that it failed: to be tried again later, or given up after eight times.

    Only the kind of error is kept, as its message may quote what somebody typed.
    Answers whether the job is given up. Raises LeaseLost.
    """
    given_up = lease.attempts >= MOST_ATTEMPTS
    now = clock.now()
    _change(
        lease,
        status=Job.Status.DEAD if given_up else Job.Status.WAITING,
        run_at=now if given_up else now + wait_before(lease.attempts),
        leased_until=None,
        finished_at=now if given_up else None,
        error=type(error).__name__[:100],
    )
    return given_up


def wait_before(attempts: int) -> timedelta:
    """How long to wait after so many attempts: doubling to an hour, give or take half.

    The chance in it keeps many failed jobs from coming back in the same second.
    """
    whole = min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)
    return whole * (0.5 + secrets.randbelow(1001) / 1000)


def _change(lease: Lease, **values: Any) -> None:
    ours = Job.objects.filter(
        pk=lease.job_id, fence=lease.fence, status=Job.Status.RUNNING
    )
    if not ours.update(**values):
        raise LeaseLost
