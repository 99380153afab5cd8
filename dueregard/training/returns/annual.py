"""The annual return: what was completed, by course and organisation."""

from collections import defaultdict

from django.db.models import Count, Sum

from ..models import Course, Session, SessionHeadcount
from .completed import completed
from .periods import Period
from .scope import Scope
from .sheet import ORGANISATION, Column, Row, Table, by_name

NOT_KNOWN = "Organisation not known"
COURSE = Column("Course", "What was completed: its code and title.", 44)
COLUMNS = [
    COURSE,
    ORGANISATION,
    Column(
        "Completions",
        "Records of the course completed within the period, leaving out those that "
        "were taken back or replaced.",
        is_number=True,
    ),
    Column(
        "People",
        "Different people of the organisation with at least one of those records. "
        "Leavers are counted: they were trained.",
        is_number=True,
    ),
    Column(
        "Sessions",
        "Different sessions of our calendar at which those records, or the attendance "
        "without names, came about.",
        is_number=True,
    ),
    Column(
        "Attendance without names",
        "People counted at sessions within the period that took no names. Never added "
        "to people: somebody may be in both.",
        is_number=True,
    ),
]
Key = tuple[int, int | None]


def courses(scope: Scope, period: Period) -> Table:
    """What was completed within the period, by course and organisation."""
    named, unnamed = _named(scope, period), _unnamed(scope, period)
    sessions = _sessions(scope, period)
    keys = named.keys() | unnamed.keys()
    names = scope.names(key[1] for key in keys if key[1])
    titles = {
        course.pk: f"{course.code} {course.title}"
        for course in Course.objects.filter(authority=scope.authority)
    }
    rows: list[Row] = [
        [
            titles[key[0]],
            names[key[1]] if key[1] else NOT_KNOWN,
            *named.get(key, (0, 0)),
            len(sessions.get(key, ())),
            unnamed.get(key, 0),
        ]
        for key in keys
    ]
    return Table(
        "Courses",
        COLUMNS,
        by_name(rows),
        "Nothing was completed in this period.",
        note="People of one course may be those of another, so rows do not add up to "
        "people.",
    )


def _named(scope: Scope, period: Period) -> dict[Key, tuple[int, int]]:
    """(completions, people) by course and organisation."""
    groups = completed(scope, period).values("course", "learner__organisation")
    rows = groups.annotate(number=Count("pk"), people=Count("learner", distinct=True))
    return {
        (row["course"], row["learner__organisation"]): (row["number"], row["people"])
        for row in rows
    }


def _unnamed(scope: Scope, period: Period) -> dict[Key, int]:
    """People counted without names, by course and organisation."""
    rows = (
        _counted(scope, period)
        .values("session__course", "organisation")
        .annotate(number=Sum("people"))
    )
    return {
        (row["session__course"], row["organisation"]): row["number"] for row in rows
    }


def _sessions(scope: Scope, period: Period) -> dict[Key, set[int]]:
    found: dict[Key, set[int]] = defaultdict(set)
    with_names = (
        completed(scope, period)
        .filter(session__isnull=False)
        .values_list("course", "learner__organisation", "session")
    )
    without = _counted(scope, period).values_list(
        "session__course", "organisation", "session"
    )
    for course, organisation, session in with_names.distinct().union(without):
        found[course, organisation].add(session)
    return found


def _counted(scope: Scope, period: Period):
    return SessionHeadcount.objects.filter(
        scope.condition(),
        session__authority=scope.authority,
        session__status=Session.Status.HELD,
        session__starts_at__date__range=(period.starts_on, period.ends_on),
    ).order_by()
