"""The wrapped data keys, backed up apart from what they seal (settled 29).

A file of lines of JSON: the first says what it is and when it was made, each other is
`[data key, authority, key version, wrapped key in base64]`. Whoever has an old archive
and no such file of its day can read nothing of it that is sealed. So that what was
destroyed is unreadable everywhere in 35 days, an older file is refused, and removed
where a newer one is written.
"""

import base64
import json
import os
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from dueregard import clock
from dueregard.vault import tenancy
from dueregard.vault.models import WrappedKey

from . import BackupError

FORMAT = "due-regard-wrapped-keys-1"
ENDING = ".wrapped-keys"
TABLE = WrappedKey._meta.db_table
COLUMNS = "data_key_id, authority_id, kek_version, wrapped"
KEPT_FOR = timedelta(days=35)
BATCH = 1000
Line = tuple[UUID, int, int, bytes]


def beside(archive: Path) -> Path:
    """Where they go when nobody says: next to the archive, to be carried elsewhere."""
    return archive.with_name(archive.name + ENDING)


def write(target: Path, rows: Iterable[tuple]) -> int:
    """Write the rows of the table to a new file for its owner only; how many."""
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    count = 0
    with os.fdopen(descriptor, "w") as stream:
        head = {"format": FORMAT, "made_at": clock.now().isoformat()}
        stream.write(json.dumps(head) + "\n")
        for data_key_id, authority_id, version, wrapped in rows:
            key = base64.b64encode(bytes(wrapped)).decode()
            line = [str(UUID(str(data_key_id))), authority_id, version, key]
            stream.write(json.dumps(line) + "\n")
            count += 1
        stream.flush()
        os.fsync(stream.fileno())
    return count


def read(source: Path) -> Iterator[Line]:
    """The rows of a file.

    Raises:
        BackupError: it is not one of ours, or older than 35 days.
    """
    made_at = made_when(source)
    if made_at is None:
        raise BackupError(f"{source} does not hold wrapped keys.")
    if made_at < clock.now() - KEPT_FOR:
        raise BackupError(
            f"{source} is older than 35 days: it could bring back what was destroyed. "
            "Remove it."
        )
    return _lines(source)


def load(rows: Iterable[Line], leave_out: set[UUID]) -> int:
    """Put the rows in the empty table, but for keys that were destroyed since."""
    wanted: dict[int, list[WrappedKey]] = {}
    for data_key_id, authority_id, version, wrapped in rows:
        if data_key_id not in leave_out:
            row = WrappedKey(
                data_key_id=data_key_id,
                authority_id=authority_id,
                kek_version=version,
                wrapped=wrapped,
            )
            wanted.setdefault(authority_id, []).append(row)
    for authority_id, keys in wanted.items():
        with tenancy.of(authority_id):
            WrappedKey.objects.bulk_create(keys, batch_size=BATCH)
    return sum(map(len, wanted.values()))


def remove_old(folder: Path) -> int:
    """Remove such files of ours in `folder` that are older than 35 days; how many."""
    old = [
        path
        for path in folder.glob(f"*{ENDING}")
        if (made := made_when(path)) and made < clock.now() - KEPT_FOR
    ]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def made_when(path: Path) -> datetime | None:
    """When such a file was made; None when it is none of ours."""
    try:
        with path.open() as stream:
            head = json.loads(stream.readline())
        if head["format"] == FORMAT:
            return datetime.fromisoformat(head["made_at"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None


def _lines(source: Path) -> Iterator[Line]:
    try:
        with source.open() as stream:
            stream.readline()
            for line in stream:
                data_key_id, authority_id, version, key = json.loads(line)
                wrapped = base64.b64decode(key, validate=True)
                yield UUID(data_key_id), int(authority_id), int(version), wrapped
    except (OSError, ValueError, TypeError) as error:
        raise BackupError(f"{source} is damaged.") from error
