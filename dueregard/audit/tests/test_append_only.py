import pytest
from django.db import DatabaseError, connection, transaction

from dueregard.audit import services as audit
from dueregard.audit import triggers
from dueregard.audit.guards import guarded
from dueregard.audit.models import Entry

from . import lifting
from .events import SampleEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(marlbrook):
    with audit.atomic():
        audit.record(SampleEvent.CHANGED, marlbrook, by=None)
    return Entry.objects.get()


def test_the_database_refuses_to_change_an_entry(entry):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(event="sample.other")
    entry.refresh_from_db()
    assert entry.event == "sample.changed"


def test_the_database_refuses_to_delete_an_entry(entry):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).delete()
    assert Entry.objects.exists()


def test_the_database_refuses_to_empty_or_replace_the_table(entry):
    commands = {
        "postgresql": "TRUNCATE audit_entry",
        "sqlite": "INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry",
    }
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(commands[connection.vendor])


def test_nothing_is_missing_after_migrate(db):
    assert Entry in guarded()
    assert triggers.missing() == []


def test_a_trigger_that_is_gone_is_named_and_put_back(db):
    lifting.remove()
    reasons = triggers.missing()
    assert any("audit_entry" in reason for reason in reasons)
    triggers.install()
    triggers.install()
    assert triggers.missing() == []


def test_a_role_that_is_not_the_owner_may_only_add_and_read(db):
    if connection.vendor == "sqlite":
        assert triggers.missing() == []  # SQLite has no roles
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE sample_application NOLOGIN")
        cursor.execute("GRANT ALL ON audit_entry TO sample_application")
        triggers.install()
        cursor.execute(
            "SELECT privilege_type FROM information_schema.role_table_grants "
            "WHERE table_name = 'audit_entry' AND grantee = 'sample_application'"
        )
        left = {row[0] for row in cursor.fetchall()}
    assert left == {"SELECT", "INSERT", "REFERENCES", "TRIGGER"}
