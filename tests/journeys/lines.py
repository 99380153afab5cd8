"""A line to the database that can be cut, and a cluster that can be killed."""

import importlib.util
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from urllib.parse import urlsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
CHUNK = 4096
COMMIT = b"COMMIT"  # as it stands in what Django sends
START_WITHIN = 150  # seconds: the machine's, not the service's
# Killed, it sees to its whole folder before it starts: at once, not file by file.
QUICK_TO_START = "ALTER SYSTEM SET recovery_init_sync_method = 'syncfs'"
# What nobody waited for is on the disk as late as can be, so that it is lost.
LATE = ("wal_writer_delay = '10s'", "wal_writer_flush_after = '1GB'")


class Line:
    """Carries bytes to `port` of this machine; `cut_after(n)` ends the connection that
    carries the `n`th byte from now on, `cut_at_commit(n)` the one that would commit for
    the `n`th time: before it does, or before it hears that it did. `carried` and
    `commits` count what went to the database."""

    def __init__(self, port: int) -> None:
        self._to, self.carried, self.commits = port, 0, 0
        self._left, self._commits_left, self._is_done_first = -1, -1, False
        self._lock = threading.Lock()
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        threading.Thread(target=self._take, daemon=True).start()

    def cut_after(self, count: int) -> None:
        with self._lock:
            self._left = count

    def cut_at_commit(self, number: int, *, done: bool) -> None:
        with self._lock:
            self._commits_left, self._is_done_first = number, done

    def mend(self) -> None:
        """Cut nothing from now on."""
        with self._lock:
            self._left = self._commits_left = -1

    def close(self) -> None:
        self._door.close()

    def _take(self) -> None:
        while True:
            try:
                near, _ = self._door.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
            except OSError:
                return
            for each in ((near, far, True), (far, near, False)):
                threading.Thread(target=self._carry, args=each, daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, out: bool) -> None:
        try:
            while content := source.recv(CHUNK):
                content, is_cut = self._counted(content) if out else (content, False)
                target.sendall(content)
                if is_cut:
                    break
        except OSError:
            pass
        for each in (source, target):
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def _counted(self, content: bytes) -> tuple[bytes, bool]:
        with self._lock:
            self.carried += len(content)
            if COMMIT in content:
                self.commits += 1
                self._commits_left -= 1
                if self._commits_left == 0:
                    return (content if self._is_done_first else b""), True
            if self._left < 0:
                return content, False
            if len(content) < self._left:
                self._left -= len(content)
                return content, False
            kept, self._left = content[: self._left], -1
            return kept, True


@contextmanager
def line_to(url: str) -> Iterator[tuple[Line, str]]:
    """A line to the database of `url`, and the address that goes by it."""
    parts = urlsplit(url)
    line = Line(parts.port or 5432)
    where = f"{parts.username}@127.0.0.1:{line.port}"
    try:
        yield line, parts._replace(netloc=where).geturl()
    finally:
        line.close()


class Cluster:
    """A PostgreSQL of one test's own, that waits for its disk."""

    def __init__(self, urls: dict[str, str]) -> None:
        self.urls = urls
        superuser = urls["SUPERUSER_DATABASE_URL"]
        with psycopg.connect(superuser, autocommit=True) as connection:
            row = connection.execute("SHOW data_directory").fetchone()
            connection.execute(QUICK_TO_START)
            for each in LATE:
                connection.execute(f"ALTER SYSTEM SET {each}")
            connection.execute("SELECT pg_reload_conf()")
        self._data = Path(row[0])  # type: ignore[index]

    def fill_from(self, url: str) -> None:
        """Copy the database of `url`, with whose everything is."""
        dump = subprocess.Popen(["pg_dump", url], stdout=subprocess.PIPE)
        target = self.urls["SUPERUSER_DATABASE_URL"]
        words = ["psql", "-qX", "-v", "ON_ERROR_STOP=1", target]
        subprocess.run(words, stdin=dump.stdout, stdout=subprocess.DEVNULL, check=True)
        assert dump.wait() == 0

    def kill(self) -> None:
        """As the machine's out-of-memory killer would."""
        pid = int((self._data / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGKILL)

    def start_again(self) -> None:
        """With the options it had, once what was killed has let go of its memory."""
        words = [_program("pg_ctl"), "-D", self._data, "-w", "-s"]
        words += ["-t", START_WITHIN, "-l", self._data.parent / "log", "restart"]
        as_postgres = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        until = time.monotonic() + START_WITHIN
        while True:
            done = subprocess.run(
                [*as_postgres, *map(str, words)],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                cwd="/",
                check=False,
            )
            if done.returncode == 0:
                return
            assert time.monotonic() < until, done.stderr
            time.sleep(0.1)


@contextmanager
def own_cluster() -> Iterator[Cluster]:
    with _postgres().cluster(durable=True) as urls:
        yield Cluster(urls)


def _program(name: str) -> Path:
    return _postgres()._programs() / name


def _postgres() -> ModuleType:
    """`scripts/postgres.py`, which is no part of a package."""
    path = ROOT / "scripts" / "postgres.py"
    spec = importlib.util.spec_from_file_location("scripts_postgres", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
