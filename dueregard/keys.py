"""Keys that live outside the database, in the file that `KEY_FILE` names.

The file is JSON: `{"current": 2, "keys": {"1": "…", "2": "…"}}`, each key 32 random
bytes in base64, readable by its owner only. What the product signs or seals names the
version it used, so a new key can be added without breaking what is old. Each purpose
has a key of its own, derived by HKDF, so that no two uses share one.
"""

import base64
import fcntl
import json
import os
from functools import lru_cache
from pathlib import Path

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32


def create(path: Path) -> None:
    """Write a key file with one new key, mode 0600; an existing file is left alone.

    Raises:
        FileExistsError: the file is there already.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, {"current": 1, "keys": {"1": _new()}})


def add() -> int:
    """Put one more key in KEY_FILE and make it the current one; answers its version.

    The older ones stay: the audit was signed with them. The file is whole at every
    moment, and running processes notice the new one by themselves.

    Raises:
        ImproperlyConfigured: the key file is missing.
    """
    path = Path(settings.KEY_FILE)
    _load(str(path))
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # until it is closed, killed or not
        content = json.loads(path.read_text())
        version = max(map(int, content["keys"])) + 1
        content["keys"][str(version)] = _new()
        content["current"] = version
        beside = path.with_name(f"{path.name}.new")
        beside.unlink(missing_ok=True)
        _write(beside, content)
        beside.replace(path)
    return version


def newest_version() -> int:
    """The highest version that KEY_FILE holds."""
    return max(_load(str(settings.KEY_FILE))[1])


def exists() -> bool:
    return Path(settings.KEY_FILE).is_file()


def current_version() -> int:
    """The version that new signatures and seals are made with."""
    return _load(str(settings.KEY_FILE))[0]


def derive(purpose: str, version: int | None = None) -> bytes:
    """The 32-byte key for `purpose`, of `version` or of the current one.

    Raises:
        ImproperlyConfigured: the key file or that version of the key is missing.
    """
    current, keys = _load(str(settings.KEY_FILE))
    wanted = current if version is None else version
    if wanted not in keys:
        raise ImproperlyConfigured(f"KEY_FILE holds no key of version {wanted}.")
    return _derived(keys[wanted], purpose)


def seal(purpose: str, text: str) -> str:
    """`text` encrypted under the current key, with the version in front."""
    version = current_version()
    token = Fernet(base64.urlsafe_b64encode(derive(purpose, version)))
    return f"{version}:{token.encrypt(text.encode()).decode()}"


def unseal(purpose: str, sealed: str) -> str:
    """What `seal` was given.

    Raises:
        cryptography.fernet.InvalidToken: it was changed, or sealed for another purpose.
    """
    version, _, token = sealed.partition(":")
    key = base64.urlsafe_b64encode(derive(purpose, int(version)))
    return Fernet(key).decrypt(token.encode()).decode()


@lru_cache(maxsize=64)
def _derived(key: bytes, purpose: str) -> bytes:
    return HKDF(hashes.SHA256(), KEY_BYTES, None, purpose.encode()).derive(key)


def _new() -> str:
    return base64.b64encode(os.urandom(KEY_BYTES)).decode()


def _write(path: Path, content: dict) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        json.dump(content, stream)
        stream.flush()
        os.fsync(stream.fileno())


def _load(path: str) -> tuple[int, dict[int, bytes]]:
    """The current version and every key, read again when the file has changed."""
    try:
        status = os.stat(path)
        stamp = (status.st_mtime_ns, status.st_ino, status.st_size)
        return _read(path, stamp)
    except FileNotFoundError as error:
        raise ImproperlyConfigured(
            "KEY_FILE names no file. Run `due-regard migrate` on a new database, "
            "or put back the key file from its own backup."
        ) from error


@lru_cache(maxsize=4)
def _read(path: str, stamp: tuple[int, ...]) -> tuple[int, dict[int, bytes]]:
    content = json.loads(Path(path).read_text())
    keys = {int(n): base64.b64decode(key) for n, key in content["keys"].items()}
    return int(content["current"]), keys
