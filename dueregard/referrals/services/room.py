"""Writing where a room is open already, or in one of its own."""

from collections.abc import Iterator
from contextlib import contextmanager

from dueregard.vault import rooms
from dueregard.vault.errors import RoomClosed
from dueregard.vault.models import SealedModel

from ..models import Referral


@contextmanager
def room_of(row: SealedModel) -> Iterator[rooms.Room]:
    """The open room of the authority of `row`; a page's, or one made for writing."""
    try:
        room = rooms.current()
    except RoomClosed:
        room = None
    if room is not None and room.authority_id == row.authority_id:
        yield room
        return
    with rooms.sealing(row.authority_id) as made:
        yield made


def lock(referral: Referral) -> None:
    """Read `referral` again, and keep others from changing it meanwhile."""
    rows = Referral._base_manager.select_for_update(of=("self",))
    referral.refresh_from_db(from_queryset=rows)
