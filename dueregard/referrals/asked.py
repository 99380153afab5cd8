"""Requests for information as pages show them: where each stands, what came back."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_date

from dueregard.access.refusals import allows
from dueregard.reminders.models import Task
from dueregard.vault.rooms import readable

from .models import InformationRequest, Referral
from .rules import may_gather, may_read_answer
from .services.asking_tasks import TO_READ

Status = InformationRequest.Status
COLOURS: dict[str, str] = {Status.SENT: "blue", Status.ANSWERED: "green"}


@dataclass(frozen=True, repr=False)
class Line:
    """One request in the list of its referral: no word of what was asked."""

    organisation: str
    words: str
    colour: str
    due_on: date
    url: str


@dataclass(frozen=True, repr=False)
class Fact:
    """Something that an organisation knows; `on` is None where no day was given."""

    what: str
    on: date | None
    source: str


@dataclass(frozen=True, repr=False)
class Answer:
    """What came back, as this person may read it."""

    is_kept_back: bool
    who: str = ""
    refused_because: str = ""
    facts: list[Fact] = field(default_factory=list)


@dataclass(frozen=True)
class May:
    """What the page of a request offers."""

    tell: bool = False
    renew: bool = False
    close: bool = False
    withdraw: bool = False
    read: bool = False


def lines_of(referral: Referral) -> list[Line]:
    """The requests of a referral, oldest first."""
    rows = referral.requests.select_related("organisation").order_by("asked_at", "id")
    return [
        Line(
            organisation=str(row.organisation),
            words=words_of(row),
            colour=colour_of(row),
            due_on=row.due_on,
            url=reverse(
                "referrals:information_request",
                args=[referral.authority.slug, referral.pk, row.pk],
            ),
        )
        for row in rows
    ]


def words_of(row: InformationRequest) -> str:
    return "Late" if row.is_late else str(row.get_status_display())


def colour_of(row: InformationRequest) -> str:
    return "red" if row.is_late else COLOURS.get(row.status, "grey")


def answer_of(row: InformationRequest, user: Any) -> Answer | None:
    """The answer, of a row that the room shows; None while there is none."""
    if row.status not in InformationRequest.REPLIES:
        return None
    if not allows(may_read_answer, user, row):
        return Answer(is_kept_back=True)
    told = readable(row, "facts") or []
    return Answer(
        is_kept_back=False,
        who=readable(row, "answered_by") or "",
        refused_because=readable(row, "refused_because") or "",
        facts=[
            Fact(
                what=fact.get("what", ""),
                on=parse_date(fact.get("on", "")),
                source=fact.get("source", ""),
            )
            for fact in told
        ],
    )


def may_do(user: Any, row: InformationRequest) -> May:
    if not allows(may_gather, user, row.referral):
        return May()
    waits, is_open = row.is_waiting, row.referral.is_open
    came_late = row.status == Status.NOT_RECEIVED
    return May(
        tell=is_open and (waits or came_late),
        renew=is_open and waits,
        close=row.is_late,
        withdraw=waits,
        read=_is_to_be_read(row),
    )


def _is_to_be_read(row: InformationRequest) -> bool:
    waiting = Task.objects.open().filter(kind=TO_READ, subject_id=str(row.pk))
    return waiting.exists()
