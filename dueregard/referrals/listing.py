"""A queue of referrals as its page reads it: what waits, for whom, and until when."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from dueregard import clock
from dueregard.access.need_to_know import Group
from dueregard.clock.working_days import working_days_between
from dueregard.vault.rooms import Room, readable

from .models import Delivery, Destination, Referral, Subject
from .reading import sight_of

SIDES = {
    "waits_police": "the police",
    "waits_council": "the council",
    "waits_other": "another place",
}
WORKED_ON = (*Referral.OPEN, Referral.Status.LISTED)


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
    if on is None or referral.status not in WORKED_ON:
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
    else:  # all of these have a clock: the index says so, and is in this order
        rows = rows.filter(status__in=WORKED_ON, stage_due_on__isnull=False)
    if filters.get("door"):
        rows = rows.filter(door=filters["door"])
    if filters.get("mine"):
        rows = rows.filter(holder=user)
    if filters.get("late"):
        rows = rows.filter(stage_due_on__lt=clock.today(), status__in=WORKED_ON)
    return (
        _with_sides(rows)
        .select_related("holder", "subject")
        .order_by("stage_due_on", "submitted_at", "pk")
    )


def lines_of(user, slug: str, rows: list[Referral], room: Room) -> list[Line]:
    """What the page shows of `rows`: names only where they are theirs to read."""
    named = {row.pk for row in rows if Group.IDENTITY in sight_of(user, row).reads}
    people = {row.subject_id: row.subject for row in rows if row.pk in named}
    room.show_all([*rows, *people.values()])
    return [
        Line(
            row,
            reverse("referrals:referral", args=[slug, row.pk]),
            _name(row.subject) if row.pk in named else "",
            due_of(row),
            [label for name, label in SIDES.items() if getattr(row, name)],
            getattr(row, "is_sent"),  # noqa: B009 (noted by the query)
        )
        for row in rows
    ]


def _name(subject: Subject) -> str:
    parts = (readable(subject, "forenames"), readable(subject, "surname"))
    return " ".join(part for part in parts if part) or "Name not known"


def _with_sides(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """Note on each row whether it went anywhere, and who has not said they have it."""
    sent = Delivery.objects.filter(referral=OuterRef("pk"))
    waits = sent.filter(acknowledged_at__isnull=True)
    police, council = Destination.Kind.POLICE, Destination.Kind.COUNCIL
    return rows.annotate(
        is_sent=Exists(sent),
        waits_police=Exists(waits.filter(destination__kind=police)),
        waits_council=Exists(waits.filter(destination__kind=council)),
        waits_other=Exists(waits.exclude(destination__kind__in=[police, council])),
    )
