"""The database's own refusal to change or delete a row that is only ever added.

Put in place after every `migrate` (on SQLite an altered table is made anew and loses
its triggers), checked when the service starts. On PostgreSQL every role but the
table's owner also loses the grants to update, delete and truncate.
"""

from typing import Any

from django.db import connections, models

from .guards import guarded

FUNCTION = """
CREATE OR REPLACE FUNCTION due_regard_append_only() RETURNS trigger AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'raise_exception';
END;
$$ LANGUAGE plpgsql
"""
GRANTS = """
SELECT DISTINCT grantee FROM information_schema.role_table_grants
WHERE table_schema = current_schema() AND table_name = %s
  AND privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE') AND grantee <> %s
"""


def after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Put every guard in place; running it again changes nothing."""
    install(using)


def install(using: str = "default") -> None:
    """Guard every append-only table that exists."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        for model in guarded():
            if model._meta.db_table in tables:
                _guard(connection, cursor, model)


def missing(using: str = "default") -> list[str]:
    """What is not guarded, in words; empty when all is well."""
    connection = connections[using]
    reasons = []
    with connection.cursor() as cursor:
        present = _present(connection, cursor)
        for model in guarded():
            table = model._meta.db_table
            reasons += [
                f"The trigger {name} on {table} is missing: run `due-regard migrate`."
                for name in _names(connection.vendor, table)
                if (table, name) not in present
            ]
            if connection.vendor == "postgresql":
                reasons += _grant_left(cursor, table)
    return reasons


def _names(vendor: str, table: str) -> list[str]:
    kinds = (
        ("row", "truncate")
        if vendor == "postgresql"
        else ("update", "delete", "replace")
    )
    return [f"{table}_append_only_{kind}" for kind in kinds]


def _guard(connection: Any, cursor: Any, model: type[models.Model]) -> None:
    table = model._meta.db_table
    quote = connection.ops.quote_name
    if connection.vendor == "postgresql":
        _guard_postgresql(cursor, table, quote)
    else:
        _guard_sqlite(cursor, table, quote, quote(model._meta.pk.column))


def _guard_postgresql(cursor: Any, table: str, quote: Any) -> None:
    row, truncate = _names("postgresql", table)
    for name, moment, each in (
        (row, "UPDATE OR DELETE", "ROW"),
        (truncate, "TRUNCATE", "STATEMENT"),
    ):
        cursor.execute(
            f"CREATE OR REPLACE TRIGGER {quote(name)} BEFORE {moment} "
            f"ON {quote(table)} FOR EACH {each} "
            "EXECUTE FUNCTION due_regard_append_only()"
        )
    owner = _owner(cursor, table)
    cursor.execute(GRANTS, [table, owner])
    for (grantee,) in cursor.fetchall():
        role = "PUBLIC" if grantee == "PUBLIC" else quote(grantee)
        cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {quote(table)} FROM {role}")


def _guard_sqlite(cursor: Any, table: str, quote: Any, key: str) -> None:
    update, delete, replace = _names("sqlite", table)
    for name, moment in (
        (update, f"UPDATE ON {quote(table)}"),
        (delete, f"DELETE ON {quote(table)}"),
        (
            replace,  # INSERT OR REPLACE would delete without the delete trigger
            f"INSERT ON {quote(table)} WHEN NEW.{key} IN "  # noqa: S608 (our own names)
            f"(SELECT {key} FROM {quote(table)})",
        ),
    ):
        cursor.execute(
            f"CREATE TRIGGER IF NOT EXISTS {quote(name)} BEFORE {moment} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )


def _present(connection: Any, cursor: Any) -> set[tuple[str, str]]:
    if connection.vendor == "postgresql":
        cursor.execute(
            "SELECT c.relname, t.tgname FROM pg_trigger t "
            "JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE c.relnamespace = current_schema()::regnamespace "
            "AND NOT t.tgisinternal AND t.tgenabled IN ('O', 'A')"
        )
    else:
        cursor.execute("SELECT tbl_name, name FROM sqlite_master WHERE type='trigger'")
    return set(cursor.fetchall())


def _owner(cursor: Any, table: str) -> str:
    cursor.execute(
        "SELECT tableowner FROM pg_tables "
        "WHERE schemaname = current_schema() AND tablename = %s",
        [table],
    )
    row = cursor.fetchone()
    return row[0] if row else ""


def _grant_left(cursor: Any, table: str) -> list[str]:
    cursor.execute("SELECT current_user")
    role = cursor.fetchone()[0]
    if role == _owner(cursor, table):
        return []
    cursor.execute(
        "SELECT has_table_privilege(c.oid, 'UPDATE, DELETE, TRUNCATE') FROM pg_class c "
        "WHERE c.relname = %s AND c.relnamespace = current_schema()::regnamespace",
        [table],
    )
    row = cursor.fetchone()
    if row and row[0]:
        return [f"The role {role} may change {table}: run `due-regard migrate`."]
    return []
