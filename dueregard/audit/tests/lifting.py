"""Taking the guards off append-only tables. Only tests may, and only from here."""

from contextlib import contextmanager

import pytest
from django.db import connection

from dueregard.audit import triggers


def remove() -> None:
    """Take every guard off."""
    with connection.cursor() as cursor:
        for table, name in triggers._present(connection, cursor):
            if "_append_only_" in name:
                on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER "{name}"{on}')


@contextmanager
def lifted():
    """No guards inside; all of them again after."""
    remove()
    yield
    triggers.install()


@pytest.fixture
def lifted_triggers(db):
    """The test may change what is append-only, as somebody with the database could."""
    with lifted():
        yield


@pytest.fixture(autouse=True)
def lifted_for_the_flush(request):
    """After a test that commits, every table is emptied: that needs the guards off.

    Emptying ends with `post_migrate`, which puts them back.
    """
    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or (
        marker is not None and marker.kwargs.get("transaction")
    )
    if commits:
        request.getfixturevalue("db")
    yield
    if commits:
        remove()
