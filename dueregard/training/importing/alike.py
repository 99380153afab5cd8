"""People of a file who may be somebody else: proposed to a person, never merged.

One number with two names; a name without a number that is spelt nearly like another's
in the same organisation. Two people who have each a number of their own are two.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dueregard.exchange.models import Upload

from ..names import is_near, shortenings, slips
from .judging import fetch, mark

Place = tuple[int, int]


@dataclass(frozen=True)
class _Known:
    """Somebody whom a name may be: `note` and `other` say where they stand."""

    key: str
    note: str
    other: int


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


def find_near(upload: Upload) -> None:
    """People new to the register whose name is nearly that of another, where one of
    the two has no number."""
    for place, new, numbered in _new_people(upload):
        _propose(upload, place, new, _with_numbers(place, numbered), among=True)
        held = list(_held_without_number(place)) if numbered else []
        if held:
            _propose(upload, place, numbered, held, among=False)


def _propose(
    upload: Upload,
    place: Place,
    new: dict[str, int],
    others: Iterable[_Known],
    *,
    among: bool,
) -> None:
    """Mark those of `new` (key → first line) that are near one of `others`, or with
    `among` near one that stands above them."""
    if not new:
        return
    index = defaultdict(set)
    for key in new:
        for form in slips(key) | shortenings(key):
            index[form].add(key)
    found: dict[str, _Known] = {}
    for other in others:
        for key in _near(other.key, index):
            found.setdefault(key, other)
    if among:
        for key, line in new.items():
            for near in _near(key, index):
                if near != key and new[near] < line and near not in found:
                    found.setdefault(key, _Known(near, "near_file", new[near]))
    for key, known in found.items():
        lines = _lines(upload, place, key)
        mark(upload, lines, "uncertain", known.note, known.other)


def _near(key: str, index: dict[str, set[str]]) -> Iterator[str]:
    forms = slips(key) | shortenings(key)
    for candidate in {each for form in forms for each in index.get(form, ())}:
        if is_near(candidate, key):
            yield candidate


def _new_people(
    upload: Upload,
) -> Iterator[tuple[Place, dict[str, int], dict[str, int]]]:
    """By organisation, new names without a number and those with one: key → line.

    Only where somebody, in the file or in the register, has no number.
    """
    places = fetch(
        """SELECT authority_id, organisation_id,
          MIN(CASE WHEN number = '' THEN 0 ELSE 1 END)
        FROM training_importrow
        WHERE upload_id = %s AND verdict = 'new' AND learner_id IS NULL
        GROUP BY authority_id, organisation_id""",
        [upload.pk],
    )
    for *ids, all_have_numbers in places:
        place = (ids[0], ids[1])
        if all_have_numbers and not _has_people_without_number(place):
            continue
        rows = fetch(
            """SELECT name_key, MAX(CASE WHEN number = '' THEN 0 ELSE 1 END),
              MIN(line)
            FROM training_importrow
            WHERE upload_id = %s AND authority_id = %s AND organisation_id = %s
              AND verdict = 'new' AND learner_id IS NULL AND name_key <> ''
            GROUP BY name_key ORDER BY MIN(line)""",
            [upload.pk, *place],
        )
        without = {key: line for key, has_number, line in rows if not has_number}
        with_number = {key: line for key, has_number, line in rows if has_number}
        yield place, without, with_number


def _has_people_without_number(place: Place) -> bool:
    return bool(next(_held_without_number(place), None))


def _held_without_number(place: Place) -> Iterator[_Known]:
    rows = fetch(
        """SELECT name_key, id FROM training_learner WHERE authority_id = %s
        AND organisation_id = %s AND number = '' AND merged_into_id IS NULL""",
        place,
    )
    return (_Known(key, "near_held", pk) for key, pk in rows)


def _with_numbers(place: Place, numbered: dict[str, int]) -> Iterator[_Known]:
    """Everybody of the register there, and those of the file who have a number."""
    rows = fetch(
        """SELECT name_key, id FROM training_learner WHERE authority_id = %s
        AND organisation_id = %s AND name_key <> '' AND merged_into_id IS NULL""",
        place,
    )
    for key, pk in rows:
        yield _Known(key, "near_held", pk)
    for key, line in numbered.items():
        yield _Known(key, "near_file", line)


def _lines(upload: Upload, place: Place, key: str) -> list[int]:
    rows = fetch(
        """SELECT line FROM training_importrow WHERE upload_id = %s
        AND authority_id = %s AND organisation_id = %s AND name_key = %s
        AND learner_id IS NULL AND verdict = 'new' ORDER BY line""",
        [upload.pk, *place, key],
    )
    return [line for (line,) in rows]
