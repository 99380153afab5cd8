"""Failed attempts to sign in: a delay that rises, never a lock that stays.

Five failures of an account in 15 minutes, or twenty from an address in an hour, and the
next attempt must wait; each further failure doubles the wait, up to 15 minutes. An
attempt made during the wait is refused unread and does not lengthen it. A browser from
which the person signed in before is counted apart, so that a stranger who keeps an
account waiting does not keep its owner out (security C-ID7). Counts stand in the shared
cache, so that every process sees them.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.core.signing import BadSignature

from dueregard import clock

KNOWN_BROWSER_COOKIE = "known" if settings.REHEARSAL else "__Host-known"
KNOWN_BROWSER_DAYS = 180
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)


@dataclass(frozen=True)
class Limit:
    """So many failures within a window before the first wait."""

    name: str
    failures: int
    window: timedelta


ACCOUNT = Limit("account", 5, timedelta(minutes=15))
BROWSER = Limit("browser", 5, timedelta(minutes=15))
ADDRESS = Limit("address", 20, timedelta(hours=1))


def must_wait(request, email: str, address: str) -> bool:
    """Whether this attempt comes too soon after too many that failed."""
    now = clock.now()
    return any(
        (cache.get(key) or {}).get("until", now) > now
        for _, key in _counts(request, email, address)
    )


def failed(request, email: str, address: str) -> None:
    """Count a failure of this account, or of the browser it knows, and address."""
    for limit, key in _counts(request, email, address):
        count = cache.get(key) or {"failures": 0}
        over = count["failures"] + 1 - limit.failures
        wait = timedelta(0)
        if over >= 0:
            wait = min(FIRST_WAIT * 2 ** min(over, 10), LONGEST_WAIT)
        value = {"failures": count["failures"] + 1, "until": clock.now() + wait}
        cache.set(key, value, (limit.window + wait).total_seconds())


def succeeded(request, email: str, address: str) -> None:
    """Forget the failures of this account; those of the address stay."""
    for limit, key in _counts(request, email, address):
        if limit is not ADDRESS:
            cache.delete(key)


def remember_browser(response, email: str) -> None:
    """Leave the mark by which this browser is counted apart for this person."""
    response.set_signed_cookie(
        KNOWN_BROWSER_COOKIE,
        _digest(email),
        salt=KNOWN_BROWSER_COOKIE,
        max_age=KNOWN_BROWSER_DAYS * 24 * 60 * 60,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _counts(request, email: str, address: str) -> list[tuple[Limit, str]]:
    counted = ACCOUNT
    if _knows(request, email):
        counted = BROWSER
    return [
        (counted, f"attempts:{counted.name}:{_digest(email)}"),
        (ADDRESS, f"attempts:address:{_digest(address)}"),
    ]


def _knows(request, email: str) -> bool:
    try:
        mark = request.get_signed_cookie(
            KNOWN_BROWSER_COOKIE, default="", salt=KNOWN_BROWSER_COOKIE
        )
    except BadSignature:
        return False
    return mark == _digest(email)


def _digest(text: str) -> str:
    return hashlib.sha256(text.strip().casefold().encode()).hexdigest()
