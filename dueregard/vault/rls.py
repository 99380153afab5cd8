"""Row-level security: PostgreSQL itself shows the rows of the authority that is set.

Installed after every `migrate` on data keys, blind tokens and every sealed model, with
FORCE, so that even the tables' owner sees nothing while no authority is set. SQLite has
nothing of the kind: there the application is the only fence.

Where records pass to a successor both authorities are set (`tenancy.passing`), so that
a row leaves the one and arrives at the other in one statement.

A whole dump needs every row. For that the owner, and nobody else, may read (not write)
all of them in a session that says so: `SET dueregard.whole = 'yes'`.
"""

from typing import Any

from django.apps import apps
from django.db import connections, models, transaction

from .models import BlindToken, DataKey, WrappedKey, sealed_models
from .tenancy import PASSING, SETTING

WHOLE = "dueregard.whole"
FENCE, BACKUP = "due_regard_fence", "due_regard_whole"
PASSES = "due_regard_passes"
POLICIES = (FENCE, PASSES, BACKUP)


def after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    """Put every fence in place; running it again changes nothing."""
    install(using)


def fenced() -> list[type[models.Model]]:
    """The models whose rows are fenced by authority."""
    return [DataKey, WrappedKey, BlindToken, *sealed_models(apps.get_models())]


def install(using: str = "default") -> None:
    """Fence every such table that exists."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    with transaction.atomic(using), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        tables -= _present(cursor)  # fencing waits for everybody who reads the table
        for model in fenced():
            if model._meta.db_table in tables:
                protect(connection, cursor, model)


def protect(connection: Any, cursor: Any, model: type[models.Model]) -> None:
    """Fence one table. An unset authority is nobody's, and so is an empty one."""
    table = connection.ops.quote_name(model._meta.db_table)
    ours, theirs = (
        f"authority_id = NULLIF(current_setting('{setting}', true), '')::bigint"
        for setting in (SETTING, PASSING)
    )
    owner = (
        f"current_setting('{WHOLE}', true) = 'yes' AND current_user = "  # noqa: S608
        "(SELECT pg_get_userbyid(relowner) FROM pg_class "
        f"WHERE oid = '{table}'::regclass)"
    )
    cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    for name, rule in (
        (FENCE, f"USING ({ours}) WITH CHECK ({ours})"),
        (PASSES, f"USING ({theirs}) WITH CHECK ({theirs})"),
        (BACKUP, f"FOR SELECT USING ({owner})"),
    ):
        cursor.execute(f"DROP POLICY IF EXISTS {name} ON {table}")
        cursor.execute(
            f"CREATE POLICY {name} ON {table} "
            + (rule if rule.startswith("FOR") else f"FOR ALL {rule}")
        )


def missing(using: str = "default") -> list[str]:
    """What is not fenced, in words; empty when all is well."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        present = _present(cursor)
    return [
        f"The fence on {model._meta.db_table} is missing: run `due-regard migrate`."
        for model in fenced()
        if model._meta.db_table not in present
    ]


def _present(cursor: Any) -> set[str]:
    """The tables that are fenced whole."""
    cursor.execute(
        "SELECT c.relname FROM pg_class c WHERE c.relrowsecurity "
        "AND c.relforcerowsecurity "
        "AND c.relnamespace = current_schema()::regnamespace "
        "AND (SELECT COUNT(*) FROM pg_policy p "
        "WHERE p.polrelid = c.oid AND p.polname = ANY(%s)) = %s",
        [list(POLICIES), len(POLICIES)],
    )
    return {name for (name,) in cursor.fetchall()}
