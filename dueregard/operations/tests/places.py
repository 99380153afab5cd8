"""A place of its own for a service: a data folder and an empty database, and commands.

Commands are run as people run them, in a process of their own, on the engine that the
test run is on.
"""

import os
import shutil
import subprocess
import sys
import uuid
from pathlib import Path

import psycopg
from django.conf import settings
from psycopg import sql

from dueregard.config.testing import READY

SAFE = {
    "SECRET_KEY": "u7Zq4t2wX9cVbN1mK8jH5gF3dS6aP0oIyTrEeWqLkJhGfDsAzXcVbNm",
    "ALLOWED_HOSTS": "prevent.marlbrook.example",
    "SITE_URL": "https://prevent.marlbrook.example",
    "TRUSTED_PROXY_COUNT": "1",
    "SMTP_HOST": "mail.marlbrook.example",
    "MAIL_FROM": "prevent@marlbrook.example",
}


class Place:
    """An empty place under `folder`; `close` removes its PostgreSQL database.

    One that `is_migrated` begins with the database that `make test` made ready, where
    it did; migrating it is then soon done, and makes its key as ever.
    """

    def __init__(self, folder: Path, *, is_migrated: bool = False) -> None:
        self.folder = folder
        ready = os.environ.get("DUE_REGARD_READY", "") if is_migrated else ""
        folder.mkdir(mode=0o700)
        self.environment = {**SAFE, "DATA_DIR": str(folder)}
        self._database = ""
        where = settings.DATABASES["default"]
        if where["ENGINE"].endswith("postgresql"):
            self._database = f"place_{uuid.uuid4().hex[:12]}"
            template = f" TEMPLATE {READY}" if ready else ""
            self._administer(f"CREATE DATABASE {{}}{template}")
            self.environment["DATABASE_URL"] = (
                f"postgres://{where['USER']}@{where['HOST']}:{where['PORT']}"
                f"/{self._database}"
            )
        elif ready:
            shutil.copyfile(Path(ready) / READY, folder / "due-regard.sqlite3")

    @property
    def keys(self) -> Path:
        return self.folder / "keys.json"

    def run(self, *arguments: object, **changes: str) -> subprocess.CompletedProcess:
        """Run `due-regard …` here; `changes` are laid over the environment."""
        return self.start("-m", "dueregard", *arguments, **changes)

    def start(self, *arguments: object, **changes: str) -> subprocess.CompletedProcess:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG")
                if name in os.environ}  # fmt: skip
        return subprocess.run(
            [sys.executable, *map(str, arguments)],
            env={**kept, **self.environment, **changes},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    def execute(self, statement: str) -> None:
        """Change the database behind the service's back."""
        done = self.run("shell", "-v", "0", "-c", EXECUTE.format(statement))
        assert done.returncode == 0, done.stderr

    def close(self) -> None:
        if self._database:
            try:  # by force it would ask for a right over autovacuum, if that is there
                self._administer("DROP DATABASE {}")
            except psycopg.errors.ObjectInUse:
                self._administer("DROP DATABASE {} WITH (FORCE)")

    def _administer(self, statement: str) -> None:
        where = settings.DATABASES["default"]
        with psycopg.connect(
            host=where["HOST"],
            port=where["PORT"],
            user=where["USER"],
            dbname=os.environ["DATABASE_URL"].rpartition("/")[2],
            autocommit=True,
        ) as connection:
            name = sql.Identifier(self._database)
            connection.execute(sql.SQL(statement).format(name))


EXECUTE = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute('''{}''')
"""
