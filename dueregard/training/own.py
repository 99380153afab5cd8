"""What somebody reads of their own training: what to do next and why, and what they
have done. The same for whoever is signed in and whoever came by a link."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.rooms import room_is_on
from dueregard.documents.models import Document

from .accepting import accepted_for
from .models import Completion, Learner, SentCertificate, Session
from .owed import Owed, owed_by

MOST_SESSIONS = 3
"""Open sessions offered beside a course; the public list has the others."""

ANSWERED_SHOWN = timedelta(days=365)
"""How long a certificate that was sent back or taken back is still listed."""


@dataclass(frozen=True)
class ToDo:
    """One course to do, with the next open sessions of it or of one that counts.

    `is_waiting` says that they sent in a certificate of it.
    """

    owed: Owed
    sessions: list[Session]
    is_waiting: bool = False


@dataclass(frozen=True)
class Record:
    """All that one record of the register says of a person's training.

    `ended` are completions that were corrected or taken back, with the reason.
    """

    learner: Learner
    to_do: list[ToDo]
    in_date: list[Owed]
    done: list[Completion]
    ended: list[Completion]
    sent: list[SentCertificate]

    @property
    def has_left(self) -> bool:
        left_on = self.learner.left_on
        return left_on is not None and left_on <= clock.today()


def mine(user) -> QuerySet[Learner]:
    """The records of the register that are `user`'s own.

    By their account, or by the address that they proved to be theirs when they were
    invited. Not those of an authority that has switched the room off.
    """
    own = Q(person=user)
    if user.email:
        own |= Q(person__isnull=True, email=user.email.lower())
    return in_use().filter(own)


def in_use() -> QuerySet[Learner]:
    """Records that were not merged away, where the room is on."""
    rows = Learner.objects.kept().filter(room_is_on(Room.TRAINING))
    return rows.select_related("authority", "organisation")


def records_of(learners: Iterable[Learner]) -> list[Record]:
    """A few statements a record; people have one or two."""
    return [_record(each) for each in learners]


def _record(learner: Learner) -> Record:
    owed = owed_by([learner]).get(learner.pk, [])
    to_do = [each for each in owed if each.is_to_do]
    sessions = _sessions_for(learner, to_do)
    completions = learner.completions.select_related("course", "evidence")
    all_done = list(completions.prefetch_related("evidence__versions"))
    sent = list(_sent_by(learner))
    waiting = {each.course_id for each in sent if each.is_waiting}
    return Record(
        learner,
        [
            ToDo(each, sessions[each.course.pk], each.course.pk in waiting)
            for each in to_do
        ],
        [each for each in owed if not each.is_to_do],
        [each for each in all_done if each.ended_at is None],
        [each for each in all_done if each.ended_at is not None],
        sent,
    )


def _sessions_for(learner: Learner, to_do: Sequence[Owed]) -> dict[int, list[Session]]:
    """Course id → the next sessions that anyone may register for, and that count."""
    found: dict[int, list[Session]] = defaultdict(list)
    if not to_do:
        return found
    accepted = accepted_for(learner.authority)
    rows = Session.objects.open_to_all().filter(
        authority=learner.authority_id,
        course__in={key for each in to_do for key in accepted[each.course.pk]},
    )
    coming = list(rows.select_related("course").order_by("starts_at", "pk")[:50])
    for each in to_do:
        counting = accepted[each.course.pk]
        fitting = [session for session in coming if session.course_id in counting]
        found[each.course.pk] = fitting[:MOST_SESSIONS]
    return found


def _sent_by(learner: Learner) -> QuerySet[SentCertificate]:
    """What waits, and what was not accepted within the year; the rest is done."""
    Status = SentCertificate.Status
    since = clock.now() - ANSWERED_SHOWN
    rows = learner.sent.exclude(status__in=[Status.ACCEPTED, Status.WITHDRAWN])
    rows = rows.filter(Q(status=Status.WAITING) | Q(decided_at__gte=since))
    return rows.select_related("course", "document").prefetch_related(
        "document__versions"
    )


def files_of(learners: Iterable[Learner]) -> QuerySet[Document]:
    """Their own certificates: what they sent in, and what was put with a completion."""
    keys = [each.pk for each in learners]
    sent = SentCertificate.objects.filter(learner__in=keys)
    done = Completion.objects.filter(learner__in=keys, evidence__isnull=False)
    return Document.objects.filter(
        Q(pk__in=sent.values("document")) | Q(pk__in=done.values("evidence"))
    )
