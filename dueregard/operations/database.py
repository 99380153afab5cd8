"""What must hold of the database before anything is served from it."""

import stat
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from dueregard import clock
from dueregard.accounts.models import Authority, Person
from dueregard.audit import triggers
from dueregard.audit.guards import guarded
from dueregard.audit.models import Entry
from dueregard.vault import rls
from dueregard.vault.services import erasing

MIGRATE = "run `due-regard migrate`."
ROLE = """
SELECT rolsuper, rolbypassrls, EXISTS (
    SELECT FROM pg_class WHERE relowner = pg_roles.oid
    AND relnamespace = current_schema()::regnamespace
) FROM pg_roles WHERE rolname = current_user
"""
CLOCK_SLACK = timedelta(minutes=5)
# What is off when PostgreSQL says "done" before it is on disk, and which commits it
# then loses with the power (its documentation, "Write Ahead Log").
WAITS_FOR_DISK = {
    "fsync": "PostgreSQL's fsync is off: when the power fails it loses or spoils what "
    "people were told is saved. Switch it on.",
    "synchronous_commit": "PostgreSQL's synchronous_commit is off: it answers before "
    "it has written what people are told is saved. Switch it on.",
}


def reasons() -> list[str]:
    """Why this database cannot be served from, in sentences.

    Raises:
        DatabaseError: it does not answer.
    """
    pending = unmigrated()
    if pending:
        return [f"{pending} migrations are pending: {MIGRATE}"]
    found = triggers.missing() + rls.missing() + _tables() + _clock() + _erasures()
    if connection.vendor == "postgresql" and not settings.REHEARSAL:
        found += _role() + unwritten()
    if connection.vendor == "sqlite" and not settings.REHEARSAL:
        found += _file()
    return found


def unmigrated() -> int:
    """How many migrations are yet to be applied."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def refresh_statistics() -> None:
    """Count, of a thousand rows of each index, how alike they are: by this SQLite
    chooses between indexes. A fraction of a second, however many rows there are."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit=1000")
            cursor.execute("ANALYZE")


def holds_rows() -> bool:
    """Whether this database has been used: by an authority, a person or an entry."""
    tables = set(connection.introspection.table_names())
    return any(
        model._meta.db_table in tables and model._base_manager.exists()
        for model in (Authority, Person, Entry)
    )


def unwritten() -> list[str]:
    """Why what this database says it has written may not be on its disk (promise P1).

    SQLite waits by our own settings.
    """
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM pg_settings WHERE name = ANY(%s) AND setting = 'off' "
            "ORDER BY name",
            [list(WAITS_FOR_DISK)],
        )
        return [WAITS_FOR_DISK[name] for (name,) in cursor.fetchall()]


def has_rehearsal_people() -> bool:
    """Whether a rehearsal has been held here; no when the database cannot say."""
    try:
        return Person.objects.filter(is_rehearsal=True).exists()
    except DatabaseError:
        return False


def _tables() -> list[str]:
    cache = settings.CACHES["default"]["LOCATION"]
    present = set(connection.introspection.table_names())
    wanted = {cache, *(model._meta.db_table for model in guarded())}
    return [f"The table {name} is missing: {MIGRATE}" for name in wanted - present]


def _clock() -> list[str]:
    last = Entry.objects.order_by("-pk").values_list("at", flat=True).first()
    if last and last > clock.now() + CLOCK_SLACK and not settings.REHEARSAL:
        return ["The last audit entry is later than now: set this machine's clock."]
    return []


def _erasures() -> list[str]:
    """What was destroyed since this database was backed up must not come back."""
    if erasing.undone(settings.ERASURES):
        return [
            "Records that were destroyed are back, as after a restore: "
            "run `due-regard replay-erasures`."
        ]
    return []


def _role() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(ROLE)
        superuser, bypasses, owns = cursor.fetchone()
    found = []
    if superuser or bypasses:
        found.append(
            "DATABASE_URL's role is a superuser or bypasses row security: use the "
            "application role."
        )
    if owns and not superuser:
        found.append(
            "DATABASE_URL's role owns tables, so it could lift the audit's guards: "
            "use the application role, and the owner only to migrate."
        )
    return found


def _file() -> list[str]:
    path = Path(connection.settings_dict["NAME"]).absolute()
    reachable = path.is_file() and path.parent.stat().st_mode & stat.S_IXOTH
    if reachable and path.stat().st_mode & stat.S_IRWXO:
        return [f"{path.name} can be read by others: run chmod 600 on it."]
    return []
