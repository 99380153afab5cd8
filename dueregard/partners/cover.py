"""Covering an owner's words with known names, so that none is left over."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .lexicon import Lexicon
from .names import JOINING_WORDS, Word
from .targets import Kind, Match


@dataclass(frozen=True)
class Piece:
    """Some words in a row that name one thing."""

    match: Match
    starts_part: bool
    is_person: bool


def cover(words: Sequence[Word], lexicon: Lexicon) -> tuple[Match, ...]:
    """What `words` name between them; empty unless every word is accounted for.

    The fewest names win, so that a post with its organisation's name behind it is one
    post and not a post and an organisation. Empty too when a name stands for more than
    one thing, or when neighbours contradict each other (see `_agree`).
    """
    pieces: list[Piece] = []
    for start, end in _fewest_spans(words, lexicon) or []:
        match = lexicon.sure_match(words[start:end])
        if match is None:
            return ()
        is_person = lexicon.name_a_person(words[start:end])
        pieces.append(Piece(match, words[start].starts_part, is_person))
    for before, after in pairwise(pieces):
        if not after.starts_part and not _agree(before, after, lexicon):
            return ()
    return tuple({piece.match.target: piece.match for piece in pieces}.values())


def named_inside(words: Sequence[Word], lexicon: Lexicon) -> list[Match]:
    """What is named anywhere in `words`, whatever stands around it; longest first."""
    found: dict = {}
    start = 0
    while start < len(words):
        for end in _ends(words, start, lexicon):
            if matches := lexicon.matches_for(words[start:end]):
                found |= {
                    m.target: m for m in matches if _is_named(m, start, end, words)
                }
                start = end - 1
                break
        start += 1
    return list(found.values())


def _fewest_spans(
    words: Sequence[Word], lexicon: Lexicon
) -> list[tuple[int, int]] | None:
    """The fewest spans of known names that take up all of `words`, or None."""
    best: list[list[tuple[int, int]] | None] = [None] * len(words) + [[]]
    for start in reversed(range(len(words))):
        if words[start].exact in JOINING_WORDS:
            best[start] = best[start + 1]
        for end in _ends(words, start, lexicon):
            rest, now = best[end], best[start]
            shorter = rest is not None and (now is None or len(rest) + 1 < len(now))
            if shorter and _names(words, start, end, lexicon):
                best[start] = [(start, end), *(rest or [])]
    return best[0]


def _ends(words: Sequence[Word], start: int, lexicon: Lexicon) -> range:
    return range(min(len(words), start + lexicon.longest), start, -1)


def _names(words: Sequence[Word], start: int, end: int, lexicon: Lexicon) -> bool:
    matches = lexicon.matches_for(words[start:end])
    return any(_is_named(match, start, end, words) for match in matches)


def _is_named(match: Match, start: int, end: int, words: Sequence[Word]) -> bool:
    """A shared owner must stand alone: "All" before other words belongs to them."""
    if match.target.kind is not Kind.EVERYONE:
        return True
    begins = start == 0 or words[start].starts_part
    return begins and (end == len(words) or words[end].starts_part)


def _agree(before: Piece, after: Piece, lexicon: Lexicon) -> bool:
    """Whether two names with no separator between them can both be meant.

    An organisation beside a post (or beside a person, who stands for a post) must be
    the post's own, and a person beside a post must hold it. Otherwise the words may
    well mean somebody else of that name, and a person decides.
    """
    one, two = before.match.target, after.match.target
    if {one.kind, two.kind} == {Kind.POST, Kind.ORGANISATION}:
        post = one if one.kind is Kind.POST else two
        organisation = two if post is one else one
        own = lexicon.organisation_of.get(post.post_id or 0)
        return own == organisation.organisation_id
    if one.kind is two.kind is Kind.POST and before.is_person != after.is_person:
        return one == two
    return True
