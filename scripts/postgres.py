"""A PostgreSQL of the tests' own: made in the temp folder, always stopped and removed.

    scripts/postgres.py COMMAND …   runs COMMAND with these in its environment:

DATABASE_URL              the owner: makes databases, migrates (not a superuser)
APPLICATION_DATABASE_URL  the application: owns nothing; reads and writes what the
                          owner lets it (append-only tables: no change, no removal)
SUPERUSER_DATABASE_URL    the cluster's superuser, for the few tests that need one

Runs as the caller, or as `postgres` when the caller is root. `--durable` keeps fsync.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OWNER, APPLICATION, SUPERUSER = "dr_owner", "dr_application", "dr_superuser"
ROLES = f"""
CREATE ROLE {OWNER} LOGIN CREATEDB CREATEROLE;
CREATE ROLE {APPLICATION} LOGIN;
GRANT {APPLICATION} TO {OWNER};
CREATE DATABASE dueregard OWNER {OWNER};
"""
GRANTS = f"""
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER}
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APPLICATION};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER}
    GRANT USAGE, SELECT ON SEQUENCES TO {APPLICATION};
"""
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c jit=off"
# Every test is undone, and leaves dead rows behind: they are swept every few seconds.
FAST += " -c autovacuum_naptime=5s -c autovacuum_vacuum_cost_delay=0"
FAST += " -c autovacuum_vacuum_scale_factor=0 -c autovacuum_vacuum_threshold=200"
FAST += " -c checkpoint_timeout=1h -c max_wal_size=8GB"


def _programs() -> Path:
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(folders, key=lambda path: int(path.parent.parent.name), default=None)
    if newest is None:
        raise SystemExit(
            "PostgreSQL is not here. Install it: apt-get install postgresql"
        )
    return newest.parent


def _run(*command: object, text: str | None = None) -> None:
    """Run a program of PostgreSQL's, which refuses to be run by root."""
    words = [str(word) for word in command]
    if os.getuid() == 0:
        words = ["runuser", "-u", "postgres", "--", *words]
    done = subprocess.run(
        words, input=text or "", text=True, capture_output=True, cwd="/", check=False
    )
    if done.returncode:
        raise SystemExit(f"{words[-1]}: {done.stdout}{done.stderr}")


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[dict[str, str]]:
    """A running cluster, as the environment that reaches it."""
    programs, port = _programs(), _free_port()
    folder = Path(tempfile.mkdtemp(prefix="due-regard-postgres-"))
    if os.getuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"
    options = f"-p {port} -h 127.0.0.1 -k {folder} -c max_connections=200"
    options += " -c lock_timeout=60s"  # a test that waits for ever fails instead
    options += "" if durable else f" {FAST}"
    control = [programs / "pg_ctl", "-D", data, "-w", "-s", "-l", folder / "log"]
    try:
        _run(
            *[programs / "initdb", "-D", data, "-A", "trust", "-U", SUPERUSER],
            *["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
        )
        _run(*control, "-o", options, "start")
        psql = [programs / "psql", "-qX", "-v", "ON_ERROR_STOP=1"]
        psql += ["-h", folder, "-p", port, "-U", SUPERUSER]
        _run(*psql, "-d", "postgres", text=ROLES)
        _run(*psql, "-d", "template1", text=GRANTS)
        _run(*psql, "-d", "dueregard", text=GRANTS)
        where = f"127.0.0.1:{port}/dueregard"
        yield {
            "DATABASE_URL": f"postgres://{OWNER}@{where}",
            "APPLICATION_DATABASE_URL": f"postgres://{APPLICATION}@{where}",
            "SUPERUSER_DATABASE_URL": f"postgres://{SUPERUSER}@{where}",
        }
    finally:
        if (data / "postmaster.pid").exists():
            _run(*control, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    arguments = sys.argv[1:]
    durable = arguments[:1] == ["--durable"]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with cluster(durable=durable) as environment:
        return subprocess.call(arguments[durable:], env={**os.environ, **environment})


if __name__ == "__main__":
    sys.exit(main())
