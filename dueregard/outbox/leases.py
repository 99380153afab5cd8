"""Taking up jobs and answering for them.

A lease lasts a minute and is renewed while its worker lives. Its number must still be
the job's own when the worker answers; otherwise somebody else has taken the job up.
"""

import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from dueregard import clock

from . import faults, services
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
    sealed_payload: str

    @property
    def payload(self) -> dict[str, Any]:
        """What the job was given. Raises InvalidToken when it cannot be unsealed."""
        return services.unsealed(self.sealed_payload)


def take(which: Q | None = None, *, most: int = 1) -> list[Lease]:
    """The next jobs that are due, leased to us, at most so many; `which` says of what.

    Those that a worker left behind go first: they have waited longest.
    """
    wanted = Job.objects.filter(which or Q())
    if not (wanted.waiting().exists() or wanted.abandoned().exists()):
        return []
    with transaction.atomic():
        jobs = _lock(wanted.abandoned(), most)
        jobs += _lock(wanted.waiting(), most - len(jobs))
        Job.objects.filter(pk__in=[job.pk for job in jobs]).update(
            status=Job.Status.RUNNING,
            attempts=F("attempts") + 1,
            fence=F("fence") + 1,
            leased_until=clock.now() + LEASE,
        )
    return [
        Lease(job.pk, job.kind, job.fence + 1, job.attempts + 1, job.sealed_payload)
        for job in jobs
    ]


def renew(held: Sequence[Lease]) -> None:
    """Hold jobs for another minute. Raises LeaseLost when none is ours any more."""
    if not _change(held, leased_until=clock.now() + LEASE):
        raise LeaseLost


def finish(lease: Lease) -> None:
    """The job is done. Raises LeaseLost when it is no longer ours."""
    if not _finish([lease]):
        raise LeaseLost


def give_back(held: Sequence[Lease]) -> int:
    """Let another worker take them up at once; how many were still ours."""
    return _change(
        held,
        status=Job.Status.WAITING,
        leased_until=None,
        attempts=F("attempts") - 1,
    )


def fail(lease: Lease, error: Exception, *, most: int = MOST_ATTEMPTS) -> bool:
    """Note that it failed: to be tried again later, or given up after so many times.

    Only the kind of error is kept, as its message may quote what somebody typed. An
    error that trying again cannot mend gives it up at once. Answers whether the job is
    given up. Raises LeaseLost.
    """
    given_up = lease.attempts >= most or faults.is_final(error)
    now = clock.now()
    ours = _change(
        [lease],
        status=Job.Status.DEAD if given_up else Job.Status.WAITING,
        run_at=now if given_up else now + wait_before(lease.attempts),
        leased_until=None,
        finished_at=now if given_up else None,
        error=faults.code_of(error),
    )
    if not ours:
        raise LeaseLost
    return given_up


def answer(
    done: Sequence[Lease],
    failed: Sequence[tuple[Lease, Exception]],
    *,
    most: int = MOST_ATTEMPTS,
) -> int:
    """Answer for many jobs in one transaction; how many another worker had taken."""
    with transaction.atomic():
        lost = len(done) - _finish(done)
        for lease, error in failed:
            try:
                fail(lease, error, most=most)
            except LeaseLost:
                lost += 1
    return lost


def wait_before(attempts: int) -> timedelta:
    """How long to wait after so many attempts: doubling to an hour, give or take half.

    The chance in it keeps many failed jobs from coming back in the same second.
    """
    whole = min(FIRST_WAIT * 2 ** (min(attempts, 20) - 1), LONGEST_WAIT)
    return whole * (0.5 + secrets.randbelow(1001) / 1000)


def _lock(jobs: Any, most: int) -> list[Job]:
    free = jobs.order_by("run_at", "pk").select_for_update(skip_locked=True)
    return list(free[:most]) if most else []


def _finish(held: Sequence[Lease]) -> int:
    return _change(
        held,
        status=Job.Status.DONE,
        sealed_payload="",
        leased_until=None,
        finished_at=clock.now(),
        error="",
    )


def _change(held: Sequence[Lease], **values: Any) -> int:
    """Change those that are still ours; their number. Most share one fence."""
    by_fence = defaultdict(list)
    for lease in held:
        by_fence[lease.fence].append(lease.job_id)
    return sum(
        Job.objects.filter(pk__in=ids, fence=fence, status=Job.Status.RUNNING).update(
            **values
        )
        for fence, ids in by_fence.items()
    )
