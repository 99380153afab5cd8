"""What pages read of the catalogue and of the rules."""

from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from dueregard import clock
from dueregard.accounts.models import Authority

from .accepting import equivalences_of, linked, prerequisites_of, reached
from .models import (
    Completion,
    Course,
    LearnerRole,
    Requirement,
    RoleGroup,
)
from .windows import in_short, in_words


def with_facts(courses: QuerySet[Course]) -> QuerySet[Course]:
    """With how many role groups must do each, by the rules that hold today."""
    rules = Requirement.objects.in_force().filter(
        course=OuterRef("pk"), role_group__closed_on__isnull=True
    )
    counted = rules.order_by().values("course").annotate(n=Count("role_group"))
    return courses.annotate(asked_of=Coalesce(Subquery(counted.values("n")), 0))


def editions_with_counts(course: Course) -> list[Any]:
    """Editions, newest first, each with `until`, the day the next one came out, and
    `people`: how many did the course while it was the newest."""
    editions: list[Any] = list(course.editions.all())
    if not editions:
        return []
    until: date | None = None
    counts = {}
    for edition in editions:
        when = Q(completed_on__gte=edition.released_on)
        if until:
            when &= Q(completed_on__lt=until)
        edition.until = until
        counts[f"e{edition.pk}"] = Count("learner", filter=when, distinct=True)
        until = edition.released_on
    live = Completion.objects.live().filter(course=course)
    found = live.order_by().aggregate(**counts)
    for edition in editions:
        edition.people = found[f"e{edition.pk}"]
    return editions


def rules_that_ask(course: Course) -> list[Any]:
    """The rules of today and of days to come that ask for `course`."""
    rules = course.requirements.filter(role_group__closed_on__isnull=True)
    return worded(not_ended(rules).order_by("role_group__name", "starts_on"))


def not_ended(rules: QuerySet[Requirement]) -> QuerySet[Requirement]:
    return rules.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=clock.today()))


def worded(rules: QuerySet[Requirement]) -> list[Any]:
    """`rules`, each as `with_words` says."""
    return [with_words(rule) for rule in rules.select_related("role_group", "course")]


def with_words(rule: Any) -> Any:
    """With `words`, its window as a person says it, and `short` for a grid."""
    rule.words, rule.short = in_words(rule), in_short(rule)
    return rule


def stands_for(course: Course) -> dict[str, list[Course]]:
    """The courses around it: `needs` and `leads_to` (one step), `counts_for` and
    `counted_by` (as far as equivalences lead). Three statements."""
    equivalences = equivalences_of(course.authority)
    prerequisites = prerequisites_of(course.authority)
    found = {
        "needs": {b for a, b in prerequisites if a == course.pk},
        "leads_to": {a for a, b in prerequisites if b == course.pk},
        "counts_for": reached(course.pk, linked(equivalences)),
        "counted_by": reached(course.pk, linked((b, a) for a, b in equivalences)),
    }
    around = set().union(*found.values()) - {course.pk}
    courses = list(Course.objects.filter(pk__in=around))
    return {
        name: [each for each in courses if each.pk in ids]
        for name, ids in found.items()
    }


def groups_with_rules(authority: Authority, groups: QuerySet[RoleGroup]) -> list[Any]:
    """Role groups, each with `people` now in it and `rules`, those of today and of days
    to come. Three statements, however many there are."""
    found: list[Any] = list(groups)
    rules: dict[int, list[Requirement]] = {group.pk: [] for group in found}
    asked = Requirement.objects.filter(role_group__in=rules)
    for rule in worded(not_ended(asked).order_by("course__title", "starts_on")):
        rules[rule.role_group_id].append(rule)
    people = people_in(authority)
    for group in found:
        group.rules, group.people = rules[group.pk], people.get(group.pk, 0)
    return found


def people_in(authority: Authority) -> dict[int, int]:
    """Role group id → how many serve in it today."""
    today = clock.today()
    places = LearnerRole.objects.filter(authority=authority, is_kept=True)
    places = places.filter(Q(left_on__isnull=True) | Q(left_on__gt=today))
    counted = places.order_by().values("role_group").annotate(n=Count("pk"))
    return dict(counted.values_list("role_group", "n"))


def grid_of(groups: list[Any]) -> tuple[list[Course], list[tuple]]:
    """Courses that any of `groups` must do, and for each group its rules under those
    courses (None: not asked)."""
    courses = {rule.course_id: rule.course for group in groups for rule in group.rules}
    columns = sorted(courses.values(), key=lambda course: course.code)
    rows = []
    for group in groups:
        asked = {rule.course_id: rule for rule in reversed(group.rules)}
        rows.append((group, [asked.get(course.pk) for course in columns]))
    return columns, rows
