"""Writing the rows by which a sealed record is found."""

import hashlib
import hmac
from collections.abc import Iterable

from .. import rooms, tenancy
from ..models import BlindToken, DataKey
from .making import index_key

TOKEN_BYTES = 16


def index(data_key: DataKey, tokens: Iterable[tuple[str, str]]) -> int:
    """Have `data_key` found by these (kind, text) pairs, instead of what it was.

    Answers how many there are now. `blind.tokens_of_name` and its neighbours make them.
    """
    with tenancy.of(data_key.authority_id) as number:
        if not _is_new(data_key):
            unindex(data_key)
        rows = [
            BlindToken(authority_id=number, data_key=data_key, kind=kind, token=token)
            for kind, token in sorted(hashed(number, tokens))
        ]
        BlindToken.objects.bulk_create(rows)
    return len(rows)


def unindex(data_key: DataKey) -> None:
    """Have nothing find `data_key` any more."""
    with tenancy.of(data_key.authority_id):
        BlindToken.objects.filter(data_key=data_key).delete()


def _is_new(data_key: DataKey) -> bool:
    """Whether it was made in the rooms we are in and not indexed yet; it is now."""
    room = rooms.innermost_of(data_key.authority_id)
    new = room.fetched.never_indexed if room else set()
    is_new = data_key.pk in new
    new.discard(data_key.pk)
    return is_new


def hashed(
    authority_id: int, tokens: Iterable[tuple[str, str]]
) -> set[tuple[str, bytes]]:
    """The keyed hashes of (kind, text) pairs, as they are stored for this authority."""
    return {(kind, token) for (kind, _), token in hashes(authority_id, tokens).items()}


def hashes(
    authority_id: int, tokens: Iterable[tuple[str, str]]
) -> dict[tuple[str, str], bytes]:
    """The keyed hash of each (kind, text) pair. Use it where the authority is set."""
    key = index_key(authority_id)
    return {(kind, text): _hash(key, kind, text) for kind, text in tokens}


def _hash(key: bytes, kind: str, text: str) -> bytes:
    content = f"{kind}\0{text}".encode()
    return hmac.new(key, content, hashlib.sha256).digest()[:TOKEN_BYTES]
