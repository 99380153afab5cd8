"""Copying a whole database out and in: SQLite's own backup, or pg_dump and pg_restore.

Rows and audit heads are read in the same moment as the copy is taken, so that they can
be compared after a restore.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from dueregard.vault.rls import WHOLE

from . import BackupError, wrapped_keys

Execute = Callable[[str], list[tuple]]
HEADS = 'SELECT number, sequence, hash FROM "audit_chain" ORDER BY number'
WRAPPED = f"SELECT {wrapped_keys.COLUMNS} FROM {wrapped_keys.TABLE}"  # noqa: S608
OWNED = """
SELECT pg_has_role(current_user, relowner, 'USAGE') OR
    (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
FROM pg_class
WHERE relname = %s AND relnamespace = current_schema()::regnamespace
"""
VERSIONS = 'SELECT DISTINCT key_version FROM "audit_entry" ORDER BY 1'


def dump(target: Path, wrapped: Path) -> dict[str, Any]:
    """Copy the database to `target`; answers its `rows`, `heads` and `key_versions`.

    The wrapped data keys of the same moment go to `wrapped` and are left out of the
    copy, free pages included.

    Raises:
        BackupError: the copy could not be made.
    """
    if connection.vendor == "postgresql":
        return _dump_postgresql(target, wrapped)
    return _dump_sqlite(target, wrapped)


def load(source: Path) -> None:
    """Fill the empty database from `source`.

    Raises:
        BackupError: the database's own program refused.
    """
    if connection.vendor == "postgresql":
        _run(
            "pg_restore",
            ["--no-owner", "--no-privileges", "--single-transaction"],
            ["--exit-on-error", str(source)],
        )
    else:
        place = Path(connection.settings_dict["NAME"])
        connection.close()
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in (place, Path(f"{place}-wal"), Path(f"{place}-shm")):
            name.unlink(missing_ok=True)
        shutil.copyfile(source, place)
        place.chmod(0o600)


def is_empty() -> bool:
    """Whether nothing is in the database yet; a SQLite file is not made by asking."""
    if (
        connection.vendor == "sqlite"
        and not Path(connection.settings_dict["NAME"]).exists()
    ):
        return True
    return not connection.introspection.table_names()


def facts() -> dict[str, Any]:
    """`rows`, `heads` and `key_versions` of the database as it stands."""
    with transaction.atomic(), connection.cursor() as cursor:
        _see_the_whole(cursor)

        def execute(sql: str) -> list[tuple]:
            cursor.execute(sql)
            return cursor.fetchall()

        return _facts(execute, connection.introspection.table_names(cursor))


def _facts(execute: Execute, tables: list[str]) -> dict[str, Any]:
    count = 'SELECT COUNT(*) FROM "{}"'
    heads = execute(HEADS) if "audit_chain" in tables else []
    versions = execute(VERSIONS) if "audit_entry" in tables else []
    counted = sorted(set(tables) - {wrapped_keys.TABLE})
    return {
        "rows": {name: execute(count.format(name))[0][0] for name in counted},
        "heads": {str(number): [sequence, last] for number, sequence, last in heads},
        "key_versions": [version for (version,) in versions],
    }


def _see_the_whole(cursor: Any) -> None:
    """Let the tables' owner read every authority's rows, in this transaction.

    Raises:
        BackupError: another role would be shown nothing of what is sealed.
    """
    if connection.vendor != "postgresql":
        return
    cursor.execute(OWNED, [wrapped_keys.TABLE])
    if not all(owned for (owned,) in cursor.fetchall()):
        raise BackupError("Run this as the database's owner: it must see every row.")
    cursor.execute("SELECT set_config(%s, 'yes', true)", [WHOLE])


def _dump_sqlite(target: Path, wrapped: Path) -> dict[str, Any]:
    place = connection.settings_dict["NAME"]
    uri = Path(place).absolute().as_uri() + "?mode=ro"
    try:
        with (
            closing(sqlite3.connect(uri, uri=True, timeout=20)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            if copy.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise BackupError("The copy of the database is damaged: try again.")
            names = copy.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' "
                "AND name NOT LIKE 'sqlite_%'"
            )
            tables = [name for (name,) in names]
            if wrapped_keys.TABLE in tables:
                wrapped_keys.write(wrapped, copy.execute(WRAPPED))
                copy.execute("PRAGMA secure_delete=ON")
                copy.execute(f"DELETE FROM {wrapped_keys.TABLE}")  # noqa: S608
                copy.commit()
                copy.execute("VACUUM")
            else:
                wrapped_keys.write(wrapped, [])
            return _facts(lambda sql: copy.execute(sql).fetchall(), tables)
    except sqlite3.Error as error:
        raise BackupError(f"The database could not be copied: {error}.") from error


def _dump_postgresql(target: Path, wrapped: Path) -> dict[str, Any]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        found = facts()
        if wrapped_keys.TABLE in connection.introspection.table_names(cursor):
            cursor.execute(WRAPPED)
            wrapped_keys.write(wrapped, cursor.fetchall())
        else:
            wrapped_keys.write(wrapped, [])
        _run(
            "pg_dump",
            [
                *["--format=custom", "--no-owner", "--no-privileges"],
                *[
                    "--enable-row-security",
                    f"--exclude-table-data={wrapped_keys.TABLE}",
                ],
            ],
            [f"--snapshot={snapshot}", f"--file={target}"],
        )
    return found


def _run(program: str, options: list[str], rest: list[str]) -> None:
    """Run one of PostgreSQL's programs on our database, the password by environment.

    Raises:
        BackupError: with the program's last words.
    """
    path = shutil.which(program)
    if path is None:
        raise BackupError(
            f"{program} is not here. Install it: apt-get install postgresql-client"
        )
    where = connection.settings_dict
    environment = {
        **os.environ,
        "PGPASSWORD": str(where["PASSWORD"] or ""),
        "PGOPTIONS": f"-c {WHOLE}=yes",
    }
    named = {
        "--host": where["HOST"],
        "--port": where["PORT"],
        "--username": where["USER"],
        "--dbname": where["NAME"],
    }
    reach = [f"{option}={value}" for option, value in named.items() if value]
    done = subprocess.run(  # noqa: S603 (our own words and the settings')
        [path, *options, *reach, "--no-password", *rest],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        words = done.stderr.strip().splitlines() or ["no reason was given"]
        raise BackupError(f"{program} refused: {words[-1]}")
