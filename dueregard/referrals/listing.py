"""A queue of referrals as its page reads it: what waits, for whom, and until when."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from dueregard import clock
from dueregard.access.need_to_know import Group
from dueregard.clock.working_days import working_days_between
from dueregard.vault.rooms import Room, readable

from .models import Delivery, Destination, Referral, Subject
from .reading import sight_of

ELSEWHERE = "another place"
PRINTED = (
    "authority",
    "data_key",
    "door",
    "reference",
    "stage_due_on",
    "status",
    "submitted_at",
    "holder__name",
    "subject__authority",
    "subject__data_key",
    "subject__forenames",
    "subject__surname",
)
"""What a queue prints; no other answer leaves the database for it."""
SIDE_OF: dict[str, str] = {
    Destination.Kind.POLICE: "the police",
    Destination.Kind.COUNCIL: "the council",
}


@dataclass(frozen=True, repr=False)
class Line:
    """One referral of the queue. `name` is empty where it is not theirs to read."""

    referral: Referral
    url: str
    name: str
    due: "Due | None"
    waits_for: list[str]
    is_sent: bool


@dataclass(frozen=True)
class Due:
    """Where a stage's clock stands today, in working days."""

    on: date
    days: int

    @property
    def is_late(self) -> bool:
        return self.days < 0

    @property
    def words(self) -> str:
        if self.days == 0:
            return "Due today"
        count = abs(self.days)
        days = "1 working day" if count == 1 else f"{count} working days"
        return f"Late by {days}" if self.is_late else f"Due in {days}"


def due_of(referral: Referral) -> Due | None:
    """The clock of the stage that `referral` is in; None when none runs."""
    on, today = referral.stage_due_on, clock.today()
    if on is None:
        return None
    if on < today:
        return Due(on, min(-1, -working_days_between(on, today)))
    return Due(on, working_days_between(today, on))


def queue_of(user, authority, filters: dict) -> QuerySet[Referral]:
    """The referrals that wait at `authority`, the soonest due first.

    `filters`: `stage` (a status), `door`, `mine` and `late` (either is a bool).
    """
    rows = Referral.objects.worked_on_by(user).with_sight_of(user)
    rows = rows.filter(authority=authority)
    stage = filters.get("stage")
    if stage:
        rows = rows.filter(status=stage)
    else:  # a clock runs while it is worked on: so says the index, in this order
        rows = rows.filter(stage_due_on__isnull=False)
    if filters.get("door"):
        rows = rows.filter(door=filters["door"])
    if filters.get("mine"):
        rows = rows.filter(holder=user)
    if filters.get("late"):
        rows = rows.filter(stage_due_on__lt=clock.today())
    rows = rows.select_related("holder", "subject").only(*PRINTED)
    return rows.order_by("stage_due_on", "submitted_at", "pk")


def lines_of(user, slug: str, rows: list[Referral], room: Room) -> list[Line]:
    """What the page shows of `rows`: names only where they are theirs to read."""
    named = {row.pk for row in rows if Group.IDENTITY in sight_of(user, row).reads}
    people = {row.subject_id: row.subject for row in rows if row.pk in named}
    room.show_all([*rows, *people.values()])
    sent = _sent(rows)
    return [
        Line(
            row,
            reverse("referrals:referral", args=[slug, row.pk]),
            _name(row.subject) if row.pk in named else "",
            due_of(row),
            _waits_for(sent.get(row.pk, {})),
            row.pk in sent,
        )
        for row in rows
    ]


def _waits_for(sides: dict[str, set[bool]]) -> list[str]:
    """Who was sent it and has not said that they have it."""
    return [
        each for each in (*SIDE_OF.values(), ELSEWHERE) if False in sides.get(each, ())
    ]


def _name(subject: Subject) -> str:
    parts = (readable(subject, "forenames"), readable(subject, "surname"))
    return " ".join(part for part in parts if part) or "Name not known"


def _sent(rows: list[Referral]) -> dict[UUID, dict[str, set[bool]]]:
    """For each of `rows` that went anywhere: by side, whether those there have it."""
    sent: dict[UUID, dict[str, set[bool]]] = defaultdict(lambda: defaultdict(set))
    found = Delivery.objects.filter(referral__in=[row.pk for row in rows])
    columns = ("referral", "destination__kind", "acknowledged_at")
    for referral, kind, at in found.values_list(*columns):
        sent[referral][SIDE_OF.get(kind, ELSEWHERE)].add(at is not None)
    return sent
