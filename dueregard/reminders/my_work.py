"""My work as the page reads it: what one person owes, by when, and about what."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    QuerySet,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber

from dueregard import clock

from .models import Task

WEEK = timedelta(days=6)
SHOWN = 10
HEADINGS = (
    ("overdue", "Overdue", "red"),
    ("week", "This week", "amber"),
    ("later", "Later", "grey"),
)


@dataclass(frozen=True)
class Sum:
    """How many tasks of a kind and heading are due when."""

    kind: str
    about: str
    when: str
    count: int


@dataclass(frozen=True)
class Group:
    """Tasks about the same thing, and why they are owed."""

    about: str
    tasks: list[Task]

    @property
    def sources(self) -> str:
        return "; ".join(dict.fromkeys(task.source for task in self.tasks))


@dataclass(frozen=True)
class Part:
    """One of *Overdue*, *This week* and *Later*, with the first of its tasks by what
    they are about."""

    code: str
    label: str
    tone: str
    count: int
    groups: list[Group]

    @property
    def more(self) -> int:
        return self.count - sum(len(group.tasks) for group in self.groups)


def in_time(tasks: QuerySet[Task]) -> QuerySet[Any]:
    """`tasks`, each with its `when`: overdue, week (the next seven days) or later."""
    today = clock.today()
    by_day = Case(
        When(due_on__lt=today, then=Value("overdue")),
        When(due_on__lte=today + WEEK, then=Value("week")),
        default=Value("later"),
        output_field=CharField(),
    )
    return tasks.annotate(when=by_day)


def due(tasks: QuerySet[Task], when: str) -> QuerySet[Task]:
    """Those of `tasks` under one heading; all of them for no heading of ours."""
    today = clock.today()
    if when == "overdue":
        return tasks.filter(due_on__lt=today)
    if when == "week":
        return tasks.filter(due_on__gte=today, due_on__lte=today + WEEK)
    return tasks.filter(due_on__gt=today + WEEK) if when == "later" else tasks


def sums_of(tasks: QuerySet[Task]) -> list[Sum]:
    """Every count that the page needs, in one statement."""
    rows = in_time(tasks).order_by().values_list("kind", "about", "when")
    return [Sum(*row) for row in rows.annotate(Count("pk"))]


def first_of_each(tasks: QuerySet[Task]) -> list[Task]:
    """The first tasks under each heading by day, in one statement."""
    place = Window(
        RowNumber(),
        partition_by=F("when"),
        order_by=[F("due_on").asc(), F("pk").asc()],
    )
    first = in_time(tasks.order_by()).annotate(place=place).filter(place__lte=SHOWN)
    keys = first.values("pk")  # narrow rows are numbered; the few are read whole
    rows = Task.objects.filter(pk__in=keys).select_related("post")
    return list(rows.order_by("due_on", "pk"))


def parts_of(tasks: Iterable[Task], sums: Iterable[Sum]) -> list[Part]:
    """The headings that have something under them."""
    counts: Counter[str] = Counter()
    for each in sums:
        counts[each.when] += each.count
    today = clock.today()
    under: dict[str, list[Task]] = {code: [] for code, _, _ in HEADINGS}
    for task in tasks:
        under[_when(task.due_on, today)].append(task)
    return [
        Part(code, label, tone, counts[code], by_subject(under[code]))
        for code, label, tone in HEADINGS
        if counts[code]
    ]


def by_subject(tasks: Iterable[Task]) -> list[Group]:
    """`tasks`, those about the same thing together, where the first of them stands."""
    same: dict[str, list[Task]] = {}
    for task in tasks:
        same.setdefault(task.about, []).append(task)
    return [Group(about, found) for about, found in same.items()]


def _when(due_on: date, today: date) -> str:
    if due_on < today:
        return "overdue"
    return "week" if due_on <= today + WEEK else "later"
