"""Putting the national courses, role groups and rules in."""

from dataclasses import dataclass
from datetime import date

from dueregard import clock
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit

from ..events import CourseEvent
from ..models import (
    Course,
    CourseEquivalence,
    CoursePrerequisite,
    Requirement,
    RoleGroup,
)
from ..rules import may_set
from ..shipped import COURSES, ROLE_GROUPS, RULES, ShippedCourse, ShippedRule


@dataclass(frozen=True)
class Shipped:
    """How many were put in; what was there by its code was left as it is."""

    courses: int
    role_groups: int
    requirements: int


@audit.atomic
def ship(authority: Authority, *, by: Person, starts_on: date | None = None) -> Shipped:
    """Put in what is shipped and `authority` has not: courses by code, role groups by
    code or name, the rules of the groups put in, which hold from `starts_on` (today).

    Done twice it changes nothing: what somebody removed or changed stays so.

    Raises:
        NotAllowed: `by` may not settle courses here.
    """
    may_set(by, authority)
    Authority.objects.select_for_update(of=("self",)).get(pk=authority.pk)
    new_courses = _courses(authority)
    new_groups = _role_groups(authority)
    rules = _rules(authority, new_groups, starts_on or clock.today())
    shipped = Shipped(len(new_courses), len(new_groups), rules)
    if shipped != Shipped(0, 0, 0):
        audit.record(CourseEvent.SHIPPED, authority, by=by, **shipped.__dict__)
    return shipped


def has_all_shipped(authority: Authority) -> bool:
    """Whether every shipped course is there, retired or not."""
    there = Course.objects.filter(authority=authority).values_list("code", flat=True)
    return {each.code for each in COURSES} <= set(there)


def _courses(authority: Authority) -> set[str]:
    there = set(authority.courses.values_list("code", flat=True))
    new = [each for each in COURSES if each.code not in there]
    Course.objects.bulk_create(_course(authority, each) for each in new)
    codes = {each.code for each in new}
    _links(authority, codes)
    return codes


def _course(authority: Authority, shipped: ShippedCourse) -> Course:
    return Course(
        authority=authority,
        code=shipped.code,
        title=shipped.title,
        provider=shipped.provider,
        mode=shipped.mode,
        length_minutes=shipped.length_minutes,
        url=shipped.url,
        description=shipped.description,
        audiences=list(shipped.audiences),
        is_accreditation=shipped.is_accreditation,
    )


def _links(authority: Authority, new: set[str]) -> None:
    """What the new courses need and satisfy, and what needs or satisfies them."""
    ids = dict(authority.courses.values_list("code", "pk"))
    CoursePrerequisite.objects.bulk_create(
        CoursePrerequisite(course_id=ids[each.code], needs_id=ids[code])
        for each in COURSES
        for code in each.needs
        if new & {each.code, code}
    )
    CourseEquivalence.objects.bulk_create(
        CourseEquivalence(course_id=ids[each.code], satisfies_id=ids[code])
        for each in COURSES
        for code in each.satisfies
        if new & {each.code, code}
    )


def _role_groups(authority: Authority) -> set[str]:
    rows = authority.role_groups.values_list("code", "name")
    taken = {text for row in rows for text in row}
    new = [each for each in ROLE_GROUPS if not taken & {each.code, each.name}]
    RoleGroup.objects.bulk_create(
        RoleGroup(
            authority=authority,
            code=each.code,
            name=each.name,
            description=each.description,
        )
        for each in new
    )
    return {each.code for each in new}


def _rules(authority: Authority, groups: set[str], starts_on: date) -> int:
    """The rules of groups put in just now; nobody is in those yet, so that no one's
    standing changes."""
    courses = dict(authority.courses.values_list("code", "pk"))
    ids = dict(authority.role_groups.values_list("code", "pk"))
    new = [
        _rule(each, ids[each.group], courses[each.course], starts_on)
        for each in RULES
        if each.group in groups
    ]
    Requirement.objects.bulk_create(new)
    return len(new)


def _rule(
    shipped: ShippedRule, role_group: int, course: int, starts_on: date
) -> Requirement:
    return Requirement(
        role_group_id=role_group,
        course_id=course,
        window=shipped.window,
        within_days=shipped.within_days,
        every_months=shipped.every_months,
        source=shipped.source,
        confirm_locally=shipped.confirm_locally,
        starts_on=starts_on,
    )
