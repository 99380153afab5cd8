"""How often links that need no sign-in may be tried, by address and by link.

Guessing 256 random bits is hopeless anyway; this keeps a machine that tries, or a form
sent over and over, from costing more than it should. Counts stand in the shared cache,
so that every process sees them, and hold no address and no token but their hashes.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.core.cache import cache

from dueregard.accounts.tokens import token_hash


@dataclass(frozen=True)
class Limit:
    """So many within a window; then wait until the window is over."""

    name: str
    most: int
    window: timedelta


UNKNOWN = Limit("unknown", 20, timedelta(hours=1))
SENT = Limit("sent", 60, timedelta(hours=1))


def guesses_too_often(request) -> bool:
    """Whether too many addresses that we never gave out came from there lately."""
    return cache.get(_guess_key(request), 0) >= UNKNOWN.most


def count_guess(request) -> None:
    _count(_guess_key(request), UNKNOWN)


def sends_too_often(token: str) -> bool:
    """Counts one sending by the link of `token`; whether it was one too many."""
    return _count(f"link:{SENT.name}:{token_hash(token)}", SENT) > SENT.most


def _guess_key(request) -> str:
    address = get_adapter(request).get_client_ip(request)
    return f"link:{UNKNOWN.name}:{hashlib.sha256(str(address).encode()).hexdigest()}"


def _count(key: str, limit: Limit) -> int:
    """Count one more; the window runs from the first."""
    cache.add(key, 0, limit.window.total_seconds())
    try:
        return cache.incr(key)
    except ValueError:  # it ran out between the two
        cache.set(key, 1, limit.window.total_seconds())
        return 1
