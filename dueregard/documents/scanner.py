"""Asking ClamAV about a file, over its socket (`CLAMAV_SOCKET`).

The bytes are streamed to it (INSTREAM), so it needs no right to our files and may stand
on another machine, behind a tunnel: the protocol itself is not encrypted.
"""

import contextlib
import re
from dataclasses import dataclass
from typing import BinaryIO

from clamav_client.clamd import (
    BufferTooLongError,
    ClamdError,
    ClamdNetworkSocket,
    ClamdUnixSocket,
)
from django.conf import settings

TCP = re.compile(r"tcp://(?P<host>[^:/]+):(?P<port>\d{1,5})")
UNIX = re.compile(r"unix:(//)?(?P<path>/.+)")
LAST_WORDS = 200
LONGEST_NAME = 80
TOO_LARGE = (
    "It is larger than the virus check takes, so it was removed. Give a smaller file."
)


class Unavailable(Exception):
    """The engine is away, or did not say what it found. The file waits."""


@dataclass(frozen=True)
class Verdict:
    """What became of the question; `reason` is a sentence when the file is refused."""

    is_clean: bool
    reason: str = ""


class _LastWords:
    """An engine that has enough hangs up while we still send: hear why it did."""

    said = b""

    def _close_socket(self) -> None:
        with contextlib.suppress(OSError):
            self.clamd_socket.settimeout(1)  # type: ignore[attr-defined]
            self.said = self.clamd_socket.recv(LAST_WORDS)  # type: ignore[attr-defined]
        super()._close_socket()  # type: ignore[misc]


class _Network(_LastWords, ClamdNetworkSocket):
    pass


class _Unix(_LastWords, ClamdUnixSocket):
    pass


def is_configured() -> bool:
    return bool(settings.CLAMAV_SOCKET)


def mistake_in(address: str) -> str:
    """What is wrong with a CLAMAV_SOCKET, or nothing."""
    if not address or TCP.fullmatch(address) or UNIX.fullmatch(address):
        return ""
    return (
        "CLAMAV_SOCKET is not an address: use unix:/run/clamav/clamd.ctl or "
        "tcp://127.0.0.1:3310, or leave it out."
    )


def ask(stream: BinaryIO) -> Verdict:
    """What the engine says of `stream`.

    Raises:
        Unavailable: it cannot be reached, took too long, or spoke in riddles.
    """
    client = _client()
    try:
        answers = client.instream(stream)
    except BufferTooLongError:
        return Verdict(False, TOO_LARGE)
    except (ClamdError, OSError, UnicodeDecodeError) as error:
        if b"size limit exceeded" in client.said:
            return Verdict(False, TOO_LARGE)
        raise Unavailable(type(error).__name__) from None
    status, name = answers.get("stream", ("", None))
    if status == "FOUND":
        return Verdict(False, found(str(name)))
    if status == "OK":
        return Verdict(True)
    raise Unavailable("The engine gave no answer.")


def found(name: str) -> str:
    """The sentence for what the engine calls `name`."""
    return (
        f"The virus check found “{name[:LONGEST_NAME]}” in it, so the file was "
        "removed. Give a clean copy."
    )


def _client() -> _Network | _Unix:
    address = settings.CLAMAV_SOCKET
    if unix := UNIX.fullmatch(address):
        return _Unix(unix["path"], timeout=settings.CLAMAV_TIMEOUT)
    if tcp := TCP.fullmatch(address):
        port = int(tcp["port"])
        return _Network(tcp["host"], port, timeout=settings.CLAMAV_TIMEOUT)
    raise Unavailable("CLAMAV_SOCKET is not an address.")
