"""Data keys on their way in and out: wrapped in the database, open only in a room."""

import logging
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db.models import QuerySet
from django.views.decorators.debug import sensitive_variables

from . import keyring, seals
from .errors import KeysUnavailable, Unreadable
from .models import DataKey, KeyVersion, WrappedKey

logger = logging.getLogger(__name__)


class Kept(NamedTuple):
    """A data key as it is in the database; `wrapped` is None when it was destroyed."""

    key_id: UUID
    authority_id: int
    kind: str
    destroyed_at: datetime | None
    wrapped: bytes | None
    kek_version: int | None


def place(authority_id: int, key_id: UUID, kind: str, version: int) -> bytes:
    """What binds a wrapped key: it opens only for its own row and authority."""
    return seals.place("key", authority_id, key_id, kind, version)


@sensitive_variables()
def wrapped(
    data_key: DataKey, key: bytes, version: KeyVersion, kek: AESGCM
) -> WrappedKey:
    """`key` under `version`, as a row to be saved."""
    authority_id, number = data_key.authority_id, version.number
    where = place(authority_id, data_key.pk, data_key.kind, number)
    return WrappedKey(
        data_key=data_key,
        authority_id=authority_id,
        wrapped=seals.seal(kek, key, where),
        kek_version=number,
    )


@sensitive_variables()
def unwrap(kept: Kept, keks: dict[int, AESGCM]) -> bytes:
    """The key itself. Raises Unreadable when the row was changed or moved."""
    version = kept.kek_version or 0
    where = place(kept.authority_id, kept.key_id, kept.kind, version)
    return seals.unseal(keks[version], bytes(kept.wrapped or b""), where)


@sensitive_variables()
def unwrapped(
    keys: QuerySet[DataKey], known: dict[int, AESGCM]
) -> dict[UUID, AESGCM | None]:
    """The data keys among `keys`, open; None is one that was destroyed.

    One that was tampered with is left out and logged: reading what it sealed is then
    refused, and other records are not affected. `known` are key versions that were
    opened before; those that had to be opened are added to it.

    Raises:
        KeysUnavailable: a key version is missing, wrong or retired, or the wrapped keys
            were not restored with the rest.
    """
    found: dict[UUID, AESGCM | None] = {}
    for kept in with_versions(keys, known):
        try:
            opened = AESGCM(unwrap(kept, known)) if kept.wrapped is not None else None
        except Unreadable:
            logger.error("Data key %s does not open.", kept.key_id)
        else:
            found[kept.key_id] = opened
    return found


def with_versions(keys: QuerySet[DataKey], known: dict[int, AESGCM]) -> list[Kept]:
    """The rows of `keys`; the key versions that wrap them are then in `known`, open.

    A change of keys may end between our two statements: then the rows we read are
    under the old version, which has just been retired, and are read once more.
    """
    try:
        return _with_versions(keys, known)
    except KeysUnavailable:
        return _with_versions(keys, known)


def _with_versions(keys: QuerySet[DataKey], known: dict[int, AESGCM]) -> list[Kept]:
    columns = ("pk", "authority_id", "kind", "destroyed_at")
    held = ("kept__wrapped", "kept__kek_version")
    rows = [Kept(*row) for row in keys.values_list(*columns, *held)]
    if any(row.wrapped is None and row.destroyed_at is None for row in rows):
        raise KeysUnavailable("The wrapped keys are not in this database.")
    versions = {row.kek_version for row in rows if row.kek_version is not None}
    known |= opened_versions(versions - set(known))
    return rows


def opened_versions(numbers: set[int]) -> dict[int, AESGCM]:
    """These key versions, open. Raises KeysUnavailable."""
    if not numbers:
        return {}
    versions = KeyVersion.objects.in_bulk(numbers)
    if missing := numbers - set(versions):
        raise KeysUnavailable(f"Key version {min(missing)} is not known here.")
    return {number: keyring.opened(each) for number, each in versions.items()}


def log_unreadable(row: Any, name: str) -> None:
    """Say which answer could not be opened: ids only, which are random."""
    logger.error("%s %s: %s does not open.", row._meta.label, row.pk, name)
