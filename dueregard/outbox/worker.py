"""The worker: takes up what is due until it is told to stop.

It has two lanes, each a thread with a database connection of its own, so that neither
waits for the other: mails, many at a time, and every other job, one after another.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
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

from . import faults, leases, posting, registry, services
from .models import LEASE

logger = logging.getLogger(__name__)

PAUSE = 1.0
ROUND = 60.0
TIME_TO_STOP = 30.0
RENEW_EVERY = LEASE.total_seconds() / 3


class Worker:
    """Sends mail and runs jobs. Any number may run at once, on many machines."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._lease: leases.Lease | None = None
        self._batch: posting.Batch | None = None
        self._next_round = 0.0
        self._heads: dict[int, int] = {}
        self._broken: BaseException | None = None

    def stop(self, *_: object) -> None:
        """Finish the mail and the job in hand, give back the rest, and end.

        After 30 s the two are given back as well, and the process ends at once.
        """
        if not self._stop.is_set():
            self._stop.set()
            timer = threading.Timer(TIME_TO_STOP, self._leave)
            timer.daemon = True
            timer.start()

    def run(self) -> None:
        """Work in both lanes until stopped. A database that is away is waited for.

        An error that no lane expects ends both, and is raised.
        """
        mails = threading.Thread(target=self._lane, args=(self.send_mails,))
        mails.start()
        try:
            self._lane(self._do_round_and_job)
        finally:
            self._stop.set()
            mails.join()
        if self._broken is not None:
            raise self._broken

    def run_until_idle(self) -> None:
        """Do all that is due, in this thread, and end."""
        self._go_round()
        while not self._stop.is_set() and self.work_one():
            close_unused()

    def run_once(self) -> None:
        """Do one job or send one batch of mails, if any is due, and end."""
        self._go_round()
        self.work_one()

    def work_one(self) -> bool:
        """Send the next mails that are due, or else do one job; False when none is."""
        return self.send_mails() or self.do_job()

    def send_mails(self) -> bool:
        """Send the next mails that are due, 50 at most; False when there is none."""
        clock_services.follow()
        held = leases.take(posting.MAILS, most=posting.MOST_AT_ONCE)
        if not held:
            return False
        self._batch = batch = posting.Batch(held)
        with _kept_alive(batch.held):
            try:
                batch.send(self._stop)
            finally:
                self._insist(batch.note)
                self._insist(batch.give_back)
        self._batch = None
        return True

    def do_job(self) -> bool:
        """Do the next job that is due and is no mail; False when there is none."""
        clock_services.follow()
        held = leases.take(~posting.MAILS)
        if not held:
            return False
        self._lease = lease = held[0]
        try:
            with _kept_alive(lambda: held):
                _do(lease)
        finally:
            self._lease = None
        return True

    def _do_round_and_job(self) -> bool:
        self._go_round()
        return self.do_job()

    def _lane(self, work: Callable[[], bool]) -> None:
        try:
            while not self._stop.is_set():
                if not _survive(work):
                    self._stop.wait(PAUSE)
                close_unused()
        except BaseException as error:
            self._broken = error
            self._stop.set()
        finally:
            if threading.current_thread() is not threading.main_thread():
                connections.close_all()

    def _insist(self, answer: Callable[[], None]) -> None:
        """Answer for what was sent even if the database is away: else it goes twice."""
        while True:
            try:
                return answer()
            except DatabaseError as error:
                if connection.in_atomic_block:
                    raise
                logger.error("The database does not answer: %s", type(error).__name__)
                connection.close()
                time.sleep(PAUSE)

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
        lease, batch = self._lease, self._batch
        try:
            if batch is not None:
                logger.error("Mail in hand did not go in time and is handed back.")
                batch.note()
                batch.give_back()
            if lease is not None:
                logger.error("Job %s did not end in time, is handed back", lease.job_id)
                leases.give_back([lease])
        except DatabaseError:
            logger.error("What was in hand could not be handed back.")
        os._exit(1)


def close_unused() -> None:
    """Let go of a connection that is old or broken, unless a test holds it open."""
    if not connection.in_atomic_block:
        close_old_connections()


def _survive(work: Callable[[], bool]) -> bool:
    try:
        return work()
    except DatabaseError as error:
        logger.error("The database does not answer: %s", type(error).__name__)
        connection.close()
        return False


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
    try:
        given_up = leases.fail(lease, error)
    except leases.LeaseLost:
        logger.warning("Job %s was taken up by another worker.", lease.job_id)
        return
    outcome = "given up" if given_up else "to be tried again"
    kind = faults.code_of(error)
    logger.error("Job %s (%s) failed, %s: %s", lease.job_id, lease.kind, outcome, kind)


@contextmanager
def _kept_alive(held: Callable[[], Sequence[leases.Lease]]) -> Iterator[None]:
    """Renew leases from a thread of its own while their jobs run."""
    ended = threading.Event()
    thread = threading.Thread(target=_renew, args=(held, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(timeout=RENEW_EVERY)


def _renew(held: Callable[[], Sequence[leases.Lease]], ended: threading.Event) -> None:
    while not ended.wait(RENEW_EVERY):
        try:
            leases.renew(held())
        except leases.LeaseLost:
            break
        except DatabaseError as error:
            logger.warning("A lease was not renewed: %s", type(error).__name__)
    connections.close_all()
