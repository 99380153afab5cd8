"""How often a calendar address may be read, and how often one may guess.

Calendars read an address every quarter of an hour at most. The counts stand in the
shared cache, so that every process sees them; they start anew each hour.
"""

import hashlib

from allauth.account.adapter import get_adapter
from django.core.cache import cache

HOUR = 60 * 60
READS = 60
GUESSES = 20


def too_many(request, token: str) -> bool:
    """Count a read of this address; whether it, or the guessing from here, is over."""
    if cache.get(_key("guess", _address(request)), 0) >= GUESSES:
        return True
    return _count(_key("read", token)) > READS


def count_guess(request) -> None:
    """Note that somebody there asked for an address that does not work."""
    _count(_key("guess", _address(request)))


def _count(key: str) -> int:
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key)
    except ValueError:  # it ran out in between
        return 1


def _key(what: str, whom: str) -> str:
    return f"calendar:{what}:{hashlib.sha256(whom.encode()).hexdigest()}"


def _address(request) -> str:
    return get_adapter(request).get_client_ip(request)
