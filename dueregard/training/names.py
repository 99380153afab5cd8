"""Whether two names may be one person's: their spelling folded, and what is near it.

Two records whose names are near are *proposed* to somebody as perhaps one person, and
never taken for one. Word order, case, accents and punctuation do not tell people apart;
one letter, an initial or a missing middle name may be a slip.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable

LONGEST = 150
KEYS_AT_ONCE = 5_000
MOST_SKETCHED = 300
SKETCH = 31  # bits
_BITS = (0, *(1 << bit for bit in range(SKETCH)))
_ACCENTS = re.compile("[\u0300-\u036f]")
_APOSTROPHES = re.compile("['’‘`´]")
_OTHER_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
_ASCII = {
    code: None if chr(code) in "'`" else chr(code) if chr(code).isalnum() else " "
    for code in range(128)
}
"""What `name_key` makes of the plain letters most names are written in: quicker."""
_NUMBER_NOTE = re.compile(r"\s*\([^)]*\)\s*$")
_NOT_IN_NUMBERS = re.compile(r"[\W_]+")


def name_key(name: str) -> str:
    """`name` folded: no accents, case or punctuation, its words in order of the
    alphabet, so that “O’BRIEN, Zoë” and “Zoe O'Brien” are one.

    A name that is nothing but punctuation is kept as it is, so that it equals itself
    alone. Folding twice changes nothing.
    """
    letters = (
        name.lower().translate(_ASCII) if name.isascii() else _folded(name.casefold())
    )
    words = sorted(letters.split()) or ["".join(name.split())]
    return " ".join(words)[:LONGEST].strip()


def _folded(name: str) -> str:
    """What `name_key` keeps of a name with letters beyond ASCII."""
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", name))
    plain = unicodedata.normalize("NFKC", plain.casefold()).translate(_OTHER_LETTERS)
    return "".join(
        each if each.isalnum() or unicodedata.category(each)[0] == "M" else " "
        for each in _APOSTROPHES.sub("", plain)
    )


def number_key(number: str) -> str:
    """A staff number without case, spaces, punctuation, leading noughts, or the note
    that says which organisation it came from (`services.succession`)."""
    plain = _NOT_IN_NUMBERS.sub("", _NUMBER_NOTE.sub("", number)).casefold()
    return plain.lstrip("0") or plain[-1:]


def is_near(one: str, other: str) -> bool:
    """Whether two keys of `name_key` are the same or a slip apart."""
    if not one or not other:
        return False
    return (
        one in shortenings(other)
        or other in shortenings(one)
        or not slips(one).isdisjoint(slips(other))
    )


def near_pairs(these: Collection[str], those: Collection[str]) -> set[tuple[str, str]]:
    """Every (one of `these`, one of `those`) that are near, but for those that are two
    times the same one of a list that is compared with itself.

    Keys of the shorter list are looked up by what a slip makes of them, some thousands
    at a time, so that long lists need little memory.
    """
    few, many = (these, those) if len(these) <= len(those) else (those, these)
    may_be = _may_be_slips(few)
    parts = 1 + len(few) // KEYS_AT_ONCE
    found = set()
    for part in range(parts):
        index = _by_form(few, part, parts)
        for key in many:
            forms = slips(key) if may_be(key) else {key}
            for form in forms | shortenings(key):
                for near in index.get(form, ()):
                    if is_near(near, key):
                        found.add((near, key) if few is these else (key, near))
    if these is those:
        return {pair for pair in found if pair[0] != pair[1]}
    return found


def _may_be_slips(keys: Collection[str]) -> Callable[[str], bool]:
    """A quick test that rules most keys out that are no slip of one of `keys`: their
    lengths differ by one letter at most, and which letters there are by two."""
    lengths = {len(key) + more for key in keys for more in (-1, 0, 1)}
    if len(keys) > MOST_SKETCHED:
        return lambda key: len(key) in lengths
    near: set[int] = set()
    for letters in set(map(_letters, keys)):
        for one in _BITS:
            near.update(letters ^ (one | other) for other in _BITS)
    return lambda key: len(key) in lengths and _letters(key) in near


def _letters(key: str) -> int:
    """Which letters there are in `key`: a bit for each, some letters sharing one."""
    letters = 0
    for letter in set(key):
        letters |= 1 << ord(letter) % SKETCH
    return letters


def _by_form(keys: Iterable[str], part: int, parts: int) -> dict[str, tuple[str, ...]]:
    """What a slip or shortening makes of keys → the keys, for one part of the forms."""
    index: dict[str, tuple[str, ...]] = {}
    for key in keys:
        for form in slips(key) | shortenings(key):
            if hash(form) % parts == part:
                index[form] = (*index.get(form, ()), key)
    return index


def slips(key: str) -> frozenset[str]:
    """`key`, and `key` with one letter left out of one of its longer words, in every
    way. Two keys that share one of these are a letter or two apart: use it to look up
    many at once."""
    words = key.split()
    found = {key}
    for place, word in enumerate(words):
        if len(word) > 2:
            others = words[:place] + words[place + 1 :]
            for letter in range(len(word)):
                shorter = word[:letter] + word[letter + 1 :]
                found.add(" ".join(sorted([*others, shorter])))
    return frozenset(found)


def shortenings(key: str) -> frozenset[str]:
    """`key` with one word as its initial, or (of three or more) with one left out."""
    words = key.split()
    if len(words) < 2:
        return frozenset()
    found = set()
    for place, word in enumerate(words):
        others = words[:place] + words[place + 1 :]
        if any(len(other) > 1 for other in others):
            found.add(" ".join(sorted([*others, word[0]])))
        if len(others) > 1:
            found.add(" ".join(others))
    return frozenset(found - {key})
