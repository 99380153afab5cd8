"""Mails and other jobs do not wait for each other; what is in hand is answered for."""

import threading

import pytest
from django.db import OperationalError

from dueregard.audit import services as audit
from dueregard.outbox import leases, posting, registry
from dueregard.outbox import services as outbox
from dueregard.outbox import worker as worker_module
from dueregard.outbox.models import Job
from dueregard.outbox.worker import Worker

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("no_recurring_jobs"),
]
Status = Job.Status
PATIENCE = 20  # seconds, after which a lane that waits for the other has failed


@pytest.fixture
def server(mails_go_to_the_sink, settings):
    settings.EMAIL_TIMEOUT = 30
    return mails_go_to_the_sink


@pytest.fixture
def long_job(monkeypatch):
    """Have a job do this when it runs."""

    def declare(does):
        handler = registry.Handler("sample.long", does, None, calls_out=True)
        monkeypatch.setitem(registry._handlers, "sample.long", handler)
        with audit.atomic():
            outbox.enqueue("sample.long", key="a", payload={})

    return declare


def test_a_mail_does_not_wait_for_a_long_job(server, ask, long_job):
    worker, arrived, waited = Worker(), threading.Event(), []

    def last_until_the_mail_is_there(payload):
        waited.append(arrived.wait(PATIENCE))
        worker._stop.set()

    server.before_yes = lambda number: arrived.set()
    long_job(last_until_the_mail_is_there)
    ask("a")
    worker.run()
    assert waited == [True]
    assert set(Job.objects.values_list("status", flat=True)) == {Status.DONE}


def test_a_job_does_not_wait_for_mails(server, ask, long_job):
    worker, done, waited = Worker(), threading.Event(), []

    def take_until_the_job_is_done(number):
        waited.append(done.wait(PATIENCE))
        worker._stop.set()

    server.before_yes = take_until_the_job_is_done
    ask("a")
    long_job(lambda payload: done.set())
    worker.run()
    assert waited == [True]
    assert set(Job.objects.values_list("status", flat=True)) == {Status.DONE}


def test_an_error_that_no_lane_expects_ends_the_worker(server, ask, monkeypatch):
    def break_down(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr(posting, "Batch", break_down)
    ask("a")
    with pytest.raises(ZeroDivisionError):
        Worker().run()


def test_a_database_that_is_away_for_a_moment_has_no_mail_sent_twice(
    server, ask, monkeypatch
):
    troubles = [OperationalError("away"), None]
    real = leases.answer

    def answer(*given, **options):
        trouble = troubles.pop(0)
        if trouble:
            raise trouble
        return real(*given, **options)

    monkeypatch.setattr(leases, "answer", answer)
    monkeypatch.setattr(worker_module, "PAUSE", 0)
    ask("a", "b")
    Worker().send_mails()
    assert len(server.received) == 2
    assert set(Job.objects.values_list("status", flat=True)) == {Status.DONE}


def test_a_worker_that_must_leave_notes_what_went_out_and_gives_back_the_rest(
    server, ask, monkeypatch
):
    ended = []
    monkeypatch.setattr(worker_module.os, "_exit", ended.append)
    jobs = ask("out", "in hand", "left")
    worker = Worker()
    worker._batch = batch = posting.Batch(leases.take(posting.MAILS, most=50))
    batch._sent.append(batch._to_send.popleft())
    batch._in_hand = batch._to_send.popleft()
    [worker._lease] = _leased_job()
    worker._leave()
    assert ended == [1]
    for job in jobs:
        job.refresh_from_db()
    assert [job.status for job in jobs] == [Status.DONE, Status.WAITING, Status.WAITING]
    assert [job.attempts for job in jobs] == [1, 0, 0]
    assert Job.objects.get(kind="sample.call").attempts == 0


def _leased_job():
    with audit.atomic():
        outbox.enqueue("sample.call", key="a", payload={})
    return leases.take(~posting.MAILS)
