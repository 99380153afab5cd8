"""A PostgreSQL that answers before it has written: refused in production (promise P1).

What is asked for on SQLite stands in our own settings (test_startup).
"""

import pytest
from django.db import connection

from dueregard.operations import database, startup

pytestmark = pytest.mark.django_db


def on_postgresql(words):
    return [words] if connection.vendor == "postgresql" else []


def said(name):
    return [
        name
        for reason in startup.check()
        if reason.startswith(f"PostgreSQL's {name} is off: ")
    ]


def wait_for_disk(value):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL synchronous_commit TO {value}")


def test_one_that_answers_before_it_has_written_is_refused_in_production(settings):
    settings.REHEARSAL = False
    wait_for_disk("off")
    assert said("synchronous_commit") == on_postgresql("synchronous_commit")


@pytest.mark.parametrize("value", ["on", "local", "remote_write", "remote_apply"])
def test_one_that_writes_before_it_answers_is_not(value, settings):
    settings.REHEARSAL = False
    wait_for_disk(value)
    assert said("synchronous_commit") == []


def test_one_that_never_waits_for_its_disk_is_refused_in_production(settings):
    settings.REHEARSAL = False
    expected = []
    if connection.vendor == "postgresql":  # by postgres.py: off, or on with --durable
        with connection.cursor() as cursor:
            cursor.execute("SHOW fsync")
            expected = ["fsync"] if cursor.fetchone() == ("off",) else []
    assert said("fsync") == expected


def test_a_rehearsal_need_not_wait_for_its_disk():
    wait_for_disk("off")
    assert database.reasons() == []
