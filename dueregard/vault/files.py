"""Files sealed under a record's data key, frame by frame, as `store` streams them."""

from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from . import rooms, seals
from .models import DataKey


class FileSeal:
    """What `store` seals and opens a file with. Good for as long as its room is open.

    seal = files.seal_to_add(referral.data_key)       # in any room of the authority
    stored = store.keep(chunks, limit=…, folder=…, seal=seal)
    seal = files.seal_to_read(referral.data_key)      # where the record is shown
    stream = store.stream(stored.name, folder, seal=seal)
    """

    def __init__(self, data_key: DataKey, *, to_read: bool) -> None:
        self._authority_id, self._key_id = data_key.authority_id, data_key.pk
        self._to_read = to_read
        self._key()  # refuse now, not after the first bytes

    def __repr__(self) -> str:
        return "<FileSeal>"

    def close(self, plain: bytes, place: bytes) -> bytes:
        return seals.seal(self._key(), plain, self._bound(place))

    def open(self, sealed: bytes, place: bytes) -> bytes:
        """Raises Unreadable: changed, cut, moved, or another key."""
        if not self._to_read:
            raise rooms.RoomClosed("This seal adds files; it opens none.")
        return seals.unseal(self._key(), sealed, self._bound(place))

    def _key(self) -> AESGCM:
        room = rooms.current()
        if room.authority_id != self._authority_id:
            raise rooms.RoomClosed("This room is of another authority.")
        if self._to_read:
            return room.key_of_shown(self._key_id)
        return room.key_to_add(self._key_id)

    def _bound(self, place: bytes) -> bytes:
        key_id: UUID = self._key_id
        return seals.place("file", self._authority_id, key_id, place.decode())


class PassingSeal:
    """What opens or seals the files of one data key at one authority, without a room:
    for records that pass from one to another (`services.passing`)."""

    def __init__(self, key: AESGCM, authority_id: int, key_id: UUID) -> None:
        self._key, self._where = key, (authority_id, key_id)

    def __repr__(self) -> str:
        return "<PassingSeal>"

    def close(self, plain: bytes, place: bytes) -> bytes:
        return seals.seal(self._key, plain, self._bound(place))

    def open(self, sealed: bytes, place: bytes) -> bytes:
        return seals.unseal(self._key, sealed, self._bound(place))

    def _bound(self, place: bytes) -> bytes:
        return seals.place("file", *self._where, place.decode())


def seal_to_add(data_key: DataKey) -> FileSeal:
    """For keeping a file. Raises RoomClosed, KeysUnavailable, Shredded."""
    return FileSeal(data_key, to_read=False)


def seal_to_read(data_key: DataKey) -> FileSeal:
    """For reading one whose record the room shows. Raises as `seal_to_add`."""
    return FileSeal(data_key, to_read=True)
