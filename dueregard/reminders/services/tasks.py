"""Tasks come and go with what other rooms' services do, in the same transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit
from dueregard.partners.models import Post

from .. import registry
from ..models import Task
from .telling import tell_at_once

BATCH = 1_000
WORDS = ("authority_id", "room", "title", "about", "url", "source", "due_on")

Debt = tuple[str, str, int | None, int | None]


@dataclass(frozen=True)
class Owed:
    """Something to be owed: see the fields of `Task`. Give `post` or `person`."""

    kind: str
    subject_id: str
    authority: Authority
    room: Room
    title: str
    about: str
    url: str
    source: str
    due_on: date
    post: Post | None = None
    person: Person | None = None


@audit.atomic(savepoint=False)
def owe(tasks: Iterable[Owed]) -> int:
    """Put each on somebody's list; how many are new.

    One that is open already, of the same kind, subject and debtor, gets the new date
    and words; a new date starts its ladder anew. The caller's service records what
    happened; a task has no event of its own. Works in a few statements for each
    thousand. Whoever wants to hear as it comes gets one mail a call, however many tasks
    are new to them.

    Raises:
        LookupError: a kind that no room registered.
    """
    wanted = {_debt_of(row): row for row in map(_row, tasks)}
    for kind in {kind for kind, *_ in wanted}:
        if registry.kind_of(kind) is None:
            raise LookupError(f"No room registered the kind of task {kind}.")
    changed = []
    for found in _already_open(wanted):
        row = wanted.pop(_debt_of(found))
        if any(getattr(found, name) != getattr(row, name) for name in WORDS):
            for name in WORDS:
                setattr(found, name, getattr(row, name))
            changed.append(found)
    Task.objects.bulk_update(changed, WORDS, batch_size=BATCH)
    new = list(wanted.values())
    # Another worker may have put the same on the list meanwhile: theirs stands.
    Task.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
    tell_at_once(new)
    return len(new)


@audit.atomic
def close_tasks(
    kind: str,
    subject_ids: Iterable[str],
    *,
    event: str,
    post: Post | None = None,
    person: Person | None = None,
) -> int:
    """Close the open tasks of these subjects, all or one debtor's; how many.

    `event` is the code of the event that satisfied them.
    """
    subjects = [str(subject) for subject in subject_ids]
    debtor = {"post": post} if post else {"person": person} if person else {}
    closed = 0
    for start in range(0, len(subjects), BATCH):
        closed += (
            Task.objects.open()
            .filter(kind=kind, subject_id__in=subjects[start : start + BATCH], **debtor)
            .update(closed_at=clock.now(), closed_by_event=event)
        )
    return closed


def _row(owed: Owed) -> Task:
    return Task(
        kind=owed.kind,
        subject_id=str(owed.subject_id),
        authority=owed.authority,
        room=owed.room,
        title=owed.title[:200],
        about=owed.about[:200],
        url=owed.url,
        source=owed.source[:200],
        due_on=owed.due_on,
        post=owed.post,
        person=owed.person,
    )


def _debt_of(task: Task) -> Debt:
    return task.kind, task.subject_id, task.post_id, task.person_id


def _already_open(wanted: dict[Debt, Task]) -> list[Task]:
    """The open tasks that say the same is owed by the same, locked."""
    subjects: dict[str, set[str]] = {}
    for kind, subject, *_ in wanted:
        subjects.setdefault(kind, set()).add(subject)
    found = []
    for kind, ids in subjects.items():
        every = sorted(ids)
        for start in range(0, len(every), BATCH):
            same = Q(kind=kind, subject_id__in=every[start : start + BATCH])
            rows = Task.objects.open().filter(same).select_for_update()
            found += [task for task in rows if _debt_of(task) in wanted]
    return found
