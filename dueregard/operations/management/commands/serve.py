"""The web server and the worker as one command, for one machine and for `make run`."""

import os
import signal
import subprocess
import sys
import time
from typing import IO, Any

from django.conf import settings
from django.core.management.base import BaseCommand

from dueregard.operations import startup

WEB = ["-m", "gunicorn", "-c", "python:dueregard.config.gunicorn"]
WORKER = ["-m", "dueregard", "work"]
TIME_TO_STOP = 35.0


class Command(BaseCommand):
    help = (
        "Run the web server and the worker together until told to stop (SIGTERM or "
        "Ctrl-C). If one of them ends, the other is stopped too. On a machine with "
        "systemd, run the two as units of their own instead."
    )
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        startup.refuse_unsafe()
        signal.signal(signal.SIGTERM, _stop)
        signal.signal(signal.SIGINT, _stop)
        parts: list[subprocess.Popen] = []
        try:
            parts.append(_start(WEB))
            parts.append(_start(WORKER, stdout=_mail()))
            while all(part.poll() is None for part in parts):
                time.sleep(0.2)
        except KeyboardInterrupt:
            _end(parts)
            return
        _end(parts)
        sys.exit(1)


def _start(arguments: list[str], stdout: IO | None = None) -> subprocess.Popen:
    """One part, in a group of its own: Ctrl-C reaches us only, and we end both."""
    command = [sys.executable, *arguments]
    return subprocess.Popen(command, start_new_session=True, stdout=stdout)  # noqa: S603


def _mail() -> IO | None:
    """Where a rehearsal's mail goes: to a file, so that the address stays in sight."""
    return (settings.DATA_DIR / "mail.txt").open("a") if settings.REHEARSAL else None


def _stop(*_: object) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    raise KeyboardInterrupt


def _end(parts: list[subprocess.Popen]) -> None:
    """Ask each to finish what it does; after a time, end it."""
    for part in parts:
        if part.poll() is None:
            part.terminate()
    until = time.monotonic() + TIME_TO_STOP
    for part in parts:
        try:
            part.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(part.pid, signal.SIGKILL)
