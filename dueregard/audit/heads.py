"""Signed heads: where each chain stood, kept where the database cannot reach.

A line of the file that `AUDIT_HEADS` names is JSON: `at`, `authority` (null is the
service-wide chain), `sequence`, `hash`, `key_version` and an Ed25519 `signature` in
base64 over the canonical JSON of the other five. Whoever holds the file can tell that
the end of a chain was cut off, or an old copy of the database put back.
"""

import base64
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from dueregard import clock, keys

from .models import Chain

PURPOSE = "audit-heads"


@dataclass(frozen=True)
class Head:
    """Where a chain stood; `line` is its place in the file, `genuine` its signature."""

    authority_id: int | None
    sequence: int
    hash: str
    line: int
    genuine: bool

    @property
    def number(self) -> int:
        return self.authority_id or Chain.SERVICE_WIDE


def append(path: str | Path, *, since: dict[int, int] | None = None) -> dict[int, int]:
    """Add a signed line for every chain that grew past `since`, and flush it to disk.

    Answers where each chain stands, to be given as `since` the next time.
    """
    chains = list(Chain.objects.order_by("pk"))
    before = since or {}
    grown = [chain for chain in chains if chain.sequence > before.get(chain.pk, 0)]
    if grown:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "a") as stream:
            stream.writelines(f"{_signed(chain)}\n" for chain in grown)
            stream.flush()
            os.fsync(stream.fileno())
    return {chain.pk: chain.sequence for chain in chains}


def read(path: str | Path) -> Iterator[Head]:
    """The heads in a file, each with whether its signature is ours."""
    with Path(path).open() as stream:
        for line, text in enumerate(stream, start=1):
            if text.strip():
                yield _head(line, text)


def public_key(version: int | None = None) -> str:
    """The key that checks the signatures, in base64, for somebody without KEY_FILE."""
    return base64.b64encode(_private(version).public_key().public_bytes_raw()).decode()


def _signed(chain: Chain) -> str:
    version = keys.current_version()
    content = {
        "at": clock.now().isoformat(),
        "authority": chain.authority_id,
        "sequence": chain.sequence,
        "hash": chain.hash,
        "key_version": version,
    }
    signature = _private(version).sign(_canonical(content))
    signed = {**content, "signature": base64.b64encode(signature).decode()}
    return json.dumps(signed, sort_keys=True)


def _head(line: int, text: str) -> Head:
    try:
        content = json.loads(text)
        signature = base64.b64decode(content.pop("signature"))
        authority, sequence = content["authority"], int(content["sequence"])
        last, version = str(content["hash"]), int(content["key_version"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return Head(None, 0, "", line, genuine=False)
    try:
        key = _private(version).public_key()
        key.verify(signature, _canonical(content))
        genuine = True
    except InvalidSignature:
        genuine = False
    return Head(authority, sequence, last, line, genuine)


def _canonical(content: dict[str, Any]) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()


def _private(version: int | None) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(keys.derive(PURPOSE, version))
