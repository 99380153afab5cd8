"""My work as the page reads it: what one person owes, by when, and about what."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import QuerySet

from dueregard import clock

from .models import Task
from .registry import kind_of

WEEK = timedelta(days=6)
SHOWN = 5
PRINTED = (
    *("title", "about", "url", "source", "due_on", "times_chased"),
    *("kind", "subject_id", "authority_id"),  # by which it is told apart
)
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
    """All of `tasks` by day, in one statement that reads little of each; of those
    that would read the same (`_same`) the earliest."""
    today = clock.today()
    rows = tasks.order_by("due_on", "pk")
    read = rows.values_list("pk", "kind", "about", "due_on", "subject_id")
    lines: dict[Any, Owed] = {}
    for pk, kind, about, day, subject in read:
        line = Owed(pk, kind, about, _when(day, today))
        lines.setdefault(_same(kind, subject) or pk, line)
    return list(lines.values())


def counts_of(owed: Iterable[Owed]) -> list[Part]:
    """The headings that have something under them, without their tasks."""
    counts = Counter(each.when for each in owed)
    return [
        Part(code, label, tone, counts[code], [])
        for code, label, tone in HEADINGS
        if counts[code]
    ]


def parts_of(owed: list[Owed], user: Any) -> list[Part]:
    """The headings, each with the first tasks under it, as `user` may read them."""
    keys = {
        code: [each.pk for each in owed if each.when == code][:SHOWN]
        for code, _, _ in HEADINGS
    }
    rows = tasks_of([pk for found in keys.values() for pk in found], user)
    return [
        replace(
            part, groups=by_subject(task for task in rows if task.pk in keys[part.code])
        )
        for part in counts_of(owed)
    ]


def tasks_of(keys: list[int], user: Any) -> list[Task]:
    """The tasks of one page in the order of their keys, with what My work prints: one
    statement, and one for each rule that tells some of them apart."""
    tasks = Task.objects.select_related("post").only(*PRINTED, "post__title")
    rows = tasks.in_bulk(keys)
    found = [rows[key] for key in keys if key in rows]
    _tell_apart(found, user)
    return found


def _tell_apart(tasks: Iterable[Task], user: Any) -> None:
    """Note on each what tells it from those that say the same: a statement for each
    such rule and authority."""
    alike: dict[tuple, list[Task]] = defaultdict(list)
    for task in tasks:
        kind = kind_of(task.kind)
        if kind is not None and kind.told_apart is not None:
            alike[kind.told_apart, task.authority_id].append(task)
    for (told_apart, authority), same in alike.items():
        words = told_apart(user, authority, [task.subject_id for task in same])
        for task in same:
            task.told_apart_by = words.get(task.subject_id, "")


def by_subject(tasks: Iterable[Task]) -> list[Group]:
    """`tasks`, those about the same thing together, where the first of them stands."""
    same: dict[str, list[Task]] = {}
    for task in tasks:
        same.setdefault(task.about, []).append(task)
    return [Group(about, found) for about, found in same.items()]


def _same(kind: str, subject: str) -> tuple[str, str] | None:
    """What two tasks share that are one line: what their kind is called, and their
    subject. To name it twice would tell that there is a second reason."""
    known = kind_of(kind)
    if known is None or known.told_apart is None:
        return None
    return known.label, subject


def _when(due_on: date, today: date) -> str:
    if due_on < today:
        return "overdue"
    return "week" if due_on <= today + WEEK else "later"
