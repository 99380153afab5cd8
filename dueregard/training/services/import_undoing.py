"""A file of training records comes out of the register again.

Two ways: what it says is taken back and stays to be seen; or, for people who should
never have been here, it goes for good with them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit
from dueregard.exchange.models import Upload

from ..events import ImportEvent
from ..importing.intake import wanted
from ..importing.lookups import Lookups
from ..models import (
    Completion,
    ImportRow,
    KnownApart,
    Learner,
    LearnerRole,
    OrganisationReturn,
)
from . import import_writing as writing
from . import standing
from .imports import changes, locked, must_keep, touched

UNDONE = "Import undone."
PEOPLE_AT_ONCE = 2_000


@dataclass(frozen=True)
class Erasable:
    """What erasing would take: people and their completions; and who stays."""

    people: int
    completions: int
    staying: int


def may_undo_import(upload: Upload) -> None:
    """
    Raises:
        NotNow: what went in was corrected since, or something rests on it.
    """
    ours = Completion.objects.filter(upload=upload)
    ended = ours.filter(ended_at__isnull=False).count()
    if ended:
        raise NotNow(
            f"{_records(ended)} been corrected or taken back since. Take the others "
            "back one by one."
        )
    merged = Learner.objects.filter(upload=upload).filter(
        Q(merged_into__isnull=False) | Q(merged__isnull=False)
    )
    if merged.exists():
        raise NotNow(
            "Somebody whom this import added was merged with another record. Undo the "
            "merging first."
        )
    if _rests_on(upload):
        raise NotNow(
            "Courses recorded since were allowed because of completions in this "
            "import. Take those back first."
        )


def erasable(upload: Upload) -> Erasable:
    """What `undo_import` with `erase` would take that it would keep without."""
    ours = _only_ours(upload, _named_by_other_files(upload))
    completions = Completion.objects.filter(upload=upload, learner__in=ours).order_by()
    with _each_table_once():
        going = completions.aggregate(
            people=Count("learner", distinct=True), completions=Count("pk")
        )
    return Erasable(
        **going,
        staying=Learner.objects.filter(upload=upload).count() - ours.count(),
    )


@audit.atomic
def undo_import(upload: Upload, *, by: Person, erase: bool = False) -> None:
    """Take `upload` out of the register again.

    Completions are ended with the reason and stay to be seen, with whose they are.
    People whom the import made, and of whom nothing was ever completed, go; the others
    leave the role groups that it put them in, so that nothing counts them.

    With `erase`, people whom it made go with what it says they completed: personal
    data of somebody who was put in by mistake may not be kept (UK GDPR, article
    5(1)(c)–(e)). Whoever anything else names since stays. The record keeps counts.

    Raises:
        NotAllowed: `by` does not keep the people of an organisation that is in it.
        NotNow: as `may_undo_import`.
    """
    places = writing.places_of(upload)
    authorities = locked(upload, places)
    must_keep(places, by)
    may_undo_import(upload)
    erased = _take_people_out(upload, with_completions=erase)
    LearnerRole.objects.filter(upload=upload).delete()
    Completion.objects.filter(upload=upload).update(
        ended_at=clock.now(), ended_by=by, ended_because=UNDONE
    )
    writing.change_people(changes(upload), back=True)
    OrganisationReturn.objects.filter(upload=upload).delete()
    standing.refresh(touched(upload))
    for authority in authorities:
        people, completions = erased.get(authority.pk, (0, 0))
        audit.record(
            ImportEvent.UNDONE,
            upload,
            by=by,
            authority=authority,
            sha256=upload.sha256,
            people_erased=people,
            completions_erased=completions,
        )


def _take_people_out(
    upload: Upload, *, with_completions: bool
) -> dict[int, tuple[int, int]]:
    """Delete people whom the import made and nothing else names; with their
    completions of this import, or only those who have none. Answers (people,
    completions) that are gone, by authority."""
    gone: dict[int, tuple[int, int]] = {}
    named = _named_by_other_files(upload)
    for batch in _batches(Learner.objects.filter(upload=upload)):
        going = _only_ours(upload, named).filter(pk__in=batch)
        if not with_completions:
            completed = Completion.objects.filter(upload=upload, learner__in=batch)
            going = going.exclude(pk__in=completed.order_by().values("learner"))
        people: dict[int, list[int]] = {}
        for authority, pk in going.values_list("authority_id", "pk"):
            people.setdefault(authority, []).append(pk)
        for authority, ids in people.items():
            held = gone.get(authority, (0, 0))
            taken = writing.erase_people(upload, ids)
            gone[authority] = (held[0] + taken[0], held[1] + taken[1])
    return gone


@contextmanager
def _each_table_once() -> Iterator[None]:
    """Just after an import PostgreSQL has no figures of it yet, takes its tables for
    nearly empty, and would look through all completions once for each person."""
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
        yield
        cursor.execute("SET LOCAL enable_nestloop = on")


def _batches(people: QuerySet[Learner]) -> Iterator[list[int]]:
    """Ids of `people`, locked, some at a time: what names them is asked after that."""
    last = 0
    locked_rows = people.select_for_update().order_by("pk")
    while True:
        rows = locked_rows.filter(pk__gt=last)
        batch = list(rows.values_list("pk", flat=True)[:PEOPLE_AT_ONCE])
        if not batch:
            return
        yield batch
        last = batch[-1]


def _only_ours(
    upload: Upload, named: QuerySet[ImportRow, Any] | None
) -> QuerySet[Learner]:
    """People whom the import made, and whom nothing else names.

    Nothing: no account, no completion from elsewhere, no role group that they were put
    in otherwise, no place at a session, no certificate they sent in, no private
    address, no nudge, no merge; nor a row of another file that is in (`named`). That
    somebody said they are not somebody else (`KnownApart`) is about them alone.
    """
    found = Learner.objects.filter(upload=upload, person__isnull=True).order_by()
    for link in Learner._meta.related_objects:
        if link.related_model in (KnownApart, ImportRow):
            continue
        rows = link.related_model._base_manager.filter(
            **{link.field.name: OuterRef("pk")}
        )
        if link.related_model in (LearnerRole, Completion):
            rows = rows.filter(~Q(upload=upload) | Q(upload__isnull=True))
        found = found.filter(~Exists(rows))
    return found if named is None else found.exclude(pk__in=named)


def _named_by_other_files(upload: Upload) -> QuerySet[ImportRow, Any] | None:
    """Of rows of other files that are in, whom they name; None where there are none."""
    others = Upload.objects.filter(
        importer=upload.importer, status=Upload.Status.APPLIED, rows_held=True
    ).exclude(pk=upload.pk)
    ids = list(others.values_list("pk", flat=True))
    if not ids:
        return None
    rows = ImportRow.objects.filter(upload__in=ids, learner__isnull=False).order_by()
    return rows.exclude(verdict="problem").values("learner")


def _rests_on(upload: Upload) -> bool:
    """Whether a completion from elsewhere needed one of these as its prerequisite."""
    for authority in Authority.objects.filter(
        learners__completions__upload=upload
    ).distinct():
        lookups = Lookups(authority, Person.objects.get(pk=upload.facts["by"]))
        needing = Completion.objects.live().exclude(upload=upload)
        theirs = needing.filter(
            learner__completions__upload=upload, learner__authority=authority
        )
        courses = set(theirs.order_by().values_list("course", flat=True).distinct())
        for course, will_do in wanted(lookups, courses).items():
            held = Completion.objects.live().filter(
                learner=OuterRef("learner"),
                course__in=will_do,
                completed_on__lte=OuterRef("completed_on"),
            )
            rests = theirs.filter(course=course).filter(
                Exists(held.filter(upload=upload)), ~Exists(held.exclude(upload=upload))
            )
            if rests.exists():
                return True
    return False


def _records(number: int) -> str:
    """How many records, with the verb that follows."""
    if number == 1:
        return "1 record of this import has"
    return f"{number:,} records of this import have"
