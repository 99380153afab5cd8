"""The only places where something sealed can be read or written (settled 28).

    with case_room(request, authority=…, purpose=Purpose.TRIAGE, door="detail",
                   groups=["G1", "G2"]) as room:
        referral = room.show(Referral.objects.get(pk=pk))
        return render(request, "referrals/detail.html", {"referral": referral})

One transaction: the authority is set, what is shown is noted, the page is made, and the
entry that says who looked is sealed before anything is sent. When it cannot be
written, nothing is shown. Keys are opened for the room and dropped when it is left.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import DatabaseError
from django.views.decorators.debug import sensitive_variables

from dueregard.access.purposes import Purpose
from dueregard.audit import services as audit

from . import keyring, seals, tenancy, wrapping
from .errors import RoomClosed, Shredded, Unreadable
from .events import VaultEvent
from .models import DataKey, KeyVersion, SealedModel

Row = TypeVar("Row", bound=SealedModel)
WORKER = None  # who looks, when a job does
_room: ContextVar["Room | None"] = ContextVar("room", default=None)


@dataclass(repr=False)
class Fetched:
    """What rooms of one authority, one within the other, fetch once together: the key
    versions, the newest of them and the key of the indexes; and which data keys were
    made here, so that nothing finds them yet. Data keys each room opens for itself."""

    versions: dict[int, AESGCM] = field(default_factory=dict)
    newest: KeyVersion | None = None
    index_key: bytes | None = None
    never_indexed: set[UUID] = field(default_factory=set)


class Room:
    """An open room: which rows it shows, and the keys that it has opened."""

    def __init__(self, authority_id: int, fetched: Fetched | None = None) -> None:
        self.authority_id = authority_id
        self.fetched = fetched or Fetched()
        self.shown: dict[tuple[str, str], SealedModel] = {}
        self._readable: set[UUID] = set()
        self._opened: dict[UUID, AESGCM | None] = {}  # None: destroyed

    def __repr__(self) -> str:
        return "<Room>"

    def show(self, row: Row) -> Row:
        """`row`, readable from now on, and noted as looked at."""
        return self.show_all([row])[0]

    def show_all(self, rows: Iterable[Row]) -> list[Row]:
        """`rows`, all their keys opened in one go.

        Raises:
            RoomClosed: one is of another authority.
            KeysUnavailable: the keys cannot be opened.
        """
        shown = list(rows)
        for row in shown:
            self._must_be_ours(row)
            self.shown[row._meta.label_lower, str(row.pk)] = row
        self._readable |= {row.data_key_id for row in shown}
        self.unlock(row.data_key_id for row in shown)
        return shown

    def unlock(self, keys: Iterable[UUID]) -> None:
        """Open these data keys, those that are not open yet, in one statement."""
        wanted = {key for key in keys if key not in self._opened}
        if wanted:
            self._opened |= wrapping.unwrapped(
                DataKey.objects.filter(authority=self.authority_id, pk__in=wanted),
                self.fetched.versions,
            )

    def hold(self, key: UUID, opened: AESGCM) -> None:
        """Keep a data key that was made in this room."""
        self._opened[key] = opened
        self.fetched.never_indexed.add(key)

    def key_to_read(self, row: SealedModel) -> AESGCM:
        """Raises RoomClosed for a row that this room does not show, Shredded."""
        self._must_be_ours(row)
        if row.data_key_id not in self._readable:
            raise RoomClosed(f"This room does not show this {row._meta.verbose_name}.")
        return self._key(row.data_key_id)

    def key_to_write(self, row: SealedModel) -> AESGCM:
        """Any key of the authority: adding to a record does not open it."""
        self._must_be_ours(row)
        return self._key(row.data_key_id)

    def key_of_shown(self, data_key_id: UUID) -> AESGCM:
        """The key of what this room shows, for its files and indexes."""
        if data_key_id not in self._readable:
            raise RoomClosed("This room does not show what this key opens.")
        return self._key(data_key_id)

    def key_to_add(self, data_key_id: UUID) -> AESGCM:
        """The key under which a file is added."""
        return self._key(data_key_id)

    def leave(self) -> None:
        """Drop every key. (Python gives no promise about memory it has freed.)"""
        self._opened.clear()
        self._readable.clear()
        self.fetched = Fetched()

    def _key(self, data_key_id: UUID) -> AESGCM:
        if data_key_id not in self._opened:
            self.unlock([data_key_id])
        if data_key_id not in self._opened:
            raise Unreadable("The data key does not open.")
        opened = self._opened[data_key_id]
        if opened is None:
            raise Shredded("The data key was destroyed.")
        return opened

    def _must_be_ours(self, row: SealedModel) -> None:
        if row.authority_id != self.authority_id:
            raise RoomClosed("This room is of another authority.")


def current() -> Room:
    """The innermost open room. Raises RoomClosed when there is none."""
    room = _room.get()
    if room is None:
        raise RoomClosed("Open a room first: docs/explanation/vault.md says how.")
    return room


def innermost_of(authority_id: int) -> Room | None:
    """The innermost open room, when it is of this authority."""
    room = _room.get()
    return room if room and room.authority_id == authority_id else None


@contextmanager
def case_room(
    who: Any,
    *,
    authority: Any,
    purpose: Purpose,
    door: str,
    groups: Iterable[str],
    subjects: Iterable[SealedModel] = (),
) -> Iterator[Room]:
    """Open a room for `who` (a request, a person, or WORKER) to read in.

    `door` is a code for the way in (detail, list, search, export, file, …), `groups`
    the codes of the field groups that are shown (G1 to G7). Rows are readable once
    they are among `subjects` or given to `room.show`.

    Raises:
        KeysUnavailable: the records are locked.
        audit.NotRecorded: the look could not be recorded, so nothing may be shown.
    """
    keyring.ready()
    facts = {"purpose": Purpose(purpose).value, "door": door, "groups": sorted(groups)}
    made = False
    try:
        with _opened(authority) as (room, number):
            room.show_all(subjects)
            yield room
            made = True
            _note(room, who, number, facts)
    except DatabaseError as error:
        if made:
            raise audit.NotRecorded from error
        raise


@contextmanager
def sealing(authority: Any) -> Iterator[Room]:
    """A room to write in: what is stored already stays closed (the public form)."""
    with _opened(authority) as (room, _):
        yield room


@contextmanager
def own_words(authority: Any, rows: Iterable[SealedModel]) -> Iterator[Room]:
    """Somebody reads back what they typed and have not sent: no look is recorded.

    Raises:
        RoomClosed: a row is something other than a draft.
    """
    with _opened(authority) as (room, _):
        drafts = list(rows)
        if any(row.data_key.kind != DataKey.Kind.DRAFT for row in drafts):
            raise RoomClosed("Only drafts are read without a note.")
        room.show_all(drafts)
        yield room


@contextmanager
def _opened(authority: Any) -> Iterator[tuple[Room, int]]:
    """A room and its authority's number. It fails with the service that opened it."""
    with audit.atomic(savepoint=False), tenancy.of(authority) as number:
        outer = innermost_of(number)
        room = Room(number, outer.fetched if outer else None)
        token = _room.set(room)
        try:
            yield room, number
        finally:
            _room.reset(token)
            room.leave()


def _note(room: Room, who: Any, authority: int, facts: dict[str, Any]) -> None:
    if not room.shown:
        return
    rows = list(room.shown.values())
    kinds = sorted({label for label, _ in room.shown})
    ids = [pk for _, pk in room.shown]
    audit.record(
        VaultEvent.LOOKED,
        rows[0] if len(rows) == 1 else None,
        by=getattr(who, "user", who),
        authority=authority,
        kinds=kinds,
        subjects=ids,
        **facts,
    )


@sensitive_variables()
def open_value(row: SealedModel, column: str, blob: bytes) -> bytes:
    """The bytes that were sealed into `column` of `row`.

    Raises:
        RoomClosed: no open room shows the row.
        Unreadable: they were changed or moved, or their key was destroyed.
    """
    return seals.unseal(current().key_to_read(row), blob, place(row, column))


@sensitive_variables()
def seal_value(row: SealedModel, column: str, plain: bytes) -> bytes:
    """`plain` sealed for `column` of `row`. Raises RoomClosed, Shredded."""
    return seals.seal(current().key_to_write(row), plain, place(row, column))


def place(row: SealedModel, column: str) -> bytes:
    """What binds sealed bytes to where they are."""
    table = row._meta.db_table
    return seals.place("row", row.authority_id, table, row.pk, column, row.data_key_id)


def readable(row: SealedModel, name: str) -> Any:
    """The answer in sealed field `name`, or None when it alone cannot be opened.

    For a list, where one damaged record must not hide the others.
    """
    try:
        return getattr(row, name)
    except Unreadable:
        wrapping.log_unreadable(row, name)
        return None
