"""The service as people meet it: real web server, real worker, a database of its own.

The database is built by `rehearse`, once a run (`make test` makes it beforehand, in
tests/ready.py), and copied for each server: a file on SQLite, a template on PostgreSQL,
where the server connects as the application's role.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

START_WITHIN = 90.0
COMMAND = [sys.executable, "-m", "dueregard"]
FILE = "due-regard.sqlite3"
READY = "ready_rehearsed"  # a folder and a database of this name: tests/ready.py


class Service:
    """A running service. `command` runs `due-regard …` beside it, as the owner."""

    def __init__(self, environment: dict[str, str], owner: dict[str, str]) -> None:
        self.environment, self._owner = environment, owner
        self.url = f"http://localhost:{environment['PORT']}"

    def command(self, *words: object) -> str:
        return _command(self._owner, *words)

    def shell(self, code: str) -> str:
        """Run Python with the service's models, to look or to set something up."""
        return self.command("shell", "-v", "0", "-c", code).strip()


@contextmanager
def running(template: "Template", folder: Path) -> Iterator[Service]:
    """A service on a copy of `template`, stopped in the end."""
    with (
        template.copy(folder) as (environment, owner),
        serving(environment, owner, folder) as service,
    ):
        yield service


@contextmanager
def serving(
    environment: dict[str, str], owner: dict[str, str], folder: Path
) -> Iterator[Service]:
    """A service on the database that `environment` names; its log is in `folder`."""
    environment["PORT"] = owner["PORT"] = str(free_port())
    log = folder / "log"
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [*COMMAND, "serve"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
        )
    service = Service(environment, owner)
    try:
        _wait(service.url, process, log)
        yield service
    finally:
        process.terminate()
        process.wait(60)


class Database:
    """A database to be copied: in `folder` on SQLite, else of the cluster."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = os.environ.get("DATABASE_URL", "")
        self.environment = _environment(folder)

    def create(self, name: str, template: str = "template1") -> None:
        """Go on in the new database `name`; nothing is done on SQLite."""
        if self.url:
            self.administer("CREATE DATABASE {} TEMPLATE {}", name, template)
            self.environment["DATABASE_URL"] = self.at(name)

    def migrate(self) -> None:
        _command(self.environment, "migrate", "-v", "0")

    def rehearse(self) -> None:
        _command(self.environment, "rehearse")
        _command(self.environment, "collectstatic", "--no-input", "-v", "0")

    def at(self, name: str, url: str = "") -> str:
        return urlsplit(url or self.url)._replace(path=f"/{name}").geturl()

    def administer(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(
                sql.SQL(statement).format(*(sql.Identifier(name) for name in names))
            )


class Template:
    """A rehearsed database, to be copied for each service."""

    def __init__(self, folder: Path) -> None:
        ready = os.environ.get("DUE_REGARD_READY", "")
        self._is_ours = not ready
        self._name = f"journeys_{uuid.uuid4().hex[:8]}" if not ready else READY
        self._made = Database(Path(ready) / READY if ready else folder)
        if not ready:
            self._made.create(self._name)
            self._made.migrate()
            self._made.rehearse()

    @contextmanager
    def copy(self, folder: Path) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
        """The environments of a copy: the application's and the owner's."""
        made = self._made
        shutil.copytree(made.folder, folder, dirs_exist_ok=True)
        environment, owner = _environment(folder), _environment(folder)
        name = f"journey_{uuid.uuid4().hex[:12]}"
        if made.url:
            made.administer("CREATE DATABASE {} TEMPLATE {}", name, self._name)
            owner["DATABASE_URL"] = environment["DATABASE_URL"] = made.at(name)
            application = os.environ.get("APPLICATION_DATABASE_URL")
            if application:
                environment["DATABASE_URL"] = made.at(name, application)
        try:
            yield environment, owner
        finally:
            if made.url:
                made.administer("DROP DATABASE {} WITH (FORCE)", name)

    def close(self) -> None:
        if self._made.url and self._is_ours:
            self._made.administer("DROP DATABASE {} WITH (FORCE)", self._name)


def _environment(folder: Path) -> dict[str, str]:
    kept = ("PATH", "HOME", "LANG")
    return {
        **{name: os.environ[name] for name in kept if name in os.environ},
        "DUE_REGARD_MODE": "rehearsal",
        "DATA_DIR": str(folder),
        "SECRET_KEY": "only-for-journeys-" + "0123456789abcdef" * 4,
        "PORT": "8000",
    }


def _command(environment: dict[str, str], *words: object) -> str:
    done = subprocess.run(
        [*COMMAND, *map(str, words)],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
    return done.stdout


def _wait(url: str, process: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + START_WITHIN
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    process.terminate()
    raise AssertionError(f"The service did not start:\n{log.read_text()}")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
