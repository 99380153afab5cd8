"""Courses, role groups and their rules pass to an authority's successor (AC 6).

What the successor has by its code (a role group also by its name) is not doubled: its
own course or group stands in the place of the other, with the successor's own rules
and links. The rest moves, and points to what stands there.
"""

from dataclasses import dataclass
from datetime import date

from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit

from ..events import CatalogueEvent
from ..models import (
    Course,
    CourseEquivalence,
    CoursePrerequisite,
    Requirement,
    RoleGroup,
)

LINKS = ((CoursePrerequisite, "needs_id"), (CourseEquivalence, "satisfies_id"))


@dataclass(frozen=True)
class Twins:
    """What stays behind, and what stands in its place: id → the successor's id."""

    courses: dict[int, int]
    role_groups: dict[int, int]


def count_courses(authority: Authority, from_date: date) -> int:
    """How many courses will pass over, or be stood for by the successor's own."""
    return Course.objects.filter(authority=authority).count()


def count_role_groups(authority: Authority, from_date: date) -> int:
    return RoleGroup.objects.filter(authority=authority).count()


def pass_courses(
    authority: Authority, successor: Authority, from_date: date, by: Person
) -> int:
    """They pass over with the people, by the same job; how many there are now."""
    return count_courses(authority, from_date)


def pass_role_groups(
    authority: Authority, successor: Authority, from_date: date, by: Person
) -> int:
    return count_role_groups(authority, from_date)


@audit.atomic
def pass_catalogue_now(
    authority: Authority, successor: Authority, *, by: Person
) -> Twins:
    """Move the courses, role groups and rules of `authority` to `successor`, and answer
    what stays behind with its twin there. Whoever calls moves completions and places
    to the twins, and has everybody counted anew."""
    twins = Twins(
        _twins_of_courses(authority, successor), _twins_of_groups(authority, successor)
    )
    courses = authority.courses.exclude(pk__in=twins.courses)
    groups = authority.role_groups.exclude(pk__in=twins.role_groups)
    audit.record(
        CatalogueEvent.PASSED_OVER,
        authority,
        by=by,
        successor_id=successor.pk,
        courses=courses.count(),
        role_groups=groups.count(),
    )
    _point_rules_to(twins)
    _point_links_to(twins.courses, authority)
    courses.update(authority=successor)
    groups.update(authority=successor)
    return twins


def _twins_of_courses(authority: Authority, successor: Authority) -> dict[int, int]:
    theirs = {
        code.casefold(): pk for code, pk in successor.courses.values_list("code", "pk")
    }
    ours = authority.courses.values_list("pk", "code")
    return {
        pk: theirs[code.casefold()] for pk, code in ours if code.casefold() in theirs
    }


def _twins_of_groups(authority: Authority, successor: Authority) -> dict[int, int]:
    rows = list(successor.role_groups.values_list("pk", "code", "name"))
    by_name = {name.casefold(): pk for pk, _, name in rows}
    by_code = {code.casefold(): pk for pk, code, _ in rows}
    found = {}
    for pk, code, name in authority.role_groups.values_list("pk", "code", "name"):
        twin = by_code.get(code.casefold()) or by_name.get(name.casefold())
        if twin:
            found[pk] = twin
    return found


def _point_rules_to(twins: Twins) -> None:
    """Have the rules of the groups that move ask for courses that are there."""
    moving = Requirement.objects.exclude(role_group__in=twins.role_groups)
    rules = list(moving.filter(course__in=twins.courses))
    for rule in rules:
        rule.course_id = twins.courses[rule.course_id]
    Requirement.objects.bulk_update(rules, ["course"], batch_size=500)


def _point_links_to(twins: dict[int, int], authority: Authority) -> None:
    """The same for links of which one end moves; where both have twins, the links of
    the successor stand."""
    for model, end in LINKS:
        for link in model.objects.filter(course__authority=authority):
            pair = link.course_id, getattr(link, end)
            if len(set(pair) & twins.keys()) == 1:
                link.course_id = twins.get(pair[0], pair[0])
                setattr(link, end, twins.get(pair[1], pair[1]))
                link.save(update_fields=["course_id", end])
