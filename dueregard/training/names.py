"""Whether two names may be one person's: their spelling folded, and what is near it.

Two records whose names are near are *proposed* to somebody as perhaps one person, and
never taken for one. Word order, case, accents and punctuation do not tell people apart;
one letter, an initial or a missing middle name may be a slip.
"""

import re
import unicodedata

LONGEST = 150
_ACCENTS = re.compile("[\u0300-\u036f]")
_APOSTROPHES = re.compile("['’‘`´]")
_OTHER_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
_NUMBER_NOTE = re.compile(r"\s*\([^)]*\)\s*$")
_NOT_IN_NUMBERS = re.compile(r"[\W_]+")


def name_key(name: str) -> str:
    """`name` folded: no accents, case or punctuation, its words in order of the
    alphabet, so that “O’BRIEN, Zoë” and “Zoe O'Brien” are one.

    A name that is nothing but punctuation is kept as it is, so that it equals itself
    alone. Folding twice changes nothing.
    """
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", name.casefold()))
    plain = unicodedata.normalize("NFKC", plain.casefold()).translate(_OTHER_LETTERS)
    letters = "".join(
        each if each.isalnum() or unicodedata.category(each)[0] == "M" else " "
        for each in _APOSTROPHES.sub("", plain)
    )
    words = sorted(letters.split()) or ["".join(name.split())]
    return " ".join(words)[:LONGEST].strip()


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
