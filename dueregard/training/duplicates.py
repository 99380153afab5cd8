"""Which records may be one person: proposed for somebody to look at, never merged.

Within one organisation: the same staff number in another spelling, the same e-mail, or
names that are the same or near (`names`). Across organisations of the authority: the
same e-mail, or the same number with a near name. Two records that somebody said are two
people are not proposed again.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from dueregard.accounts.models import Authority, Organisation

from .models import KnownApart, Learner
from .models.learner import LearnerQuerySet
from .names import is_near, name_key, number_key, shortenings, slips

MOST_COMPARED = 5_000
"""People compared with one another at once; a page asks to choose an organisation
beyond that."""
MOST_ALIKE = 20
"""Records that share a mark and are still compared pair by pair."""


@dataclass(frozen=True)
class Proposal:
    """Two records that may be one person, and why."""

    one: Learner
    other: Learner
    why: str


def near_ones(
    authority: Authority, organisation: Organisation, *, number: str, name: str
) -> list[Learner]:
    """People of the organisation who may be the one that somebody is about to add."""
    people = Learner.objects.kept().filter(
        authority=authority, organisation=organisation
    )
    typed_name, typed_number = name_key(name), number_key(number)
    found = []
    rows = people.values_list("pk", "name_key", "number").order_by("name", "pk")
    for pk, key, held in rows.iterator():
        if (typed_number and number_key(held) == typed_number) or (
            name and is_near(key, typed_name)
        ):
            found.append(pk)
    rows = people.filter(pk__in=found[:MOST_ALIKE]).select_related("organisation")
    return list(rows.order_by("name", "pk"))


def proposals(people: LearnerQuerySet) -> list[Proposal]:
    """Pairs among `people` (of one authority), by name. At most `MOST_COMPARED` people
    are compared."""
    rows = people.kept().select_related("organisation").order_by("name", "number", "pk")
    held = list(rows[:MOST_COMPARED])
    apart = _known_apart(held)
    found: dict[tuple[int, int], Proposal] = {}
    for one, other in _candidates(held):
        key = (min(one.pk, other.pk), max(one.pk, other.pk))
        if key in found or key in apart:
            continue
        if why := why_alike(one, other):
            found[key] = Proposal(one, other, why)
    return list(found.values())


def why_alike(one: Learner, other: Learner) -> str:
    """Why two records may be one person; "" when nothing says so."""
    same_place = one.organisation_id == other.organisation_id
    number = number_key(one.number)
    same_number = bool(number) and number == number_key(other.number)
    near = bool(one.name and other.name) and is_near(one.name_key, other.name_key)
    if one.email and one.email == other.email:
        return "Same e-mail"
    if same_number and near:
        return "Same staff number, and names that are alike"
    if not same_place:
        return ""
    if same_number:
        return "Same staff number"
    if near:
        same = one.name_key == other.name_key
        return "Same name" if same else "Names that are alike"
    return ""


def _candidates(held: list[Learner]) -> Iterator[tuple[Learner, Learner]]:
    """Pairs that share a mark: whoever is alike shares one."""
    by_mark: dict[str, list[Learner]] = defaultdict(list)
    for learner in held:
        for mark in set(_marks(learner)):
            by_mark[mark].append(learner)
    for alike in by_mark.values():
        if 1 < len(alike) <= MOST_ALIKE:
            yield from combinations(alike, 2)


def _marks(learner: Learner) -> Iterable[str]:
    if learner.number:
        number = number_key(learner.number)
        yield from (f"number {number}", f"number {learner.organisation_id} {number}")
    if learner.email:
        yield f"mail {learner.email}"
    if learner.name:
        for slip in slips(learner.name_key) | shortenings(learner.name_key):
            yield f"name {learner.organisation_id} {slip}"


def _known_apart(held: list[Learner]) -> set[tuple[int, int]]:
    keys = [learner.pk for learner in held]
    rows = KnownApart.objects.filter(first__in=keys, second__in=keys)
    return set(rows.values_list("first_id", "second_id"))
