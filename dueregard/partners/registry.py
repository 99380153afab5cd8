"""What rooms that name owners tell this one, and what they are told.

A room such as plans registers these from its `registrations.py`; this room never
imports it.
"""

from collections import Counter
from collections.abc import Callable, Mapping

from dueregard.accounts.models import Authority

from .names import normalise

Uses = Callable[[Authority], Mapping[str, int]]
Follower = Callable[[Authority, str | None], None]

_uses: dict[str, Uses] = {}
_followers: dict[str, Follower] = {}


def register_uses(uses: Uses) -> None:
    """Register `uses(authority)`: each owner's words as written, and how many actions
    carry them. Spellings of the same words are added up here."""
    _uses[f"{uses.__module__}.{uses.__qualname__}"] = uses


def register_follower(follower: Follower) -> None:
    """Register `follower(authority, key)`, called in the transaction of each change to
    what words mean: `key` is the normalised words that were decided on, or None when a
    post or a name changed and any words may resolve anew."""
    _followers[f"{follower.__module__}.{follower.__qualname__}"] = follower


def uses_at(authority: Authority) -> dict[str, tuple[str, int]]:
    """Normalised words → (the words as first written, number of uses)."""
    counts: Counter[str] = Counter()
    texts: dict[str, str] = {}
    for uses in _uses.values():
        for text, count in uses(authority).items():
            key = normalise(text)
            counts[key] += count
            texts.setdefault(key, text)
    return {key: (texts[key], count) for key, count in counts.items() if key}


def tell(authority: Authority, key: str | None) -> None:
    """Have every follower take up a change."""
    for follower in _followers.values():
        follower(authority, key)
