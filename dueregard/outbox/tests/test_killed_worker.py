"""A worker process, stopped in the worst moment: the mail is out, but not noted."""

import signal
import time
from collections import Counter
from datetime import timedelta

import pytest

from dueregard.clock import services as clock_services
from dueregard.outbox import mail
from dueregard.outbox.models import Job

pytestmark = pytest.mark.django_db(transaction=True)
KEYS = [f"mail-{number}" for number in range(5)]


def mails():
    return Job.objects.filter(kind=mail.KIND)


def test_a_killed_worker_loses_no_mail_and_its_repeats_are_known_by_their_ids(
    sink, start, ask
):
    ask(*KEYS)
    killed = start()
    sink.before_yes = lambda number: killed.kill() if number == 3 else None
    assert killed.wait(timeout=60) == -signal.SIGKILL
    left = mails().exclude(status=Job.Status.DONE)
    assert left.count() == len(KEYS)  # three are out, and none was noted yet

    clock_services.shift(timedelta(minutes=5))  # past the dead worker's leases
    sink.before_yes = lambda number: None
    assert start("--until-idle").wait(timeout=60) == 0
    assert left.count() == 0
    copies = Counter(sink.received)
    assert set(copies) == {mail.message_id(key) for key in KEYS}
    assert sorted(copies.values()) == [1, 1, 2, 2, 2]


def test_a_worker_told_to_stop_under_load_loses_nothing_and_repeats_nothing(
    sink, start, ask
):
    keys = [f"mail-{number}" for number in range(300)]
    ask(*keys)
    told = start()

    def tell_it_to_stop(number):
        if number == 120:
            told.send_signal(signal.SIGTERM)
        if number >= 120:
            time.sleep(0.01)  # a slow server: plenty is left when it is told

    sink.before_yes = tell_it_to_stop
    assert told.wait(timeout=60) == 0  # by itself, not thrown out after 30 s
    done = mails().filter(status=Job.Status.DONE)
    assert done.count() == len(sink.received) >= 120
    rest = mails().filter(status=Job.Status.WAITING, attempts=0, leased_until=None)
    assert rest.count() == len(keys) - len(sink.received) > 0
    assert start("--until-idle").wait(timeout=60) == 0
    assert sorted(sink.received) == sorted(mail.message_id(key) for key in keys)


def test_two_workers_at_once_send_each_mail_once(sink, start, ask):
    keys = [f"mail-{number}" for number in range(400)]
    ask(*keys)
    workers = [start("--until-idle"), start("--until-idle")]
    assert [worker.wait(timeout=60) for worker in workers] == [0, 0]
    assert sorted(sink.received) == sorted(mail.message_id(key) for key in keys)
    assert set(mails().values_list("status", "attempts")) == {(Job.Status.DONE, 1)}
