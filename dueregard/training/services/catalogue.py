"""Courses, their editions, and what they need and count for."""

from collections.abc import Collection
from datetime import date
from typing import Any

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit
from dueregard.submissions.versions import claim_version

from ..accepting import accepted_for, needs_of, reached
from ..events import CourseEvent
from ..models import (
    Course,
    CourseEdition,
    CourseEquivalence,
    CoursePrerequisite,
    Requirement,
    RoleGroup,
)
from ..rules import may_change_course, may_set
from . import standing
from .requirements import replace_from


@audit.atomic
def add_course(
    authority: Authority, *, code: str, title: str, by: Person, **facts: Any
) -> Course:
    """Add a course to the catalogue; `facts` are its other fields.

    Raises:
        NotAllowed: `by` may not settle courses here.
        NotNow: another course has this code.
    """
    may_set(by, authority)
    _must_be_free(code, authority)
    course = Course.objects.create(authority=authority, code=code, title=title, **facts)
    audit.record(CourseEvent.ADDED, course, by=by, code=code)
    return course


@audit.atomic
def change_course(
    course: Course, *, version: int, by: Person, **changes: Any
) -> Course:
    """Change what is said of a course.

    Raises:
        NotAllowed: `by` may not settle courses here.
        NotNow: another course has the new code.
        Stale: it was changed since `version`.
    """
    may_change_course(by, course)
    course = claim_version(Course, course.pk, version)
    if changes["code"].casefold() != course.code.casefold():
        _must_be_free(changes["code"], course.authority)
    changed = [name for name, new in changes.items() if getattr(course, name) != new]
    for name in changed:
        setattr(course, name, changes[name])
    course.save()
    if changed:
        audit.record(CourseEvent.CHANGED, course, by=by, fields=changed)
    return course


@audit.atomic
def retire_course(course: Course, *, retired_on: date, by: Person) -> None:
    """Offer a course no more, from `retired_on`. What was completed stays completed.

    Raises:
        NotAllowed: `by` may not settle courses here.
        NotNow: it is retired already.
    """
    may_change_course(by, course)
    course = _locked(course)
    if course.retired_on:
        raise NotNow("This course is retired already.")
    course.retired_on = retired_on
    course.version += 1
    course.save(update_fields=["retired_on", "version"])
    audit.record(CourseEvent.RETIRED, course, by=by, retired_on=retired_on)


@audit.atomic
def bring_back_course(course: Course, *, by: Person) -> None:
    """Offer a retired course again.

    Raises:
        NotAllowed: `by` may not settle courses here.
        NotNow: it is not retired.
    """
    may_change_course(by, course)
    course = _locked(course)
    if course.retired_on is None:
        raise NotNow("This course is not retired.")
    course.retired_on = None
    course.version += 1
    course.save(update_fields=["retired_on", "version"])
    audit.record(CourseEvent.BROUGHT_BACK, course, by=by)


@audit.atomic
def add_edition(
    course: Course,
    *,
    label: str,
    released_on: date,
    reflects: str = "",
    seen_again_by: Collection[RoleGroup] = (),
    by: Person,
) -> CourseEdition:
    """Note a new edition. The people of `seen_again_by` must do the course again: for
    their rules that ask for it, what was done before the edition no longer counts.

    Raises:
        NotAllowed: `by` may not settle courses here.
        NotNow: there is an edition of this day; or it is to be seen again and is not
            out yet.
    """
    may_change_course(by, course)
    course = _locked(course)
    if course.editions.filter(released_on=released_on).exists():
        raise NotNow("There is an edition of this day already.")
    if seen_again_by and released_on > clock.today():
        raise NotNow(
            "This edition is not out yet, so nobody can be asked to see it. "
            "Add it now, and ask people to see it when it is out."
        )
    edition = CourseEdition.objects.create(
        course=course, label=label, released_on=released_on, reflects=reflects, by=by
    )
    groups = sorted(seen_again_by, key=lambda group: group.pk)
    _ask_again(course, groups, released_on, by)
    audit.record(
        CourseEvent.EDITION,
        course,
        by=by,
        edition_id=edition.pk,
        released_on=released_on,
        seen_again_by=[group.pk for group in groups],
    )
    return edition


def _ask_again(
    course: Course, groups: list[RoleGroup], since: date, by: Person
) -> None:
    """From today, count only what was done since `since`, by the rules of `groups`."""
    rules = course.requirements.filter(role_group__in=groups).in_force()
    older = rules.counting_what_was_done_before(since)
    for rule in older.select_for_update(of=("self",)).select_related("role_group"):
        replace_from(rule, clock.today(), by=by, counts_from=since)
    if groups:
        standing.refresh(role_groups=groups)


@audit.atomic
def link_course(
    course: Course,
    *,
    version: int,
    needs: Collection[Course],
    satisfies: Collection[Course],
    by: Person,
) -> Course:
    """Say which courses come before this one, and for which it counts as well.

    Raises:
        NotAllowed: `by` may not settle courses here.
        NotNow: one is not of this authority, or is the course itself; or the courses
            that come before would go round in a circle.
        Stale: the course was changed since `version`.
    """
    may_change_course(by, course)
    authority = course.authority
    Authority.objects.select_for_update(of=("self",)).get(pk=authority.pk)
    course = claim_version(Course, course.pk, version)
    _must_be_others(course, [*needs, *satisfies])
    _must_not_go_round(course, needs)
    before = accepted_for(authority)
    _set_needs(course, {each.pk for each in needs})
    _set_satisfies(course, {each.pk for each in satisfies})
    course.save(update_fields=["version"])
    _count_again(authority, before)
    audit.record(
        CourseEvent.LINKED,
        course,
        by=by,
        needs=sorted(each.pk for each in needs),
        satisfies=sorted(each.pk for each in satisfies),
    )
    return course


def _must_not_go_round(course: Course, needs: Collection[Course]) -> None:
    links = needs_of(course.authority)
    for each in needs:
        if course.pk in reached(each.pk, links):
            raise NotNow(
                f"{course} cannot come after {each}: {each} itself needs {course} "
                "first. Take one of the two out."
            )


def _set_needs(course: Course, wanted: set[int]) -> None:
    there = set(course.prerequisites.values_list("needs_id", flat=True))
    course.prerequisites.exclude(needs__in=wanted).delete()
    CoursePrerequisite.objects.bulk_create(
        CoursePrerequisite(course=course, needs_id=pk) for pk in sorted(wanted - there)
    )


def _set_satisfies(course: Course, wanted: set[int]) -> None:
    there = set(course.satisfies_rows.values_list("satisfies_id", flat=True))
    course.satisfies_rows.exclude(satisfies__in=wanted).delete()
    CourseEquivalence.objects.bulk_create(
        CourseEquivalence(course=course, satisfies_id=pk)
        for pk in sorted(wanted - there)
    )


def _count_again(authority: Authority, before: dict[int, frozenset[int]]) -> None:
    """Have the role groups judged anew that are asked for a course of which other
    completions count than did `before`."""
    after = accepted_for(authority)
    changed = [pk for pk, accepted in after.items() if accepted != before.get(pk)]
    asked = Requirement.objects.filter(course__in=changed)
    groups = RoleGroup.objects.filter(pk__in=asked.order_by().values("role_group"))
    if groups:
        standing.refresh(role_groups=groups)


def _must_be_others(course: Course, others: list[Course]) -> None:
    for each in others:
        if each.pk == course.pk:
            raise NotNow("A course cannot need itself, or stand for itself.")
        if each.authority_id != course.authority_id:
            raise NotNow(f"{each} is not a course of {course.authority}.")


def _must_be_free(code: str, authority: Authority) -> None:
    if Course.objects.filter(authority=authority, code__iexact=code).exists():
        raise NotNow(f"{authority} already has a course with the code {code}.")


def _locked(course: Course) -> Course:
    rows = Course.objects.select_for_update(of=("self",)).select_related("authority")
    return rows.get(pk=course.pk)
