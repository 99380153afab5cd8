"""What other rooms tell this one: kinds of task, dates for calendars, what waits.

A room such as plans registers these from its `registrations.py`; this room never
imports it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class TaskKind:
    """A rule by which something is owed.

    `label` is what filters call it ("Progress to report"). `chased` says whether a
    late one climbs the ladder. `chase_owner(task, person)` writes the mail that chases
    its owner, inside the caller's transaction, where the room has something better than
    a link to My work (a link that needs no account); it answers False when it has
    nothing to send. It is called for each late task: a room that asks somebody about
    many sends one mail. A kind that has it writes to its owners when it opens, too.
    A task of a kind that `is_private` is on its owner's list and in no other: no page
    or count of a co-ordinator's, no ladder, no handing over. Its room moves it itself.
    Where many lines of My work say the same, `told_apart(user, authority, subjects)`
    gives by `subject_id` a few more words for those that `user` may see today. They
    stand on that page and nowhere else: no task, mail, calendar or other page has them.
    It takes the id of one authority, and one statement. Kinds that have it and share a
    label are one line there about one subject, the earliest.
    """

    code: str
    label: str
    chased: bool = True
    chase_owner: Callable[[Any, Any], bool] | None = None
    is_private: bool = False
    told_apart: Callable[[Any, int, list[str]], dict[str, str]] | None = None


@dataclass(frozen=True)
class Appointment:
    """A date for a private calendar. `title` tells nothing: "Meeting", "Action due"."""

    uid: str
    title: str
    starts: date | datetime
    ends: date | datetime | None
    url: str


@dataclass(frozen=True)
class Line:
    """Something that waits for a person by their role: a plan to decide on, names to
    settle. `hint` says more in a few words; `since` is the day on which it came."""

    text: str
    url: str
    hint: str = ""
    since: date | None = None


_kinds: dict[str, TaskKind] = {}
_waiting: dict[str, Callable[[Any], Iterable[Line]]] = {}
_calendars: dict[str, Callable[[Any], Iterable[Appointment]]] = {}


def register_kind(kind: TaskKind) -> None:
    """Have tasks of `kind`; the same code twice replaces the first."""
    _kinds[kind.code] = kind


def kind_of(code: str) -> TaskKind | None:
    return _kinds.get(code)


def kinds() -> list[TaskKind]:
    """Every kind of task, by label."""
    return sorted(_kinds.values(), key=lambda kind: kind.label)


def private_kinds() -> list[str]:
    """The codes of the kinds that nobody reads but whoever owes them."""
    return sorted(code for code, kind in _kinds.items() if kind.is_private)


def register_calendar(name: str, dates: Callable[[Any], Iterable[Appointment]]) -> None:
    """Have `dates(person)` in every person's calendar feed."""
    _calendars[name] = dates


def appointments_of(person) -> list[Appointment]:
    return [one for dates in _calendars.values() for one in dates(person)]


def register_waiting(name: str, lines: Callable[[Any], Iterable[Line]]) -> None:
    """Have `lines(user)` shown on My work; one statement at most, none where the role
    is missing. The same name twice replaces the first."""
    _waiting[name] = lines


def waiting_for(user) -> list[Line]:
    return [line for name in sorted(_waiting) for line in _waiting[name](user)]
