"""Workers killed at any moment while mail flows: none is lost, and none sent anew.

A mail is sent at least once (settled 18): what was out and not yet noted when the
worker died goes again, with its Message-ID. So mails are counted by that, and once a
mail is noted as sent, no copy of it may ever go out.
"""

import logging
import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from django.conf import settings

from dueregard.clock import services as clock_services
from dueregard.outbox import mail
from dueregard.outbox.models import LEASE, Job

pytestmark = pytest.mark.django_db(transaction=True)
logger = logging.getLogger(__name__)
KILLS = 100
MAILS_EACH = 10
LIVES_FOR = 0.2  # seconds at most, before a worker is killed by the clock


@pytest.fixture
def nursery(worker_environment):
    """Starts worker processes, one at a time; ends with the test."""
    environment = worker_environment | {
        "DJANGO_SETTINGS_MODULE": "dueregard.config.settings"
    }
    with subprocess.Popen(
        [sys.executable, "-m", "dueregard.outbox.tests.nursery"],
        cwd=settings.BASE_DIR,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield process
        process.stdin.close()


def born(nursery) -> int:
    nursery.stdin.write("one more\n")
    nursery.stdin.flush()
    return int(nursery.stdout.readline())


def kill(nursery, pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    assert nursery.stdout.readline() == "ended\n"


def wait_for_an_instant(chance, kill_number, sink, before) -> None:
    """Any moment of a worker's life, or, every other time, of its sending."""
    if kill_number % 2:
        wanted = before + chance.randint(1, MAILS_EACH)
        until = time.monotonic() + 20
        while len(sink.received) < wanted and time.monotonic() < until:
            time.sleep(0.001)
        time.sleep(chance.uniform(0, 0.01))
    else:
        time.sleep(chance.uniform(0, LIVES_FOR))


def mails():
    return Job.objects.filter(kind=mail.KIND)


def noted() -> set[str]:
    done = mails().filter(status=Job.Status.DONE)
    return {mail.message_id(key) for key in done.values_list("key", flat=True)}


def test_a_hundred_killed_workers_lose_no_mail_and_send_none_that_was_noted(
    nursery, sink, start, ask
):
    seed = random.SystemRandom().randrange(2**32)
    logger.warning("The instants come from seed %s.", seed)  # shown when this fails
    chance = random.Random(seed)
    sink.before_yes = lambda number: time.sleep(0.004)  # as long as a near server takes
    keys = [f"mail-{number}" for number in range(KILLS * MAILS_EACH)]
    died_with_mail_in_hand = 0
    for number in range(KILLS):
        ask(*keys[number * MAILS_EACH : (number + 1) * MAILS_EACH])
        before = len(sink.received)
        settled = noted()
        pid = born(nursery)
        wait_for_an_instant(chance, number, sink, before)
        kill(nursery, pid)
        assert not settled & set(sink.received[before:])
        died_with_mail_in_hand += mails().filter(status=Job.Status.RUNNING).exists()
        clock_services.shift(2 * LEASE * (number + 1) + timedelta(seconds=1))

    settled, before = noted(), len(sink.received)
    assert start("--until-idle").wait(timeout=120) == 0
    assert not settled & set(sink.received[before:])
    assert not mails().exclude(status=Job.Status.DONE).exists()
    assert set(sink.received) == {mail.message_id(key) for key in keys}
    assert died_with_mail_in_hand >= KILLS // 4
