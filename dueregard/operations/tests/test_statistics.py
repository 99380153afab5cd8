"""SQLite chooses between indexes by counts that something has to make."""

import pytest
from django.db import connection

from dueregard.operations.jobs import count_for_the_planner

pytestmark = pytest.mark.django_db


def test_the_days_job_counts_how_rows_are_spread(marlbrook):
    count_for_the_planner({})
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # which counts by itself
            cursor.execute("SHOW track_counts")
            assert cursor.fetchone() == ("on",)
            return
        cursor.execute("SELECT stat FROM sqlite_stat1 WHERE tbl = 'accounts_authority'")
        assert cursor.fetchall()
