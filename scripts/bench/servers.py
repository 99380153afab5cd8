"""Starting what is measured: the product and the floor, each under gunicorn."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from http_client import Client

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def server(application: str, environment: dict[str, str]) -> Iterator["Server"]:
    """gunicorn with two workers serving `application`, until the block ends."""
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-c",
        "python:dueregard.config.gunicorn",
    ]
    started = time.perf_counter()
    process = subprocess.Popen(
        [*command, application],
        cwd=ROOT,
        env={
            **os.environ,
            **environment,
            "PORT": str(port),
            "SITE_URL": f"http://localhost:{port}",
            "PYTHONPATH": f"{ROOT}{os.pathsep}{HERE}",
        },
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield Server(port, process.pid, _until_up(port, started, process))
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(40)


class Server:
    def __init__(self, port: int, pid: int, cold_start: float) -> None:
        self.port, self.pid, self.cold_start = port, pid, cold_start

    def memory(self) -> float:
        """Proportional memory of the master and its workers, in MiB."""
        pids = [self.pid, *_children(self.pid)]
        return sum(map(_pss, pids))

    def worker_memory(self) -> dict[int, float]:
        """What each worker holds of its own, in MiB: not the mapped database file."""
        return {pid: _pss(pid, "Pss_Anon") for pid in _children(self.pid)}


def _until_up(port: int, started: float, process) -> float:
    """Seconds from the start to the first answer."""
    while time.perf_counter() - started < 60:
        if process.poll() is not None:
            raise SystemExit("The server ended before it answered.")
        try:
            if Client(port).get("/").status:
                return time.perf_counter() - started
        except OSError:
            time.sleep(0.01)
    raise SystemExit("The server did not answer within a minute.")


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in listed.split()]


def _pss(pid: int, kind: str = "Pss") -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith(kind + ":"):
            return int(line.split()[1]) / 1024
    return 0.0
