"""My work as the page reads it: what one person owes, by when, and about what."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import QuerySet

from dueregard import clock

from .models import Task

WEEK = timedelta(days=6)
SHOWN = 5
HEADINGS = (
    ("overdue", "Overdue", "red"),
    ("week", "This week", "amber"),
    ("later", "Later", "grey"),
)


class Owed(NamedTuple):
    """One task as counting and filters need it; `when` is its heading."""

    pk: int
    kind: str
    about: str
    when: str


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


def due(tasks: QuerySet[Task], when: str) -> QuerySet[Task]:
    """Those of `tasks` under one heading; all of them for no heading of ours."""
    today = clock.today()
    if when == "overdue":
        return tasks.filter(due_on__lt=today)
    if when == "week":
        return tasks.filter(due_on__gte=today, due_on__lte=today + WEEK)
    return tasks.filter(due_on__gt=today + WEEK) if when == "later" else tasks


def owed_in(tasks: QuerySet[Task]) -> list[Owed]:
    """All of `tasks` by day, in one statement that reads little of each."""
    today = clock.today()
    rows = tasks.order_by("due_on", "pk").values_list("pk", "kind", "about", "due_on")
    return [Owed(pk, kind, about, _when(day, today)) for pk, kind, about, day in rows]


def counts_of(owed: Iterable[Owed]) -> list[Part]:
    """The headings that have something under them, without their tasks."""
    counts = Counter(each.when for each in owed)
    return [
        Part(code, label, tone, counts[code], [])
        for code, label, tone in HEADINGS
        if counts[code]
    ]


def parts_of(owed: list[Owed]) -> list[Part]:
    """The headings, each with the first tasks under it; one statement."""
    keys = {
        code: [each.pk for each in owed if each.when == code][:SHOWN]
        for code, _, _ in HEADINGS
    }
    rows = tasks_of([pk for found in keys.values() for pk in found])
    return [
        replace(
            part, groups=by_subject(task for task in rows if task.pk in keys[part.code])
        )
        for part in counts_of(owed)
    ]


def tasks_of(keys: list[int]) -> list[Task]:
    """The tasks of one page in the order of their keys, with what My work prints."""
    printed = ("title", "about", "url", "source", "due_on", "times_chased")
    tasks = Task.objects.select_related("post").only(*printed, "post__title")
    rows = tasks.in_bulk(keys)
    return [rows[key] for key in keys if key in rows]


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
