"""A virus scanner that speaks clamd's protocol and knows the EICAR test text alone."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

from dueregard.documents.tests import engine
from dueregard.documents.tests.files import EICAR

PATIENCE = 1.0  # seconds in which the service gives up


class Scanner:
    """`asked` counts the files that it was given."""

    def __init__(self) -> None:
        self.habit, self.asked, self.address = "ok", 0, ""

    def behave(self, call: socket.socket) -> None:
        """Answer one call by today's habit."""
        self.asked += 1
        if self.habit == "refuse":
            return  # hangs up
        if self.habit == "hang":
            call.settimeout(10 * PATIENCE)
            while call.recv(65536):
                pass
            return
        stream = self._stream(call)
        if self.habit == "garble":
            call.sendall(b"\xff\xfe\x00what?\0")
        else:
            found = b"Eicar-Test FOUND" if EICAR in stream else b"OK"
            call.sendall(b"stream: " + found + b"\n")

    @staticmethod
    def _stream(call: socket.socket) -> bytes:
        """The file: a command, then chunks until an empty one."""
        stream, content = call.makefile("rb"), b""
        stream.readline()
        while size := int.from_bytes(stream.read(4), "big"):
            content += stream.read(size)
        return content

    def settings(self) -> dict[str, object]:
        return {"CLAMAV_SOCKET": self.address, "CLAMAV_TIMEOUT": PATIENCE}


@contextmanager
def scanner() -> Iterator[Scanner]:
    fake = Scanner()
    with engine.impostor(fake.behave) as address:
        fake.address = address
        yield fake
