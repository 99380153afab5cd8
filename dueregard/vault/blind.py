"""Finding a sealed record by name, date of birth or number, without storing any (C-K3).

Each word of a name is folded (accents and case away, other scripts written in Latin
letters) and hashed under a key of the authority; so is how it sounds. Equal words give
equal hashes within one authority and nowhere else. Order does not matter.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from uuid import UUID

import jellyfish
from anyascii import anyascii
from django.db.models import QuerySet

from . import tenancy
from .models import BlindToken
from .services.indexing import hashed

WORD, SOUND, BORN, NUMBER = "word", "sound", "born", "number"
LONGEST_NAME = 300  # characters
MOST_WORDS = 12
JOINED = re.compile("['`]")  # what anyascii makes of every kind of apostrophe
NOT_A_LETTER = re.compile(r"[^a-z0-9]+")
Token = tuple[str, str]


def words_of(name: str) -> list[str]:
    """The words of `name`, folded: "O’Brien-Łukasz" is obrien and lukasz."""
    composed = unicodedata.normalize("NFC", name[:LONGEST_NAME])
    parts = re.split(r"[\s\-‐–—,.]+", composed)
    spread = " ".join(anyascii(part) for part in parts)
    words = NOT_A_LETTER.sub(" ", JOINED.sub("", spread).casefold()).split()
    return list(dict.fromkeys(words))[:MOST_WORDS]


def sounds_of(word: str) -> set[str]:
    """How a folded word sounds: by English rules, and by its consonants alone.

    The second lets a name written without vowels (Arabic, Urdu) meet its Latin forms.
    """
    sounds = {f"m{jellyfish.metaphone(word)}"}
    consonants = re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouwy]", "", word))
    if len(consonants) > 1:
        sounds.add(f"c{consonants}")
    return {sound for sound in sounds if len(sound) > 1}


def tokens_of_name(name: str) -> set[Token]:
    """What `name` is found by: its words and how they sound. No name, no tokens."""
    words = words_of(name)
    exact = {(WORD, word) for word in words}
    return exact | {(SOUND, sound) for word in words for sound in sounds_of(word)}


def token_of_birth(day: date) -> Token:
    return BORN, day.isoformat()


def token_of_number(kind: str, number: str) -> Token:
    """`number` as `kind` (nhs, upn, police …) without spaces, dashes and case."""
    return NUMBER, f"{kind}:{re.sub(r'[^0-9a-z]', '', number.casefold())}"


def find(
    authority: object,
    kind: str,
    texts: Iterable[str],
    *,
    hashed_at: int | None = None,
) -> set[UUID]:
    """The data keys that hold any of `texts` as `kind`. Call it in an open room.

    `hashed_at` is the authority under whose key they were hashed, when they have passed
    from there since.
    """
    with tenancy.of(authority) as number:
        with tenancy.of(hashed_at or number) as at:
            wanted = {token for _, token in hashed(at, ((kind, t) for t in texts))}
        found = BlindToken.objects.filter(
            authority_id=number, kind=kind, token__in=wanted
        )
        return set(found.values_list("data_key_id", flat=True))


def find_name(authority: object, name: str, *, most: int = 200) -> list[UUID]:
    """The data keys under which a name like `name` stands, at most so many.

    Every word must be met, by its letters or its sound, in any order. A name without a
    letter finds nothing.
    """
    words = words_of(name)
    if not words:
        return []
    with tenancy.of(authority) as number:
        held = BlindToken.objects.filter(authority_id=number, kind__in=(WORD, SOUND))
        first, *others = [_met_by(held, number, word) for word in words]
        for met in others:
            first = first.filter(data_key__in=met.values("data_key_id"))
        found = first.filter(data_key__destroyed_at=None).order_by()
        return list(found.values_list("data_key_id", flat=True).distinct()[:most])


def _met_by(
    held: QuerySet[BlindToken], authority_id: int, word: str
) -> QuerySet[BlindToken]:
    """The tokens among `held` that `word` meets, by its letters or its sound."""
    wanted = {(WORD, word), *((SOUND, sound) for sound in sounds_of(word))}
    tokens = [token for _, token in hashed(authority_id, wanted)]
    return held.filter(token__in=tokens)
