"""Where the keys that wrap the data keys come from: the key file, or a key service.

They are never in the database, its dumps or the environment (C-K1). The database holds
for each version a value that tells the right key from a wrong one (`KeyVersion`).
"""

import hmac
from typing import Protocol

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.views.decorators.debug import sensitive_variables

from dueregard import keys

from . import key_service, seals
from .errors import KeysUnavailable
from .models import KeyVersion

PURPOSE = "vault:kek"


class Keyring(Protocol):
    """Gives the key of a version, or raises KeysUnavailable. Never a made-up one."""

    def key(self, version: int, sealed: bytes) -> bytes: ...

    def new(self, after: int) -> tuple[int, bytes, bytes]:
        """A version later than `after`: its number, the key, and the key sealed."""


class FileKeyring:
    """The keys of KEY_FILE, each derived for this purpose alone."""

    def key(self, version: int, sealed: bytes) -> bytes:
        try:
            return keys.derive(PURPOSE, version)
        except (ImproperlyConfigured, OSError, ValueError, LookupError) as error:
            raise KeysUnavailable(
                f"KEY_FILE does not give version {version}."
            ) from error

    def new(self, after: int) -> tuple[int, bytes, bytes]:
        try:
            version = keys.newest_version()
            if version <= after:  # else one was added before we were interrupted
                version = keys.add()
        except (ImproperlyConfigured, OSError, ValueError, LookupError) as error:
            raise KeysUnavailable("KEY_FILE cannot be read or changed.") from error
        return version, self.key(version, b""), b""


class ServiceKeyring:
    """Keys that only the key service at KEY_SERVICE_URL can unwrap."""

    def key(self, version: int, sealed: bytes) -> bytes:
        return key_service.unwrap(version, sealed)

    @sensitive_variables()
    def new(self, after: int) -> tuple[int, bytes, bytes]:
        key, version = seals.new_key(), after + 1
        sealed = key_service.wrap(version, key)
        if not hmac.compare_digest(key_service.unwrap(version, sealed, anew=True), key):
            raise KeysUnavailable("The key service does not give back what it took.")
        return version, key, sealed


def current() -> Keyring:
    """The key service when one is set, else the key file."""
    return ServiceKeyring() if settings.KEY_SERVICE_URL else FileKeyring()


@sensitive_variables()
def opened(version: KeyVersion) -> AESGCM:
    """The key of `version`, ready to wrap and unwrap.

    Raises:
        KeysUnavailable: it is missing, wrong or retired.
    """
    if version.retired_at:
        raise KeysUnavailable(f"Key version {version.number} is retired.")
    key = current().key(version.number, bytes(version.sealed))
    if not hmac.compare_digest(seals.check_of(key), bytes(version.check_value)):
        raise KeysUnavailable(f"Key version {version.number} is not the right key.")
    return AESGCM(key)


def newest() -> KeyVersion | None:
    """The version that new data keys are wrapped with; none before the first."""
    return KeyVersion.objects.filter(retired_at=None).order_by("-number").first()


def ready() -> None:
    """Fetch the newest key where a service has it, before a transaction is open.

    Raises:
        KeysUnavailable: the records are locked.
    """
    if settings.KEY_SERVICE_URL and (version := newest()):
        opened(version)


def trouble() -> str:
    """Why records are locked now, in a sentence for whoever runs the machine, or ""."""
    version = newest()
    if version is None:
        return ""
    try:
        opened(version)
    except KeysUnavailable as error:
        return f"Records about people are locked: {error}"
    return ""
