"""The worker: takes up one job after another until it is told to stop."""

import logging
import os
import threading
import time
from contextlib import contextmanager

from django.conf import settings
from django.db import (
    DatabaseError,
    close_old_connections,
    connection,
    connections,
)

from dueregard.audit import heads
from dueregard.audit import services as audit
from dueregard.clock import services as clock_services

from . import leases, registry, services
from .models import LEASE

logger = logging.getLogger(__name__)

PAUSE = 1.0
ROUND = 60.0
TIME_TO_STOP = 30.0
RENEW_EVERY = LEASE.total_seconds() / 3


class Worker:
    """Runs jobs. Any number may run at once, on any number of machines."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._lease: leases.Lease | None = None
        self._next_round = 0.0
        self._heads: dict[int, int] = {}

    def stop(self, *_: object) -> None:
        """Finish the job in hand and end; after 30 s hand it back and end at once."""
        if not self._stop.is_set():
            self._stop.set()
            timer = threading.Timer(TIME_TO_STOP, self._leave)
            timer.daemon = True
            timer.start()

    def run(self, *, once: bool = False, until_idle: bool = False) -> None:
        """Work until stopped; `once` ends after one job, `until_idle` when none is due.

        A database that does not answer is waited for.
        """
        while not self._stop.is_set():
            worked = False
            try:
                self._go_round()
                worked = self.work_one()
            except DatabaseError as error:
                if once or until_idle:
                    raise
                logger.error("The database does not answer: %s", type(error).__name__)
                connection.close()
            if once or (until_idle and not worked):
                break
            if not worked:
                self._stop.wait(PAUSE)
            if not connection.in_atomic_block:
                close_old_connections()

    def work_one(self) -> bool:
        """Do the next job that is due; False when there is none."""
        clock_services.follow()
        lease = leases.take()
        if lease is None:
            return False
        self._lease = lease
        try:
            with _kept_alive(lease):
                _do(lease)
        finally:
            self._lease = None
        return True

    def _go_round(self) -> None:
        """Once a minute: add the jobs that recur, and write the audit's heads down."""
        if time.monotonic() < self._next_round:
            return
        self._next_round = time.monotonic() + ROUND
        clock_services.follow()
        services.schedule()
        if settings.AUDIT_HEADS:
            self._heads = heads.append(settings.AUDIT_HEADS, since=self._heads)

    def _leave(self) -> None:
        lease = self._lease
        if lease is not None:
            logger.error("Job %s did not end in time and is handed back.", lease.job_id)
            try:
                leases.give_back(lease)
            except (DatabaseError, leases.LeaseLost):
                logger.error("Job %s could not be handed back.", lease.job_id)
        os._exit(1)


def _do(lease: leases.Lease) -> None:
    try:
        _perform(lease)
    except leases.LeaseLost:
        logger.warning("Job %s was taken up by another worker.", lease.job_id)
    except Exception as error:  # whatever a job raises, the worker goes on
        _fail(lease, error)


def _perform(lease: leases.Lease) -> None:
    handler = registry.find(lease.kind)
    if handler is None:
        raise LookupError(f"No job of the kind {lease.kind}.")
    if handler.calls_out:
        handler.run(lease.payload)
        leases.finish(lease)
        return
    with audit.atomic():
        handler.run(lease.payload)
        leases.finish(lease)


def _fail(lease: leases.Lease, error: Exception) -> None:
    kind = type(error).__name__
    try:
        given_up = leases.fail(lease, error)
    except leases.LeaseLost:
        logger.warning("Job %s was taken up by another worker.", lease.job_id)
        return
    outcome = "given up" if given_up else "to be tried again"
    logger.error("Job %s (%s) failed, %s: %s", lease.job_id, lease.kind, outcome, kind)


@contextmanager
def _kept_alive(lease: leases.Lease):
    """Renew the lease from a thread of its own while the job runs."""
    ended = threading.Event()
    thread = threading.Thread(target=_renew, args=(lease, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(timeout=RENEW_EVERY)


def _renew(lease: leases.Lease, ended: threading.Event) -> None:
    while not ended.wait(RENEW_EVERY):
        try:
            leases.renew(lease)
        except leases.LeaseLost:
            break
        except DatabaseError as error:
            logger.warning("A lease was not renewed: %s", type(error).__name__)
    connections.close_all()
