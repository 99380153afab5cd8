"""When two people who were referred may be one: the rule, as a table (practice RF 9).

A rule names what must agree, all of it. Neither a family name alone nor a school alone
nor the two together propose anything: brothers and sisters share both. There is no
count and no likeness in between: a rule holds or it does not, and its sentence is what
a reader sees.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from dueregard.vault import blind
from dueregard.vault.blind import Token

SCHOOL, ADDRESS = "school", "address"
POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})\b", re.IGNORECASE)
SHORTEST_SOUND = 4  # the rule's letter and three sounds: shorter ones meet strangers

# Words that very many people carry beside the name that they are called by. They count
# only where a name has no other: by their sound, so that each spelling is one.
CARRIED_BY_MANY = frozenset(
    {
        *("mohammed", "muhammad", "mohamed", "muhammed", "mohammad", "md"),
        *("singh", "kaur", "begum", "bibi", "khatun", "akhtar", "bano"),
        *("al", "el", "bin", "bint", "ibn", "abu", "abdul", "abd", "ul", "ur"),
        *("van", "von", "de", "der", "la", "le", "da", "dos", "di", "mac", "ap"),
    }
)


class Sign(StrEnum):
    """What two people may have in common."""

    BORN = "the same date of birth"
    NEARLY_BORN = "a date of birth that is nearly the same"
    NOT_KNOWN_BORN = "a date of birth that is not known of one of them"
    GIVEN = "a similar first name"
    FAMILY = "a similar family name"
    SCHOOL = "the same school or work"
    ADDRESS = "the same address"


@dataclass(frozen=True)
class Rule:
    """What must agree for two people to be looked at together, and how that is said."""

    code: str
    needs: frozenset[Sign]
    says: str


RULES = (
    Rule(
        "birth_and_name",
        frozenset({Sign.BORN, Sign.GIVEN, Sign.FAMILY}),
        "The same date of birth and a similar name.",
    ),
    Rule(
        "near_birth_and_name",
        frozenset({Sign.NEARLY_BORN, Sign.GIVEN, Sign.FAMILY}),
        "A similar name, and dates of birth that differ by a slip of the pen.",
    ),
    Rule(
        "birth_first_name_and_school",
        frozenset({Sign.BORN, Sign.GIVEN, Sign.SCHOOL}),
        "The same date of birth, a similar first name and the same school or work.",
    ),
    Rule(
        "birth_first_name_and_address",
        frozenset({Sign.BORN, Sign.GIVEN, Sign.ADDRESS}),
        "The same date of birth, a similar first name and the same address.",
    ),
    Rule(
        "name_and_school",
        frozenset({Sign.NOT_KNOWN_BORN, Sign.GIVEN, Sign.FAMILY, Sign.SCHOOL}),
        "A similar name and the same school or work. One date of birth is not known.",
    ),
    Rule(
        "name_and_address",
        frozenset({Sign.NOT_KNOWN_BORN, Sign.GIVEN, Sign.FAMILY, Sign.ADDRESS}),
        "A similar name and the same address. One date of birth is not known.",
    ),
    Rule(
        "name_and_no_birth",
        frozenset({Sign.NOT_KNOWN_BORN, Sign.GIVEN, Sign.FAMILY}),
        "A similar name. One date of birth is not known.",
    ),
)
SAYS = {rule.code: rule.says for rule in RULES}


@dataclass(repr=False)
class Look:
    """What another person's tokens are compared with, for each sign: any will do."""

    signs: dict[Sign, set[Token]] = field(default_factory=dict)
    has_birth: bool = False

    def tokens(self) -> set[Token]:
        return set().union(*self.signs.values()) if self.signs else set()


def rule_for(signs: set[Sign]) -> Rule | None:
    """The first rule that these signs meet, or None: then nothing is proposed."""
    return next((rule for rule in RULES if rule.needs <= signs), None)


def tokens_of(words: dict[str, Any]) -> set[Token]:
    """Everything by which a person is found: names, birth, school, addresses."""
    tokens = {token for name in _names(words) for token in blind.tokens_of_name(name)}
    if born_on := words.get("born_on"):
        tokens.add(blind.token_of_birth(born_on))
    tokens |= places_of(words)
    return tokens


def places_of(words: dict[str, Any]) -> set[Token]:
    found = {_address(line) for line in words.get("addresses") or ()}
    if school := "".join(blind.words_of(words.get("school_or_work") or "")):
        found.add(blind.token_of_number(SCHOOL, school))
    return {token for token in found if token is not None}


def look_for(words: dict[str, Any]) -> Look:
    """What to compare others with, for the person that `words` are about."""
    aliases = " ".join(words.get("aliases") or ())
    given = f"{words.get('forenames') or ''} {aliases}"
    look = Look({Sign.GIVEN: _met_by(given)})
    look.signs[Sign.FAMILY] = _met_by(words.get("surname") or "")
    places = places_of(words)
    look.signs[Sign.SCHOOL] = {each for each in places if _is(SCHOOL, each)}
    look.signs[Sign.ADDRESS] = {each for each in places if _is(ADDRESS, each)}
    if born_on := words.get("born_on"):
        look.has_birth = True
        look.signs[Sign.BORN] = {blind.token_of_birth(born_on)}
        look.signs[Sign.NEARLY_BORN] = {
            blind.token_of_birth(day) for day in slips_of(born_on)
        }
    return look


def signs_between(look: Look, held: set[Token], *, has_birth: bool) -> set[Sign]:
    """What the person looked for has in common with one whose tokens are `held`."""
    signs = {sign for sign, tokens in look.signs.items() if tokens & held}
    if not (look.has_birth and has_birth):
        signs.add(Sign.NOT_KNOWN_BORN)
    return signs


def slips_of(day: date) -> set[date]:
    """The dates that a slip of the pen makes of `day`: a day or a year beside it, or
    day and month the wrong way round."""
    slips = {day - timedelta(days=1), day + timedelta(days=1)}
    for year, month, number in (
        (day.year - 1, day.month, day.day),
        (day.year + 1, day.month, day.day),
        (day.year, day.day, day.month),
    ):
        try:
            slips.add(date(year, month, number))
        except ValueError:
            continue
    return slips - {day}


def _names(words: dict[str, Any]) -> Iterable[str]:
    name = f"{words.get('forenames') or ''} {words.get('surname') or ''}"
    return [name, *(words.get("aliases") or ())]


def _met_by(name: str) -> set[Token]:
    """The tokens of the words of `name` that tell people apart, or of all if none."""
    words = blind.words_of(name)
    telling = [word for word in words if word not in CARRIED_BY_MANY]
    return {token for word in telling or words for token in _tokens_of_word(word)}


def _tokens_of_word(word: str) -> set[Token]:
    sounds = {sound for sound in blind.sounds_of(word) if len(sound) >= SHORTEST_SOUND}
    return {(blind.WORD, word), *((blind.SOUND, sound) for sound in sounds)}


def _address(line: str) -> Token | None:
    """A postcode with the number of the house, or where there is none the whole."""
    words = blind.words_of(line)
    if not words:
        return None
    number = next((word for word in words if word[0].isdecimal()), "")
    postcode = POSTCODE.search(line)
    plain = "".join(postcode.groups()) + number if postcode else "".join(words)
    return blind.token_of_number(ADDRESS, plain)


def _is(kind: str, token: Token) -> bool:
    return token[1].startswith(f"{kind}:")
