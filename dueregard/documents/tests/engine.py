"""ClamAV for the tests: the real engine with signatures of our own; and impostors.

Debian's clamd, started on a socket of its own in a temporary folder. It fetches
nothing: its only signatures are the two lines below.
"""

import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import md5
from pathlib import Path

from .files import EICAR

KNOWN_BAD = b"This file is bad because our own list of hashes says so.\n"
MOST = 1024 * 1024
CONFIG = """
DatabaseDirectory {folder}/signatures
TemporaryDirectory {folder}
LocalSocket {folder}/clamd.sock
LogFile {folder}/clamd.log
Foreground yes
StreamMaxLength {most}
SelfCheck 0
"""


@contextmanager
def running() -> Iterator[str]:
    """A real clamd; gives its address as CLAMAV_SOCKET takes it."""
    program = shutil.which("clamd", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    assert program, "clamd is not here: run scripts/install-test-packages"
    with tempfile.TemporaryDirectory(prefix="due-regard-clamd-") as name:
        folder = Path(name)
        _write(folder)
        engine = subprocess.Popen(
            [program, "--config-file", str(folder / "clamd.conf")],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait(folder, engine)
            yield f"unix:{folder}/clamd.sock"
        finally:
            engine.terminate()
            engine.wait(timeout=20)


def _write(folder: Path) -> None:
    signatures = folder / "signatures"
    signatures.mkdir()
    body = f"DueRegard.Test.Eicar:0:*:{EICAR.hex()}\n"
    (signatures / "ours.ndb").write_text(body)
    digest = md5(KNOWN_BAD, usedforsecurity=False).hexdigest()
    (signatures / "ours.hdb").write_text(f"{digest}:{len(KNOWN_BAD)}:DueRegard.Known\n")
    config = CONFIG.format(folder=folder, most=MOST)
    (folder / "clamd.conf").write_text(config)


def _wait(folder: Path, engine: subprocess.Popen) -> None:
    for _ in range(600):
        assert engine.poll() is None, (folder / "clamd.log").read_text()
        with socket.socket(socket.AF_UNIX) as probe:
            if probe.connect_ex(str(folder / "clamd.sock")) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("clamd did not listen within 30 seconds.")


@contextmanager
def impostor(behave: Callable[[socket.socket], None]) -> Iterator[str]:
    """Something on a port of this machine that takes calls and does as `behave`."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    call, _ = server.accept()
                except OSError:
                    return
                with call:
                    behave(call)

        threading.Thread(target=serve, daemon=True).start()
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)


def read_all(call: socket.socket) -> None:
    """Take the whole stream: a command, then chunks until an empty one."""
    stream = call.makefile("rb")
    stream.readline()
    while size := int.from_bytes(stream.read(4), "big"):
        stream.read(size)
