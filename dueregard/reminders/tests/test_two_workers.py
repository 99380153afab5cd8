"""Two workers that do the same round at the same moment do it once between them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from dueregard.outbox.models import Job
from dueregard.reminders.jobs import climb, digest
from dueregard.reminders.models import Chase, Escalation

from .conftest import MONDAY
from .factories import TaskFactory

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work) -> None:
    def one(_):
        try:
            work({})
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range(2)))


@pytest.fixture
def late(team):
    due_on = MONDAY - timedelta(days=9)
    for _ in range(5):
        TaskFactory(authority=team.authority, post=team.post, due_on=due_on)


def test_what_leaves_soon_is_planned_once(late):
    at_once(climb)
    assert Escalation.objects.count() == 5


def test_what_leaves_today_leaves_once(late):
    climb({})
    Escalation.objects.update(leaves_on=MONDAY)
    at_once(climb)
    assert Chase.objects.count() == 5
    assert Job.objects.filter(kind="outbox.mail").count() == 1


def test_a_digest_is_sent_once(late):
    at_once(digest)
    assert Job.objects.filter(kind="outbox.mail").count() == 1
