"""Making a backup."""

import os
import shutil
import tarfile
import tempfile
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection

from dueregard import clock, keys

from . import BackupError, engines, wrapped_keys
from .manifest import DATABASE, FILES, FORMAT, NAME, WRAPPED_KEYS, Manifest, part


def make(
    target: Path, *, keys_to: Path | None = None, wrapped_to: Path | None = None
) -> Manifest:
    """Write database and files to `target` (0600), keys to `keys_to` when given.

    The wrapped data keys go to `wrapped_to`, else beside `target`.

    The database is copied first: a file that arrives meanwhile is one too many, which
    harms nothing. The archive appears under its name only when it is whole.

    Raises:
        BackupError: a target is there already, or a part could not be read.
    """
    wrapped_to = wrapped_to or wrapped_keys.beside(target)
    _refuse_existing(target, keys_to, wrapped_to)
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as name:
            folder = Path(name)
            manifest = _collect(folder)
            (folder / NAME).write_text(manifest.to_json())
            _pack(folder, manifest, folder / "archive")
            _put(folder / WRAPPED_KEYS, wrapped_to)
            (folder / "archive").rename(target)
        _wait_for_disk(target.parent)
        wrapped_keys.remove_old(wrapped_to.parent)
        if keys_to:
            _copy_keys(keys_to)
    except OSError as error:
        raise BackupError(f"The backup could not be written: {error}.") from error
    return manifest


def _refuse_existing(target: Path, keys_to: Path | None, wrapped_to: Path) -> None:
    for path in filter(None, (target, keys_to, wrapped_to)):
        if path.exists():
            raise BackupError(f"{path} is there already. Give another name.")
        if not path.absolute().parent.is_dir():
            raise BackupError(f"The folder of {path} is not there. Make it first.")
    if keys_to and not keys.exists():
        raise BackupError("KEY_FILE names no file, so the keys cannot be copied.")
    if engines.is_empty():
        raise BackupError("The database is empty: there is nothing to back up.")


def _collect(folder: Path) -> Manifest:
    manifest = Manifest(
        format=FORMAT,
        product=version("due-regard"),
        engine=connection.vendor,
        made_at=clock.now().isoformat(),
        **engines.dump(folder / DATABASE, folder / WRAPPED_KEYS),
        wrapped_keys=part(folder / WRAPPED_KEYS, WRAPPED_KEYS),
    )
    parts = [part(folder / DATABASE, DATABASE)]
    for path in _files():
        copy = folder / FILES / path.relative_to(settings.MEDIA_ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(path, copy)
        except FileNotFoundError:
            continue  # swept away since we listed it: no row names it
        parts.append(part(copy, str(copy.relative_to(folder))))
    return replace(manifest, parts=parts)


def _files() -> list[Path]:
    root = Path(settings.MEDIA_ROOT)
    return sorted(p for p in root.rglob("*") if p.is_file() and not p.is_symlink())


def _pack(folder: Path, manifest: Manifest, target: Path) -> None:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        with tarfile.open(fileobj=stream, mode="w:gz", compresslevel=3) as archive:
            for name in [NAME, *(each.name for each in manifest.parts)]:
                archive.add(folder / name, arcname=name, filter=_anonymous)
        stream.flush()
        os.fsync(stream.fileno())


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave out who made the file, and let nobody else read it."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _copy_keys(target: Path) -> None:
    _put(Path(settings.KEY_FILE), target)


def _put(source: Path, target: Path) -> None:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream, source.open("rb") as content:
        shutil.copyfileobj(content, stream)
        stream.flush()
        os.fsync(stream.fileno())


def _wait_for_disk(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
