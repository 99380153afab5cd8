"""People of a file who may be somebody else: proposed to a person, never merged.

One number with two names; a number that is another's but for its leading noughts; a
name without a number that is spelt nearly like another's in the same organisation. Two
people who have each a number of their own are two.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from dueregard.exchange.models import Upload

from ..names import is_near, near_pairs, number_key
from .judging import fetch, mark, stream

Place = tuple[int, int]
NAMES_AT_ONCE = 20_000
_NEW = "r.verdict = 'new' AND r.learner_id IS NULL AND r.number <> ''"
_HELD = """number <> '' AND merged_into_id IS NULL AND organisation_id IN (
    SELECT DISTINCT organisation_id FROM training_importrow WHERE upload_id = %s)"""
_NEW_NUMBERS = f"""
    SELECT r.authority_id, r.organisation_id, r.number, r.name_key, r.line
    FROM training_importrow AS r WHERE r.upload_id = %s AND {_NEW}
    ORDER BY r.line"""  # noqa: S608
_HELD_NUMBERS = f"""SELECT authority_id, organisation_id, number, name_key, id
    FROM training_learner WHERE {_HELD} ORDER BY id"""  # noqa: S608
_EVERY_NUMBER = f"""SELECT authority_id, organisation_id, number
    FROM training_learner WHERE {_HELD}
    UNION SELECT r.authority_id, r.organisation_id, r.number
    FROM training_importrow AS r WHERE r.upload_id = %s AND {_NEW}"""  # noqa: S608


@dataclass(frozen=True)
class _Known:
    """Somebody whom a name may be: `note` and `other` say where they stand."""

    key: str
    note: str
    other: int


class Twice:
    """Which of very many keys came more than once, in 8 MiB however many there are.

    It never misses one; a few others may be taken for one, and are looked at exactly.
    """

    BITS = 1 << 25

    def __init__(self) -> None:
        self._once, self._twice = bytearray(self.BITS >> 3), bytearray(self.BITS >> 3)

    def add(self, key: int) -> None:
        place, bit = self._where(key)
        self._twice[place] |= self._once[place] & bit
        self._once[place] |= bit

    def may_be(self, key: int) -> bool:
        place, bit = self._where(key)
        return bool(self._twice[place] & bit)

    def _where(self, key: int) -> tuple[int, int]:
        position = key % self.BITS
        return position >> 3, 1 << (position & 7)


def find_two_names(upload: Upload) -> None:
    """One number with two names in the file: the first stands. A slip of spelling
    needs a look; another name is refused, as it is somebody else's number."""
    rows = fetch(
        """SELECT r.who, r.line, r.name_key FROM training_importrow AS r
        JOIN (SELECT who FROM training_importrow
              WHERE upload_id = %s AND number <> '' AND name_key <> ''
              GROUP BY who HAVING MIN(name_key) <> MAX(name_key)) AS x
          ON x.who = r.who
        WHERE r.upload_id = %s AND r.name_key <> '' AND r.verdict = 'new'
        ORDER BY r.who, r.line""",
        [upload.pk, upload.pk],
    )
    first: dict[str, tuple[int, str]] = {}
    for who, line, key in rows:
        stands_at, stands = first.setdefault(who, (line, key))
        if key == stands:
            continue
        if is_near(key, stands):
            mark(upload, [line], "uncertain", "spelt", stands_at)
        else:
            mark(upload, [line], "problem", "two_names", stands_at)


def find_near_numbers(upload: Upload) -> None:
    """New numbers that are another's but for case, spaces, hyphens or leading noughts,
    which spreadsheets drop: of somebody in the register, or above in the file. Two of
    different names are two people."""
    twice = Twice()
    for *place, number in stream(_EVERY_NUMBER, [upload.pk, upload.pk]):
        twice.add(hash((*place, number_key(number))))
    known: dict[int, tuple[str, int, str, str]] = {}
    for *place, number, name, pk in stream(_HELD_NUMBERS, [upload.pk]):
        key = hash((*place, number_key(number)))
        if twice.may_be(key):
            known.setdefault(key, ("number_held", pk, number, name))
    found = []
    for *place, number, name, line in stream(_NEW_NUMBERS, [upload.pk]):
        key = hash((*place, number_key(number)))
        if not twice.may_be(key):
            continue
        first = known.setdefault(key, ("number_file", line, number, name))
        if first[2] != number and (first[3] == name or not first[3] or not name):
            found.append((line, first[0], first[1]))
    for line, note, other in found:
        mark(upload, [line], "uncertain", note, other)


def find_near(upload: Upload) -> None:
    """People new to the register whose name is nearly that of another, where one of
    the two has no number."""
    for place in _places_to_compare(upload):
        without = {name.key: name for name in _new_names(upload, place, numbered=False)}
        found: dict[str, _Known] = {}
        if without:
            _compare(without, _held(place, everybody=True), found)
            _compare(without, _new_names(upload, place, numbered=True), found)
            _compare_among(without, found)
        held = {name.key: name for name in _held(place)}
        if held:
            numbered = _new_names(upload, place, numbered=True)
            for batch in _batches(numbered):
                for key, near in sorted(near_pairs(batch, held)):
                    found.setdefault(key, held[near])
        for key, known in found.items():
            lines = _lines(upload, place, key)
            mark(upload, lines, "uncertain", known.note, known.other)


def _compare(
    new: dict[str, _Known], others: Iterable[_Known], found: dict[str, _Known]
) -> None:
    """Note which of `new` are near one of `others`: the first of them that is."""
    for batch in _batches(others):
        for key, near in sorted(near_pairs(new, batch)):
            found.setdefault(key, batch[near])


def _compare_among(new: dict[str, _Known], found: dict[str, _Known]) -> None:
    """Note which of `new` are near one that stands above them and stands itself."""
    above: dict[str, list[str]] = defaultdict(list)
    for one, other in near_pairs(new, new):
        if new[other].other < new[one].other:
            above[one].append(other)
    for key in sorted(above, key=lambda each: new[each].other):
        stand = [near for near in sorted(above[key]) if near not in found]
        if key not in found and stand:
            found[key] = new[stand[0]]


def _batches(names: Iterable[_Known]) -> Iterator[dict[str, _Known]]:
    waiting = iter(names)
    while batch := list(islice(waiting, NAMES_AT_ONCE)):
        yield {name.key: name for name in reversed(batch)}


def _places_to_compare(upload: Upload) -> list[Place]:
    """Where there are new people and somebody, in the file or in the register, has no
    number."""
    places = fetch(
        """SELECT authority_id, organisation_id,
          MIN(CASE WHEN number = '' THEN 0 ELSE 1 END)
        FROM training_importrow
        WHERE upload_id = %s AND verdict = 'new' AND learner_id IS NULL
        GROUP BY authority_id, organisation_id""",
        [upload.pk],
    )
    return [
        (authority, organisation)
        for authority, organisation, all_have_numbers in places
        if not all_have_numbers or any(_held((authority, organisation)))
    ]


def _new_names(upload: Upload, place: Place, *, numbered: bool) -> Iterator[_Known]:
    """Names of the file that are new there, with the line where each stands first."""
    rows = stream(
        """SELECT name_key, MIN(line) FROM training_importrow
        WHERE upload_id = %s AND authority_id = %s AND organisation_id = %s
          AND verdict = 'new' AND learner_id IS NULL AND name_key <> ''
        GROUP BY name_key
        HAVING MAX(CASE WHEN number = '' THEN 0 ELSE 1 END) = %s
        ORDER BY MIN(line)""",
        [upload.pk, *place, int(numbered)],
    )
    return (_Known(key, "near_file", line) for key, line in rows)


def _held(place: Place, *, everybody: bool = False) -> Iterator[_Known]:
    """People of the register there who have no number, or everybody with a name."""
    only = "name_key <> ''" if everybody else "number = ''"
    rows = stream(
        f"""SELECT name_key, id FROM training_learner WHERE authority_id = %s
        AND organisation_id = %s AND {only} AND merged_into_id IS NULL
        ORDER BY id""",  # noqa: S608
        place,
    )
    return (_Known(key, "near_held", pk) for key, pk in rows)


def _lines(upload: Upload, place: Place, key: str) -> list[int]:
    rows = fetch(
        """SELECT line FROM training_importrow WHERE upload_id = %s
        AND authority_id = %s AND organisation_id = %s AND name_key = %s
        AND learner_id IS NULL AND verdict = 'new' ORDER BY line""",
        [upload.pk, *place, key],
    )
    return [line for (line,) in rows]
