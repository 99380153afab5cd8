"""The keys of rows among what a client sent."""

from collections.abc import Iterable

LONGEST_KEY = 18  # digits: what a 64-bit number holds whole


def keys_in(texts: Iterable[str]) -> list[int]:
    """What cannot be a key ("²", a number too large for the database) is left out."""
    return [
        int(text)
        for text in texts
        if text.isascii() and text.isdigit() and len(text) <= LONGEST_KEY
    ]
