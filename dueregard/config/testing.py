"""What every test run stands on; pytest loads it before it reads the settings.

Rehearsal mode, a data folder of its own that goes when the run ends, a cheap password
hasher, and static files without hashed names (the test server does not serve those, so
pages would be unstyled). `DATABASE_URL`, when given, chooses the database, and
`DUE_REGARD_READY` the folder where `make test` left a migrated one (tests/ready.py).
"""

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

READY = "ready_migrated"  # a file, or a database of the cluster

if "DUE_REGARD_TEST_FOLDER" not in os.environ:  # a worker of xdist shares the run's
    _folder = tempfile.mkdtemp(prefix="due-regard-tests-")
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)
    os.environ["DUE_REGARD_TEST_FOLDER"] = _folder
os.environ["DUE_REGARD_MODE"] = "rehearsal"
os.environ["DATA_DIR"] = os.environ["DUE_REGARD_TEST_FOLDER"]
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0123456789abcdef" * 4)
for _name in (
    *("KEY_FILE", "AUDIT_HEADS", "OIDC_ISSUER", "ALLOWED_HOSTS"),
    *("SMTP_HOST", "NOTIFY_API_KEY", "NOTIFY_TEMPLATE_ID", "NOTIFY_URL"),
    *("KEY_SERVICE_URL", "KEY_SERVICE_TOKEN", "ERASURES"),
):
    os.environ.pop(_name, None)


def pytest_configure(config) -> None:
    """Replace what is slow or cannot work in a test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        # A file: threads on a memory database meet locks that no timeout waits for.
        name = str(settings.DATA_DIR / "test.sqlite3")
        database.setdefault("TEST", {})["NAME"] = name
    ready = os.environ.get("DUE_REGARD_READY", "")
    if ready and not getattr(config.option, "numprocesses", None):
        copy_ready(Path(ready), database)
        config.option.reuse_db = True


def pytest_collection_finish() -> None:
    """Look for unreachable objects seldom, and not among the thousands of tests.

    Each full look walks the heap of the whole run: a fifteenth of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 10)


def whole_on(engine: str, cases: Iterable[Any], *, elsewhere: int = 4) -> list[Any]:
    """The cases that this run tries: all on `engine`, on the other a few of them.

    For what one of them decides alone, or neither (docs/decisions/0034). They are
    chosen when tests are collected: none is skipped.
    """
    tried = list(cases)
    return tried if connection.vendor == engine else tried[::elsewhere]


def copy_ready(folder: Path, database: Any) -> None:
    """Begin with the migrated database of this run, under the name pytest-django gives.

    It is migrated again like any other, so one that is not up to date does no harm.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    suffix = f"_{worker}" if worker else ""
    if database["ENGINE"].endswith("sqlite3"):
        shutil.copyfile(folder / READY, f"{database['TEST']['NAME']}{suffix}")
        return
    name = sql.Identifier(f"test_{database['NAME']}{suffix}")
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        connection.execute(statement.format(name, sql.Identifier(READY)))
