"""What an organisation answers, once: by its link and code, or told by telephone."""

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from dueregard import clock
from dueregard.access.need_to_know import Group
from dueregard.access.purposes import Purpose
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.vault.rooms import WORKER, case_room, sealing

from ..events import AskingEvent
from ..models import Disclosure, InformationRequest
from ..rules import may_gather
from ..spoken import answer_code_of, is_said
from . import disclosing
from .asking import HAS_ENDED, end, locked
from .asking_tasks import LOCKED, TO_READ, owe_request
from .room import room_of

Status = InformationRequest.Status
WRONG_CODE = "That is not the code. Check it, or ring whoever told it to you."
LINK_OVER = "This link opens nothing any more. Ring the council."
SAY_FACTS = "Enter what you know."
SAY_SHARED_ON = "Say whether the panel may be told."
SAY_WHY = "Enter why it is not shared."
NOT_THAT_DAY = "The day must be between the day you asked and today."


@dataclass(frozen=True, repr=False)
class Reply:
    """One of three answers. Each of `facts` is {"what", "on", "source"}: what is known,
    the day in ISO form or "", and who knows it or where it is recorded."""

    status: str
    facts: list[dict[str, str]] = field(default_factory=list)
    may_be_shared_on: bool | None = None
    refused_because: str = ""


@dataclass(frozen=True, repr=False)
class AskedAbout:
    """All that a respondent is shown, and for this one request alone."""

    name: str
    born_on: date | None
    addresses: list[str]
    asked: str


@audit.atomic
@sensitive_variables()
def open_request(row: InformationRequest, *, code: str) -> AskedAbout | None:
    """What is asked and about whom, for whoever has the code; None for a wrong one.

    A wrong one counts: after five, only a new link and code open anything.

    Raises:
        NotNow: the link is over.
    """
    with case_room(
        WORKER,
        authority=row.authority_id,
        purpose=Purpose.GATEWAY,
        door="answer",
        groups=[Group.IDENTITY],
    ) as room:
        kept = _live(row)
        if not is_said(code, answer_code_of(kept)):
            _count_wrong_code(kept)
            return None
        _disclosed(room.show(kept))
        subject = room.show(kept.referral.subject)
        return AskedAbout(
            name=f"{subject.forenames} {subject.surname}".strip(),
            born_on=subject.born_on,
            addresses=list(subject.addresses),
            asked=kept.asked,
        )


@audit.atomic
@sensitive_variables()
def answer_by_link(
    row: InformationRequest, reply: Reply, *, code: str, who: str
) -> None:
    """Answer for the organisation. It is done once; then the link opens nothing.

    Raises:
        NotNow: it was answered, the link is over, the code is wrong, or words miss.
    """
    with sealing(row.authority_id):
        kept = _live(row)
        if not is_said(code, answer_code_of(kept)) or kept.disclosed_at is None:
            raise NotNow(WRONG_CODE)
        _answered(kept, reply, who=who, by=None, how="link")
        owe_request(TO_READ, kept)


@audit.atomic
@sensitive_variables()
def enter_answer(
    row: InformationRequest, reply: Reply, *, who: str, on: date, by: Person
) -> None:
    """Enter what the organisation told otherwise: "reported by … on …" (RF 1).

    Also after the link was over, and after it was noted that no answer came.

    Raises:
        NotAllowed: `by` does not gather information here.
        NotNow: it was answered or withdrawn, or words miss.
    """
    with room_of(row.referral) as room:
        may_gather(by, row.referral)
        kept = locked(row)
        if kept.status not in (Status.SENT, Status.NOT_RECEIVED):
            raise NotNow(HAS_ENDED)
        if not kept.referral.is_open:
            raise NotNow(HAS_ENDED)
        if not timezone.localdate(kept.asked_at) <= on <= clock.today():
            raise NotNow(NOT_THAT_DAY)
        kept.told_on, kept.entered_by = on, by
        _disclosed(room.show(kept), by=by)
        _answered(kept, reply, who=who, by=by, how="told")


def _live(row: InformationRequest) -> InformationRequest:
    kept = locked(row)
    if not kept.is_live:
        raise NotNow(LINK_OVER)
    return kept


@sensitive_variables()
def _answered(
    row: InformationRequest, reply: Reply, *, who: str, by: Person | None, how: str
) -> None:
    _must_be_complete(reply)
    row.facts = reply.facts
    row.may_be_shared_on = reply.may_be_shared_on
    row.refused_because = reply.refused_because
    row.answered_by = who
    words: list[Any] = [reply.facts, reply.refused_because, reply.may_be_shared_on]
    hashed = audit.text_hash(json.dumps(words))
    end(row, reply.status, by=by, how=how, content_hash=hashed)


@sensitive_variables()
def _must_be_complete(reply: Reply) -> None:
    if reply.status not in InformationRequest.REPLIES:
        raise ValueError("No reply of an organisation.")
    if reply.status == Status.ANSWERED:
        if not any(fact["what"].strip() for fact in reply.facts):
            raise NotNow(SAY_FACTS)
        if reply.may_be_shared_on is None:
            raise NotNow(SAY_SHARED_ON)
    if reply.status == Status.REFUSED and not reply.refused_because.strip():
        raise NotNow(SAY_WHY)


def _count_wrong_code(row: InformationRequest) -> None:
    if row.is_locked:
        return
    row.wrong_codes += 1
    row.save(update_fields=["wrong_codes"])
    audit.record(AskingEvent.WRONG_CODE, row.referral, by=None, request_id=str(row.pk))
    if row.is_locked:
        owe_request(LOCKED, row)


@sensitive_variables()
def _disclosed(row: InformationRequest, *, by: Person | None = None) -> None:
    """Once for whoever is asked: now they know of the person (practice RF 5)."""
    if row.disclosed_at is not None:
        return
    row.disclosed_at = clock.now()
    row.save(update_fields=["disclosed_at"])
    disclosing.note(
        row.referral,
        content=Disclosure.Content.IDENTITY,
        recipient=f"{row.organisation}: {row.to.get('name', '')}",
        organisation=row.organisation,
        by=by,
    )
    if by is None:
        audit.record(AskingEvent.OPENED, row.referral, by=None, request_id=str(row.pk))
