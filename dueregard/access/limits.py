"""How often somebody may do what needs no sign-in: counted by address or by token.

Limits slow a machine that tries or sends over and over. They never throw away what a
person wrote: who comes too often is told when to try again and whom to ask meanwhile.
Counts stand in the shared cache, so that every process sees them, and hold no address
and no token but their hashes. Each room keeps its own limits beside its pages.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from allauth.account.adapter import get_adapter
from django.core.cache import cache

from dueregard import clock


@dataclass(frozen=True)
class Limit:
    """So many within a window; then wait until the window is over."""

    name: str
    most: int
    window: timedelta


class Counted(NamedTuple):
    """How many came in the window that runs now, and when it ends."""

    number: int
    ends: datetime


def is_over(limit: Limit, whom: str) -> bool:
    """Whether `whom` (an address, a token) has used up what `limit` grants."""
    return _held(_key(limit, whom)).number >= limit.most


def count(limit: Limit, whom: str) -> bool:
    """Count one more; whether it was one too many. The window runs from the first.

    Two at the very same moment may count as one: a limit is a brake, not a ledger.
    """
    key = _key(limit, whom)
    held, now = _held(key), clock.now()
    ends = held.ends if held.number else now + limit.window
    number = held.number + 1
    # Not `incr`: that gives what it counts the cache's usual time to live again.
    cache.set(key, (number, ends), max(1.0, (ends - now).total_seconds()))
    return number > limit.most


def address_of(request) -> str:
    """Where a request came from, as the sign-in pages know it."""
    return str(get_adapter(request).get_client_ip(request))


def _held(key: str) -> Counted:
    now = clock.now()
    held = Counted(*cache.get(key, (0, now)))
    return held if held.ends > now else Counted(0, now)


def _key(limit: Limit, whom: str) -> str:
    digest = hashlib.sha256(whom.encode(errors="surrogatepass")).hexdigest()
    return f"counted:{limit.name}:{digest}"
