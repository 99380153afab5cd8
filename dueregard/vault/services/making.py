"""Making data keys."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import IntegrityError, transaction
from django.views.decorators.debug import sensitive_variables

from .. import keyring, rooms, seals, tenancy, wrapping
from ..errors import KeysUnavailable, RoomClosed
from ..models import DataKey, KeyVersion, WrappedKey


def new_key(authority: Any, kind: str) -> DataKey:
    """A new data key of `authority`: see `new_keys`."""
    (data_key,) = new_keys(authority, kind)
    return data_key


def new_keys(authority: Any, *kinds: str) -> list[DataKey]:
    """New data keys of `authority`, saved, and open in the room we are in.

    Raises:
        RoomClosed: no room of this authority is open.
        KeysUnavailable: the records are locked.
    """
    room = rooms.current()
    number = authority if isinstance(authority, int) else authority.pk
    if room.authority_id != number:
        raise RoomClosed("This room is of another authority.")
    made = _made(number, kinds, room.fetched)
    for data_key, opened in made:
        room.hold(data_key.pk, opened)
    return [data_key for data_key, _ in made]


@sensitive_variables()
def index_key(authority_id: int) -> bytes:
    """The key of an authority's blind indexes, made when it is first wanted.

    It is wrapped like a data key, so that changing the keys leaves the indexes as they
    are. Call it where the authority is set (`tenancy.of`); an open room keeps it.
    """
    room = rooms.innermost_of(authority_id)
    if room is None:
        return _index_key(authority_id, {})
    if room.fetched.index_key is None:
        room.fetched.index_key = _index_key(authority_id, room.fetched.versions)
    return room.fetched.index_key


@sensitive_variables()
def _index_key(authority_id: int, versions: dict[int, AESGCM]) -> bytes:
    wanted = DataKey.objects.filter(authority_id=authority_id, kind=DataKey.Kind.INDEX)
    found = wrapping.with_versions(wanted, versions)
    if not found:
        with suppress(IntegrityError), transaction.atomic():  # somebody else was first
            _made(authority_id, [DataKey.Kind.INDEX], rooms.Fetched())
    (kept,) = found or wrapping.with_versions(wanted, versions)
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
def _made(
    authority_id: int, kinds: Iterable[str], fetched: rooms.Fetched
) -> list[tuple[DataKey, AESGCM]]:
    version = fetched.newest or usable_version()
    made = [
        (DataKey(authority_id=authority_id, kind=kind), seals.new_key())
        for kind in kinds
    ]
    with tenancy.of(authority_id):
        DataKey.objects.bulk_create([data_key for data_key, _ in made])
        WrappedKey.objects.bulk_create(_wrapped(made, version, fetched))
        newest = keyring.newest()
        if newest and newest.number != version.number:
            # The keys were changed while we waited: never leave one under the old.
            for kept in _wrapped(made, newest, fetched):
                kept.save()
        fetched.newest = newest
    return [(data_key, AESGCM(key)) for data_key, key in made]


@sensitive_variables()
def _wrapped(
    made: list[tuple[DataKey, bytes]], version: KeyVersion, fetched: rooms.Fetched
) -> list[WrappedKey]:
    known = fetched.versions
    kek = known[version.number] = known.get(version.number) or keyring.opened(version)
    return [wrapping.wrapped(data_key, key, version, kek) for data_key, key in made]
