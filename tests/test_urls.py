"""Who is answered what, at every address (tests/url_matrix.py is the table)."""

import os
from collections import Counter

import pytest
from django.db import connection, transaction

from . import url_table, world
from .url_matrix import MATRIX
from .world import KINDS

pytestmark = pytest.mark.django_db
ASKED = url_table.asked(MATRIX)


@pytest.fixture(scope="module")
def small_world(django_db_setup, django_db_blocker):
    """Built once, in a transaction that is taken back.

    On PostgreSQL it is asked as the application's role, which owns nothing.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        application = os.environ.get("APPLICATION_DATABASE_URL", "")
        if connection.vendor == "postgresql" and application:
            role = application.partition("//")[2].partition("@")[0]
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL ROLE {role}")
        built = world.build()
        built.clients = url_table.clients(built.people)
        yield built
        transaction.set_rollback(True)


def test_every_address_is_in_the_table_and_no_other():
    assert sorted(MATRIX) == url_table.url_names()


@pytest.mark.parametrize("name", sorted(MATRIX))
def test_each_kind_of_person_is_answered_as_the_table_says(name, small_world):
    line, kinds = MATRIX[name], ASKED[name]
    found = url_table.answers(small_world, name, line, kinds)
    if found != {kind: line.expected(kind) for kind in kinds}:
        everybody = url_table.answers(small_world, name, line, KINDS)
        pytest.fail(url_table.written(name, line, everybody), pytrace=False)


def test_every_kind_of_person_asks_for_many_addresses():
    """However few ask for one of them."""
    times = Counter(kind for kinds in ASKED.values() for kind in kinds)
    assert set(times) == set(KINDS)
    assert min(times.values()) > 40
