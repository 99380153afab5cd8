"""How the words of an owner cell are compared: spelling set aside, nothing guessed.

"Prevent Co-ordinators." and "prevent coordinator" are the same words here. What a word
means, and who it stands for, is decided in `resolution.py`.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_KEY = 400
JOINING_WORDS = frozenset({"and", "with", "plus"})
HONORIFICS = frozenset(
    {"dr", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "sir", "dame"}
    | {"lord", "lady", "cllr", "councillor", "rev", "revd", "reverend"}
    | {"pc", "ps", "sgt", "sergeant", "insp", "inspector", "di", "ds", "dci", "supt"}
)

_DROPPED_WORDS = frozenset({"the"})
_COORDINATE = re.compile(r"\bco[\s-]+ordinat")
_INITIALS = re.compile(r"\b(?:\w\.){2,}")
_PARTS = re.compile(r"[^\W_]+|[()\[\]]|[/;|•·\n\r]|[.:](?=\s|$)")
_BOUNDARIES = frozenset("/;|•·\n\r.:")
_TAKES_ES = ("ches", "shes", "sses", "xes", "zes")
_NOT_PLURAL = ("ss", "us", "is")


@dataclass(frozen=True)
class Word:
    """A word of an owner cell. `starts_part` says that a separator stood before it.

    A separator is a slash, a new line, a full stop, a colon or "and". A comma, a dash
    or a bracket is none: what follows those as often explains as it adds.
    """

    exact: str
    singular: str
    starts_part: bool = False
    in_note: bool = False


def words_of(text: str) -> list[Word]:
    """The words of `text` in order, without its punctuation."""
    words: list[Word] = []
    boundary, depth = False, 0
    for part in _PARTS.findall(_plain(text)):
        if part in "([":
            depth += 1
        elif part in ")]":
            depth = max(0, depth - 1)
        elif part in _BOUNDARIES:
            boundary = True
        elif part not in _DROPPED_WORDS:
            joins = part in JOINING_WORDS
            words.append(Word(part, _singular(part), boundary or joins, depth > 0))
            boundary = joins
    return words


def normalise(text: str) -> str:
    """The key under which `text` is compared and its decision is remembered.

    Normalising a key again gives the same key. A very long text keeps its beginning
    and a digest of the whole, so that the key always fits its column.
    """
    return key_of(words_of(text))


def key_of(words: Sequence[Word]) -> str:
    key = " ".join(word.singular for word in words)
    if len(key) <= LONGEST_KEY:
        return key
    digest = hashlib.sha256(key.encode()).hexdigest()
    return f"{key[: LONGEST_KEY - 70]} {digest}"


def person_key(name: str) -> str:
    """The key of a person's name: every letter counts, a title in front does not."""
    return exact_key(words_of(name))


def exact_key(words: Sequence[Word]) -> str:
    exact = [word.exact for word in words]
    while len(exact) > 1 and exact[0] in HONORIFICS:
        exact.pop(0)
    return " ".join(exact)


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold()
    text = unicodedata.normalize("NFKC", text).replace("&", " and ")
    kept = (
        char
        for char in text
        if char in "\n\r\t" or unicodedata.category(char) not in {"Cc", "Cf"}
    )
    text = re.sub("['’‘`]", "", "".join(kept))
    text = re.sub("[‐‑‒–—]", "-", text)
    text = _INITIALS.sub(lambda found: found[0].replace(".", ""), text)
    return _COORDINATE.sub("coordinat", text)


def _singular(word: str) -> str:
    """`word` without its plural ending. Both sides are treated alike, so a wrong
    guess ("Wales" becomes "wale") does no harm."""
    if len(word) > 4 and word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(_TAKES_ES):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(_NOT_PLURAL):
        return word[:-1]
    return word
