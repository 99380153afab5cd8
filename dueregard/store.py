"""The bytes of files that people give us: one place, private, named at random.

Nothing else writes a file that a person sent (settled 27; docs/decisions/0020 says why
it stands here). Each room keeps its files in a folder of its own. A file is on the
disk, whole and hashed, before any row names it, and a file that no row names is swept
away.

A file about a case is sealed while it streams in: a mark, then frames, each its length
in four bytes and what a `Seal` made of it. A frame is bound to the file's name, its own
number and whether it is the last, so that none can be cut off, swapped or moved.
"""

import hashlib
import io
import os
import re
import secrets
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

from django.conf import settings

from dueregard import clock

UPLOADS = "uploads"
DOCUMENTS = "documents"
CHUNK = 256 * 1024  # bytes read at a time
_NAME = re.compile(r"[0-9a-f]{32}")
_SEALED = b"DRSEAL1\n"
_LENGTH = 4  # bytes that say how long a frame is
_LONGEST = CHUNK + 64  # a sealed frame


class Seal(Protocol):
    """Seals one frame, and opens it only at the place that it was sealed for."""

    def close(self, plain: bytes, place: bytes) -> bytes: ...

    def open(self, sealed: bytes, place: bytes) -> bytes: ...


@dataclass(frozen=True)
class Stored:
    """A file that is safely on the disk; `size` is in bytes, before any sealing.

    `sha256` is of what is on the disk: of a sealed file it says nothing about the file.
    """

    name: str
    sha256: str
    size: int


class TooLarge(Exception):
    """More bytes came than the limit allows. Nothing is kept."""


class Damaged(Exception):
    """A sealed file was cut, or is none of ours."""


def keep(
    chunks: Iterable[bytes],
    *,
    limit: int,
    folder: str = UPLOADS,
    seal: Seal | None = None,
) -> Stored:
    """Write `chunks` to a new file, readable by us only, and wait for the disk.

    With `seal` nothing is ever on the disk in the clear.

    Raises:
        TooLarge: more than `limit` bytes; the file is removed.
        OSError: the disk is full or fails; the file is removed.
    """
    room = _folder(folder)
    room.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = secrets.token_hex(16)
    target = room / name
    try:
        size, digest = _write(target, chunks, limit, seal)
        _wait_for_disk(room)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return Stored(name=name, sha256=digest, size=size)


def path(name: str, folder: str = UPLOADS) -> Path:
    """Where the file is. Only for reading.

    Raises:
        ValueError: `name` is not one that `keep` gave.
    """
    if not _NAME.fullmatch(name):
        raise ValueError("This is not the name of a stored file.")
    return _folder(folder) / name


def read(
    name: str, folder: str = UPLOADS, *, seal: Seal | None = None
) -> Iterator[bytes]:
    """The bytes in pieces. What was kept with a seal is opened with the same seal.

    Raises:
        FileNotFoundError: it is gone.
        Damaged: it was cut, or was not sealed; the seal raises for the rest.
    """
    with path(name, folder).open("rb") as file:
        if seal is None:
            while chunk := file.read(CHUNK):
                yield chunk
        else:
            yield from _unsealed(file, name, seal)


def stream(name: str, folder: str = UPLOADS, *, seal: Seal | None = None) -> BinaryIO:
    """The same as a file to read from, for the scanner and for answers to a browser."""
    return cast(BinaryIO, io.BufferedReader(_Pieces(read(name, folder, seal=seal))))


def remove(name: str, folder: str = UPLOADS) -> None:
    """Take the file off the disk; one that is gone already is no error."""
    if name:
        path(name, folder).unlink(missing_ok=True)


def sweep(
    named: Collection[str], *, older_than: timedelta, folder: str = UPLOADS
) -> int:
    """Remove files that no row names, left by a process that was killed.

    Answers how many. `older_than` spares a file whose row is about to be written.
    """
    before = (clock.now() - clock.offset() - older_than).timestamp()
    removed = 0
    if not _folder(folder).is_dir():
        return removed
    for file in _folder(folder).iterdir():
        if file.name not in named and file.stat().st_mtime < before:
            file.unlink(missing_ok=True)
            removed += 1
    return removed


def _folder(folder: str) -> Path:
    return Path(settings.MEDIA_ROOT) / folder


class _Pieces(io.RawIOBase):
    """An iterator of pieces as a raw file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        room = memoryview(buffer)
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = piece
        given, self._left = self._left[: len(room)], self._left[len(room) :]
        room[: len(given)] = given
        return len(given)


def _write(
    target: Path, chunks: Iterable[bytes], limit: int, seal: Seal | None
) -> tuple[int, str]:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    digest, size = hashlib.sha256(), 0

    def counted() -> Iterator[bytes]:
        nonlocal size
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise TooLarge
            yield chunk

    pieces = counted() if seal is None else _sealed(counted(), target.name, seal)
    with os.fdopen(descriptor, "wb") as stream:
        for piece in pieces:
            digest.update(piece)
            stream.write(piece)
        stream.flush()
        os.fsync(stream.fileno())
    return size, digest.hexdigest()


def _sealed(chunks: Iterable[bytes], name: str, seal: Seal) -> Iterator[bytes]:
    """What is written for `chunks`: the mark, and frames of CHUNK bytes."""
    yield _SEALED
    number, held = 0, b""
    for chunk in chunks:
        held += chunk
        while len(held) > CHUNK:  # the last frame is known only at the end
            frame, held = held[:CHUNK], held[CHUNK:]
            yield _framed(seal.close(frame, _place(name, number, last=False)))
            number += 1
    yield _framed(seal.close(held, _place(name, number, last=True)))


def _unsealed(file: BinaryIO, name: str, seal: Seal) -> Iterator[bytes]:
    if file.read(len(_SEALED)) != _SEALED:
        raise Damaged("It was not sealed.")
    number, length = 0, file.read(_LENGTH)
    while True:
        wanted = int.from_bytes(length)
        frame = file.read(min(wanted, _LONGEST))
        if len(length) < _LENGTH or len(frame) != wanted:
            raise Damaged("It was cut.")
        length = file.read(_LENGTH)
        yield seal.open(frame, _place(name, number, last=not length))
        if not length:
            return
        number += 1


def _framed(frame: bytes) -> bytes:
    return len(frame).to_bytes(_LENGTH) + frame


def _place(name: str, number: int, *, last: bool) -> bytes:
    return f"{name}:{number}:{'last' if last else 'more'}".encode()


def _wait_for_disk(folder: Path) -> None:
    """Make the new name itself outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
