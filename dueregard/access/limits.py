"""How often somebody may do what needs no sign-in: counted by address or by token.

Limits slow a machine that tries or sends over and over. They never throw away what a
person wrote: who comes too often is told when to try again and whom to ask meanwhile.
Counts stand in the shared cache, so that every process sees them, and hold no address
and no token but their hashes. Each room keeps its own limits beside its pages.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.core.cache import cache


@dataclass(frozen=True)
class Limit:
    """So many within a window; then wait until the window is over."""

    name: str
    most: int
    window: timedelta


def is_over(limit: Limit, whom: str) -> bool:
    """Whether `whom` (an address, a token) has used up what `limit` grants."""
    return cache.get(_key(limit, whom), 0) >= limit.most


def count(limit: Limit, whom: str) -> bool:
    """Count one more; whether it was one too many. The window runs from the first."""
    key, seconds = _key(limit, whom), limit.window.total_seconds()
    cache.add(key, 0, seconds)
    try:
        return cache.incr(key) > limit.most
    except ValueError:  # it ran out between the two
        cache.set(key, 1, seconds)
        return limit.most < 1


def address_of(request) -> str:
    """Where a request came from, as the sign-in pages know it."""
    return str(get_adapter(request).get_client_ip(request))


def _key(limit: Limit, whom: str) -> str:
    digest = hashlib.sha256(whom.encode(errors="surrogatepass")).hexdigest()
    return f"limit:{limit.name}:{digest}"
