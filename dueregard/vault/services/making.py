"""Making data keys."""

from contextlib import suppress
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import IntegrityError, transaction
from django.views.decorators.debug import sensitive_variables

from .. import keyring, rooms, seals, tenancy, wrapping
from ..errors import KeysUnavailable, RoomClosed
from ..models import DataKey, KeyVersion


def new_key(authority: Any, kind: str) -> DataKey:
    """A new data key of `authority`, saved, and open in the room we are in.

    Raises:
        RoomClosed: no room of this authority is open.
        KeysUnavailable: the records are locked.
    """
    room = rooms.current()
    number = authority if isinstance(authority, int) else authority.pk
    if room.authority_id != number:
        raise RoomClosed("This room is of another authority.")
    data_key, opened = _made(number, kind)
    room.hold(data_key.pk, opened)
    return data_key


@sensitive_variables()
def index_key(authority_id: int) -> bytes:
    """The key of an authority's blind indexes, made when it is first wanted.

    It is wrapped like a data key, so that changing the keys leaves the indexes as they
    are. Call it where the authority is set (`tenancy.of`); an open room keeps it.
    """
    room = rooms.innermost_of(authority_id)
    if room is None:
        return _index_key(authority_id)
    if room.fetched.index_key is None:
        room.fetched.index_key = _index_key(authority_id)
    return room.fetched.index_key


@sensitive_variables()
def _index_key(authority_id: int) -> bytes:
    wanted = DataKey.objects.filter(authority_id=authority_id, kind=DataKey.Kind.INDEX)
    if not wanted.exists():
        with suppress(IntegrityError), transaction.atomic():  # somebody else was first
            _made(authority_id, DataKey.Kind.INDEX)
    versions: dict[int, AESGCM] = {}
    (kept,) = wrapping.with_versions(wanted, versions)
    return wrapping.unwrap(kept, versions)


def usable_version() -> KeyVersion:
    """The version to wrap with; the first is made when there is none yet.

    Raises:
        KeysUnavailable: the key file or service does not give one.
    """
    version = keyring.newest()
    if version is None and not KeyVersion.objects.exists():
        add_version(*keyring.current().new(after=0))
    version = version or keyring.newest()  # or somebody else made the first
    if version is None:
        raise KeysUnavailable("Every key version is retired.")
    return version


@sensitive_variables()
def add_version(number: int, key: bytes, sealed: bytes) -> None:
    """Note a key version; one that is there already stays as it is."""
    KeyVersion.objects.bulk_create(
        [KeyVersion(number=number, check_value=seals.check_of(key), sealed=sealed)],
        ignore_conflicts=True,
    )


@sensitive_variables()
def _made(authority_id: int, kind: str) -> tuple[DataKey, AESGCM]:
    version, key = usable_version(), seals.new_key()
    data_key = DataKey(authority_id=authority_id, kind=kind)
    kept = wrapping.wrapped(data_key, key, version, keyring.opened(version))
    with tenancy.of(authority_id):
        data_key.save(force_insert=True)
        kept.save(force_insert=True)
        newest = keyring.newest()
        if newest and newest.number != version.number:
            # The keys were changed while we waited: never leave one under the old.
            wrapping.wrapped(data_key, key, newest, keyring.opened(newest)).save()
    return data_key, AESGCM(key)
