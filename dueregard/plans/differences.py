"""What changed between two texts, word by word."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

SAME, OUT, IN = "same", "out", "in"
_WORD = re.compile(r"\S+\s*|^\s+")
LONG = 1_000  # words: above it, words that are everywhere are no landmarks


@dataclass(frozen=True)
class Piece:
    """Some words that stayed, were taken out, or were put in."""

    kind: str
    text: str


def word_diff(before: str, after: str) -> list[Piece]:
    """The pieces of which both texts are made, in order; none when both are empty."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    long = len(old) + len(new) > LONG
    matcher = difflib.SequenceMatcher(None, _bare(old), _bare(new), autojunk=long)
    return [
        Piece(kind, text)
        for code, a, b, c, d in matcher.get_opcodes()
        for kind, text in _pieces(code, "".join(old[a:b]), "".join(new[c:d]))
    ]


def _pieces(code: str, old: str, new: str) -> Iterator[tuple[str, str]]:
    if code == "equal":
        yield SAME, new
        return
    if old:
        yield OUT, old
    if new:
        yield IN, new


def _bare(words: list[str]) -> list[str]:
    """The words without the space behind them, so that a moved line is no change."""
    return [word.strip() for word in words]
