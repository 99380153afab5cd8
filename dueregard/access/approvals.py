"""Acts of two people, as data (security 2.6): who asks, who agrees, what is done.

    register(Kind("accounts.room_on", "Switch on a room with records about people", …))

What somebody asked for is a row (`access.models.Approval`) that holds ids and codes and
the hash of exactly what it is about. Nothing happens before somebody else agreed; when
what it is about has changed by then, it counts no more and is asked anew. The services
are those of accounts, which knows people: `ask`, `agree`, `refuse`, `withdraw`.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

Items = dict[str, Any]
Lines = list[tuple[str, str]]

KEPT_WAITING = timedelta(days=14)


@dataclass(frozen=True)
class Kind:
    """One act that two people do.

    `bound(authority, items)` answers, as JSON could write it, the state that both agree
    to; `carry_out(approval)` does it; `shown(authority, items)` are lines for the page,
    with no word about a person who was referred. Both people tick each of `checks`
    (code and sentence). A kind that is shown in a room of its own answers the address
    of its page there (`page`); one that holds something back meanwhile lets it go when
    nobody agreed (`let_go`).
    """

    code: str
    label: str
    askers: frozenset[str]
    agreers: frozenset[str]
    bound: Callable[[Any, Items], Any]
    carry_out: Callable[[Any], None]
    shown: Callable[[Any, Items], Lines]
    checks: tuple[tuple[str, str], ...] = ()
    page: Callable[[Any], str] | None = None
    let_go: Callable[[Any], None] | None = None

    def hash_of(self, authority: Any, items: Items) -> str:
        """The hash of exactly what is asked for, as it stands now."""
        content = [self.code, authority.pk, items, self.bound(authority, items)]
        written = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(written.encode()).hexdigest()


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Have `kind`; the same code twice replaces the first."""
    _kinds[kind.code] = kind


def kind_of(code: str) -> Kind:
    """Raises LookupError when no room offers it."""
    return _kinds[code]


def kinds() -> list[Kind]:
    return list(_kinds.values())
