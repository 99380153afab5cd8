"""The one way in which anything is sealed: AES-256-GCM, bound to its place.

Sealed bytes are: format (1 byte) ‖ nonce (12 random bytes) ‖ ciphertext and tag. The
place (which authority, table, row, column and data key) is authenticated with them and
not stored: bytes that were moved do not open.
"""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.views.decorators.debug import sensitive_variables

from .errors import Unreadable

FORMAT = b"\x01"
KEY_BYTES = 32
NONCE_BYTES = 12
SHORTEST = len(FORMAT) + NONCE_BYTES + 16


def new_key() -> bytes:
    """32 random bytes."""
    return os.urandom(KEY_BYTES)


def place(*parts: object) -> bytes:
    """The written form of a place: each part with its length, so that none run over."""
    texts = [str(part).encode() for part in parts]
    return b"".join(b"%d:%b" % (len(text), text) for text in texts)


@sensitive_variables()
def seal(key: AESGCM, plain: bytes, where: bytes) -> bytes:
    """`plain`, readable only with `key` and only at `where`."""
    nonce = os.urandom(NONCE_BYTES)
    return FORMAT + nonce + key.encrypt(nonce, plain, FORMAT + where)


@sensitive_variables()
def unseal(key: AESGCM, sealed: bytes, where: bytes) -> bytes:
    """What `seal` was given.

    Raises:
        Unreadable: another key, another place, another format, or changed bytes.
    """
    if len(sealed) < SHORTEST or sealed[:1] != FORMAT:
        raise Unreadable("The sealed bytes are cut or of an unknown format.")
    nonce = sealed[1 : 1 + NONCE_BYTES]
    try:
        return key.decrypt(nonce, sealed[1 + NONCE_BYTES :], FORMAT + where)
    except InvalidTag:
        raise Unreadable("The sealed bytes are not what was sealed here.") from None


@sensitive_variables()
def check_of(key: bytes) -> bytes:
    """Tells this key from any other without saying anything about it."""
    return hmac.new(key, b"dueregard vault check", hashlib.sha256).digest()[:16]
