from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.audit import services as audit
from dueregard.outbox import services as outbox
from dueregard.outbox.models import Job

pytestmark = pytest.mark.django_db


def test_a_job_is_asked_for_inside_the_transaction_that_decides_it():
    with pytest.raises(RuntimeError):
        outbox.enqueue("sample.note", key="a", payload={})
    assert not Job.objects.exists()


def test_what_is_rolled_back_is_not_asked_for():
    with pytest.raises(ZeroDivisionError), audit.atomic():
        outbox.enqueue("sample.note", key="a", payload={})
        raise ZeroDivisionError
    assert not Job.objects.exists()


def test_asking_twice_under_one_key_is_asking_once():
    for _ in range(2):
        with audit.atomic():
            outbox.enqueue("sample.note", key="a", payload={"n": 1})
            outbox.enqueue("sample.note", key="a", payload={"n": 2})
            outbox.enqueue("sample.other", key="a", payload={})
    assert Job.objects.count() == 2
    assert outbox.payload_of(Job.objects.get(kind="sample.note")) == {"n": 1}


def test_a_payload_cannot_be_read_in_the_database():
    with audit.atomic():
        outbox.enqueue("sample.note", key="a", payload={"link": "canary"})
    assert "canary" not in Job.objects.get().sealed_payload


def test_a_job_for_later_is_not_due_before():
    with audit.atomic():
        later = clock.now() + timedelta(days=1)
        outbox.enqueue("sample.note", key="a", payload={}, run_at=later)
    assert not Job.objects.waiting().exists()
    clock.set_offset(timedelta(days=1, minutes=1))
    assert Job.objects.waiting().exists()
