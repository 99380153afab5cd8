"""Jobs that only the tests of the outbox ask for."""

from django.db import transaction

from dueregard.clock.models import Offset
from dueregard.outbox.models import Job
from dueregard.outbox.registry import job


class Trouble(Exception):
    """What a job of the tests runs into."""


@job("sample.note")
def note(payload: dict) -> None:
    """Leave a row behind, then run into trouble if asked to."""
    assert transaction.get_connection().in_atomic_block
    Offset.objects.update_or_create(pk=1, defaults={"seconds": 0})
    if payload.get("trouble"):
        raise Trouble("canary")


@job("sample.steal")
def steal(payload: dict) -> None:
    """Leave a row behind, having slept so long that another worker took the job."""
    Offset.objects.update_or_create(pk=1, defaults={"seconds": 0})
    Job.objects.filter(kind="sample.steal").update(fence=99)


@job("sample.call", calls_out=True)
def call(payload: dict) -> None:
    """Do something outside, with no transaction open."""
