"""Which completions count for which course, and what must be done before a course.

Two small graphs of an authority's catalogue, read whole (a catalogue holds tens of
courses, not thousands). Retired courses take part: what was completed stays completed.
Domain reference 7.3: WRAP satisfies awareness; awareness e-learning does not satisfy
WRAP; the referral and Channel courses need awareness or WRAP on or before their day.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from dueregard.accounts.models import Authority

from .models import Course, CourseEquivalence, CoursePrerequisite

Pair = tuple[int, int]
Links = Mapping[int, Iterable[int]]
"""From the id of a course to those of courses: one step, in one direction."""


def accepted_for(authority: Authority) -> dict[int, frozenset[int]]:
    """Course id → ids of the courses of which a completion counts for it.

    A course counts for itself. Equivalences are followed along their direction, as far
    as they lead: where A satisfies B and B satisfies C, A counts for C. Never back.
    """
    satisfied_by = linked((b, a) for a, b in equivalences_of(authority))
    return {each: reached(each, satisfied_by) for each in _courses(authority)}


def needs_of(authority: Authority) -> dict[int, frozenset[int]]:
    """Course id → ids of courses of which one, or one that satisfies it, must be done
    on or before its day. Empty: none is needed."""
    needs = linked(prerequisites_of(authority))
    return {each: frozenset(needs.get(each, ())) for each in _courses(authority)}


def equivalences_of(authority: Authority) -> list[Pair]:
    """(course, the course that it satisfies)."""
    rows = CourseEquivalence.objects.filter(course__authority=authority).order_by()
    return list(rows.values_list("course_id", "satisfies_id"))


def prerequisites_of(authority: Authority) -> list[Pair]:
    """(course, a course that it needs)."""
    rows = CoursePrerequisite.objects.filter(course__authority=authority).order_by()
    return list(rows.values_list("course_id", "needs_id"))


def linked(pairs: Iterable[Pair]) -> dict[int, set[int]]:
    """Each first of the pairs, with all that it is paired with."""
    found: dict[int, set[int]] = defaultdict(set)
    for start, end in pairs:
        found[start].add(end)
    return found


def reached(start: int, links: Links) -> frozenset[int]:
    """`start` and everything that `links` lead to from there; loops do no harm."""
    found, waiting = {start}, [start]
    while waiting:
        new = set(links.get(waiting.pop(), ())) - found
        found |= new
        waiting.extend(new)
    return frozenset(found)


def _courses(authority: Authority) -> list[int]:
    found = Course.objects.filter(authority=authority).order_by()
    return list(found.values_list("pk", flat=True))
