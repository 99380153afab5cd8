"""What an owner's words may mean, for a person to choose from. Nothing acts on these.

Each proposal says why it is made. A near spelling is never more than a proposal.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher

from django.utils.formats import date_format

from .cover import named_inside
from .lexicon import KnownPerson, Lexicon
from .names import JOINING_WORDS, Word, key_of
from .targets import Match, Target

MOST = 6
NEAR = 0.8
_TOO_COMMON = JOINING_WORDS | {"of", "for", "in", "all", "team", "lead", "prevent"}


def propose(words: Sequence[Word], lexicon: Lexicon) -> tuple[tuple[Match, ...], str]:
    """At most `MOST` candidates, the likeliest first, and a note on people named."""
    words = list(words)
    people = _people_inside(words, lexicon)
    found: dict[Target, Match] = {}
    for match in (
        *_several(words, lexicon),
        *_held_before(people),
        *_shared(words, lexicon),
        *_near(key_of(words), lexicon),
        *(
            Match(m.target, "It is named in these words")
            for m in named_inside(words, lexicon)
        ),
    ):
        found.setdefault(match.target, match)
    return tuple(found.values())[:MOST], _note(people)


def _several(words: list[Word], lexicon: Lexicon) -> list[Match]:
    matches = lexicon.matches_for(words)
    return [Match(m.target, "More than one thing has this name") for m in matches]


def _people_inside(words: list[Word], lexicon: Lexicon) -> list[KnownPerson]:
    found: list[KnownPerson] = []
    for start in range(len(words)):
        for end in range(min(len(words), start + lexicon.longest), start, -1):
            for person in lexicon.people_named(words[start:end]):
                if person not in found:
                    found.append(person)
    return found


def _held_before(people: list[KnownPerson]) -> list[Match]:
    return [
        Match(target, f"{person.name} held this post until {date_format(until)}")
        for person in people
        for target, until in person.posts_before
    ]


def _shared(words: list[Word], lexicon: Lexicon) -> list[Match]:
    """ "Parish councils" without "all" may mean every one of them."""
    found = lexicon.names.get(f"all {key_of(words)}", {})
    return [Match(target, "It may mean every one of them") for target in found]


def _near(key: str, lexicon: Lexicon) -> list[Match]:
    """Known names that are spelt nearly the same, nearest first."""
    wanted = set(key.split()) - _TOO_COMMON
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(key)
    scored: list[tuple[float, str]] = []
    for known in lexicon.names:
        if not _may_be_near(known, key, wanted):
            continue
        matcher.set_seq1(known)
        if matcher.quick_ratio() >= NEAR and (ratio := matcher.ratio()) >= NEAR:
            scored.append((-ratio, known))
    return [
        Match(target, "It is spelt nearly the same")
        for _, known in sorted(scored)[:MOST]
        for target in lexicon.names[known]
    ]


def _may_be_near(known: str, key: str, wanted: set[str]) -> bool:
    """A cheap first look: about the same length, and a telling word or start shared."""
    if abs(len(known) - len(key)) > (1 - NEAR) * (len(known) + len(key)):
        return False
    return known[:3] == key[:3] or not wanted.isdisjoint(known.split())


def _note(people: list[KnownPerson]) -> str:
    without = [person.name for person in people if not person.posts_today]
    if not without:
        return ""
    names = " and ".join(without)
    verb = "holds" if len(without) == 1 else "hold"
    return f"{names} {verb} no post here today. Appoint them to one first."
