"""What the application's role may not be, on PostgreSQL; SQLite has no roles."""

import os

import pytest
from django.db import connection

from dueregard.operations import database, startup

pytestmark = pytest.mark.django_db


def test_the_owner_of_the_tables_is_refused_in_production(settings):
    settings.REHEARSAL = False
    expected = ["owns tables"] if connection.vendor == "postgresql" else []
    found = [reason for reason in startup.check() if "role owns" in reason]
    assert len(found) == len(expected)


def test_the_application_role_is_no_reason_to_refuse(settings):
    settings.REHEARSAL = False
    application = os.environ.get("APPLICATION_DATABASE_URL", "")
    if connection.vendor == "postgresql" and application:
        role = application.partition("//")[2].partition("@")[0]
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {role}")
    assert [reason for reason in database.reasons() if "role" in reason] == []
