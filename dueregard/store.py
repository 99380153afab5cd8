"""The bytes of files that people give us: one place, private, named at random.

Nothing else writes a file that a person sent (settled 27; docs/decisions/0020 says why
it stands here). Each room keeps its files in a folder of its own. A file is on the
disk, whole and hashed, before any row names it, and a file that no row names is swept
away.
"""

import hashlib
import os
import re
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from dueregard import clock

UPLOADS = "uploads"
DOCUMENTS = "documents"
CHUNK = 256 * 1024  # bytes read at a time
_NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class Stored:
    """A file that is safely on the disk; `size` is in bytes."""

    name: str
    sha256: str
    size: int


class TooLarge(Exception):
    """More bytes came than the limit allows. Nothing is kept."""


def keep(chunks: Iterable[bytes], *, limit: int, folder: str = UPLOADS) -> Stored:
    """Write `chunks` to a new file, readable by us only, and wait for the disk.

    Raises:
        TooLarge: more than `limit` bytes; the file is removed.
    """
    room = _folder(folder)
    room.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = secrets.token_hex(16)
    target = room / name
    try:
        size, digest = _write(target, chunks, limit)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    _wait_for_disk(room)
    return Stored(name=name, sha256=digest, size=size)


def path(name: str, folder: str = UPLOADS) -> Path:
    """Where the file is. Only for reading.

    Raises:
        ValueError: `name` is not one that `keep` gave.
    """
    if not _NAME.fullmatch(name):
        raise ValueError("This is not the name of a stored file.")
    return _folder(folder) / name


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


def _write(target: Path, chunks: Iterable[bytes], limit: int) -> tuple[int, str]:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    digest, size = hashlib.sha256(), 0
    with os.fdopen(descriptor, "wb") as stream:
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise TooLarge
            digest.update(chunk)
            stream.write(chunk)
        stream.flush()
        os.fsync(stream.fileno())
    return size, digest.hexdigest()


def _wait_for_disk(folder: Path) -> None:
    """Make the new name itself outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
