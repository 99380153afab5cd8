"""Putting a backup back, onto an empty place only, and proving that it is whole."""

import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from dueregard import keys
from dueregard.audit import verifier
from dueregard.audit.heads import Head
from dueregard.vault.services import erasing

from . import BackupError, engines, wrapped_keys
from .manifest import DATABASE, FILES, NAME, Manifest, part


def restore(
    source: Path,
    *,
    keys_from: Path | None = None,
    wrapped_from: Path | None = None,
    erasures: Path | None = None,
    heads: Iterable[Head] = (),
) -> tuple[Manifest, int]:
    """Fill an empty database and file folder from `source`, then verify the audit.

    Nothing is touched before every part of the archive has its digest. `heads` are
    those saved outside the database; what the ledger `erasures` names is destroyed
    again. Answers the manifest and how many keys that were.

    Raises:
        BackupError: the place is not empty, the archive is damaged, the keys are not
            those of the backup, or what was restored does not verify.
    """
    keyring = _keyring(keys_from)
    _refuse_occupied()
    wrapped_from = wrapped_from or wrapped_keys.beside(source)
    try:
        with tempfile.TemporaryDirectory(dir=_staging(), prefix=".restore-") as name:
            folder = Path(name)
            manifest = _unpack(source, folder)
            _refuse_unfit(manifest, keyring)
            rows = _wrapped(manifest, wrapped_from)
            engines.load(folder / DATABASE)
            _put_files(folder)
        if keys_from and not keys.exists():
            _put_keys(keys_from)
    except OSError as error:
        raise BackupError(f"The backup could not be put back: {error}.") from error
    _verify(manifest, heads)
    if wrapped_keys.TABLE not in connection.introspection.table_names():
        return manifest, 0  # it was made before anything was sealed
    ledger = erasures or Path(settings.ERASURES)
    destroyed = {data_key_id for data_key_id, _ in erasing.known(ledger)}
    wrapped_keys.load(rows, leave_out=destroyed)
    return manifest, erasing.replay(ledger)


def _wrapped(manifest: Manifest, source: Path) -> list[wrapped_keys.Line]:
    """The wrapped data keys that belong to this backup.

    Raises:
        BackupError: they are not here, not those, or older than 35 days.
    """
    if manifest.wrapped_keys is None:
        return []
    if not source.is_file():
        raise BackupError(
            f"The wrapped keys are not at {source}: name the file that was written "
            "with this backup, with --wrapped-keys."
        )
    if part(source, manifest.wrapped_keys.name) != manifest.wrapped_keys:
        raise BackupError(f"{source} is damaged, or of another backup.")
    return list(wrapped_keys.read(source))


def _keyring(keys_from: Path | None) -> set[int]:
    """The versions of the keys at hand.

    Raises:
        BackupError: there are none, they are damaged, or two files disagree.
    """
    paths = [path for path in (keys_from, Path(settings.KEY_FILE)) if path]
    found = [_read_keys(path) for path in paths if path.is_file()]
    if not found or (keys_from and not keys_from.is_file()):
        raise BackupError(
            "The keys are not here. Put the key file of the backup's service where "
            "KEY_FILE says, or name a copy with --keys."
        )
    if any(each != found[0] for each in found):
        raise BackupError("KEY_FILE is there and is not the same as --keys.")
    return {int(number) for number in found[0]}


def _read_keys(path: Path) -> dict[str, str]:
    try:
        return dict(json.loads(path.read_text())["keys"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BackupError(f"{path} is not a key file.") from error


def _refuse_occupied() -> None:
    try:
        if not engines.is_empty():
            raise BackupError(
                "The database is not empty. Restore onto an empty one, then change "
                "over to it."
            )
    except DatabaseError as error:
        raise BackupError(f"The database cannot be reached: {error}") from error
    root = Path(settings.MEDIA_ROOT)
    if root.is_dir() and any(root.iterdir()):
        raise BackupError("The folder of files is not empty. Move it away first.")


def _staging() -> Path:
    folder = Path(settings.MEDIA_ROOT).parent
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _unpack(source: Path, folder: Path) -> Manifest:
    if not source.is_file():
        raise BackupError(f"There is no backup at {source}.")
    try:
        with tarfile.open(source, "r:gz") as archive:
            for member in archive:
                _refuse_strange(member)
                _extract(archive, member, folder / member.name)
        manifest = Manifest.from_json((folder / NAME).read_text())
    except (tarfile.TarError, EOFError, FileNotFoundError, OSError) as error:
        raise BackupError(f"{source} is not a whole backup of ours.") from error
    for wanted in manifest.parts:
        path = folder / wanted.name
        if not path.is_file() or part(path, wanted.name) != wanted:
            raise BackupError(
                f"The backup is damaged at {wanted.name}. Nothing was restored."
            )
    return manifest


def _extract(archive: tarfile.TarFile, member: tarfile.TarInfo, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    stream = archive.extractfile(member)
    if stream:
        with target.open("xb") as copy:
            shutil.copyfileobj(stream, copy)


def _refuse_strange(member: tarfile.TarInfo) -> None:
    path = PurePosixPath(member.name)
    expected = member.name in {NAME, DATABASE} or path.parts[:1] == (FILES,)
    if not (member.isfile() and expected and ".." not in path.parts):
        raise BackupError(f"The backup holds {member.name!r}, which is not ours.")


def _refuse_unfit(manifest: Manifest, keyring: set[int]) -> None:
    if manifest.engine != connection.vendor:
        raise BackupError(
            f"This backup is of {manifest.engine} and DATABASE_URL names "
            f"{connection.vendor}."
        )
    lacking = set(manifest.key_versions) - keyring
    if lacking:
        raise BackupError(
            f"The keys lack version {min(lacking)}, which it was sealed with."
        )


def _put_files(folder: Path) -> None:
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (folder / FILES).is_dir():
        return
    for path in (folder / FILES).rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)
    shutil.copytree(folder / FILES, root, dirs_exist_ok=True)


def _put_keys(source: Path) -> None:
    target = Path(settings.KEY_FILE)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(source.read_bytes())


def _verify(manifest: Manifest, heads: Iterable[Head]) -> None:
    found = engines.facts()
    for table, rows in manifest.rows.items():
        if found["rows"].get(table) != rows:
            raise BackupError(
                f"{table} has {found['rows'].get(table)} rows and should have {rows}. "
                "Do not use what was restored."
            )
    if found["heads"] != manifest.heads:
        raise BackupError("The audit does not end where the manifest says it does.")
    try:
        faults = [each.fault for each in verifier.verify(heads) if each.fault]
    except ImproperlyConfigured as error:
        raise BackupError(f"The audit cannot be verified: {error}") from error
    if faults:
        raise BackupError(f"The audit does not verify. {faults[0].sentence}")
