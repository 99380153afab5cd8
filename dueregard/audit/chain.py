"""The hash chain: the written form of an entry, and how one entry holds the one before.

The canonical form is the UTF-8 JSON of eight names in alphabetical order, with no
spaces and with every non-ASCII character escaped:

    {"at":"2026-11-21T09:30:00.000000+00:00","authority":7,"event":"plan.approved",
     "facts":{},"person":3,"sequence":12,"subject_id":"5","subject_type":"plans.plan"}

`authority` and `person` are numbers or null; `at` is UTC with six decimals. The hash is
HMAC-SHA256, in hexadecimal, of the previous entry's hash followed by the canonical
form, under the key that `keys.derive("audit", key_version)` gives. The first entry of a
chain follows sixty-four noughts.
"""

import hashlib
import hmac
import json
from datetime import UTC
from typing import TYPE_CHECKING

from dueregard import keys

if TYPE_CHECKING:
    from .models import Entry

START = "0" * 64


def canonical(entry: "Entry") -> bytes:
    """The one written form of `entry`, without its hashes and key version."""
    content = {
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "authority": entry.authority_id,
        "event": entry.event,
        "facts": entry.facts,
        "person": entry.person_id,
        "sequence": entry.sequence,
        "subject_id": entry.subject_id,
        "subject_type": entry.subject_type,
    }
    return json.dumps(content, sort_keys=True, separators=(",", ":")).encode()


def entry_hash(entry: "Entry") -> str:
    """What `entry.hash` must be.

    Raises:
        ImproperlyConfigured: the key of the entry's version is not in KEY_FILE.
    """
    key = keys.derive("audit", entry.key_version)
    content = entry.previous_hash.encode() + canonical(entry)
    return hmac.new(key, content, hashlib.sha256).hexdigest()
