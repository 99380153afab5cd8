"""What an organisation is asked about a person: no more than is needed (practice RF 2).

Refused until the police are clear, in the same words for every referral (RF 4). The
mail holds a link and fixed words; the code is told by telephone.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.urls import reverse
from django.views.decorators.debug import sensitive_variables

from dueregard import clock, keys
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Organisation, Person
from dueregard.accounts.tokens import token_hash
from dueregard.audit import services as audit
from dueregard.clock.working_days import add_working_days
from dueregard.outbox import services as outbox

from ..codes import LegalBasis
from ..events import AskingEvent
from ..guards import guards, must_hold
from ..models import InformationRequest, Referral
from ..rules import may_gather
from ..spoken import answer_token_of
from .asking_tasks import close_request, close_to_read
from .limits import ANSWER, LIMITS, limits_of
from .room import lock, room_of

Status = InformationRequest.Status
NOT_GATHERING = "An organisation is asked only while information is gathered."
NOT_LISTED = "Select an organisation that works with this authority."
ENTER_ASKED = "Enter what you ask."
ENTER_NECESSITY = "Enter why you need that much."
NOT_IN_TIME = "The organisation must have 5 to 10 working days to answer."
HAS_ENDED = "This request has ended already."
NOT_LATE = "Wait until the day on which the answer is due is over."
ANSWERS_OWED = (
    "Each request for information is answered first, or marked as not received."
)


@dataclass(frozen=True, repr=False)
class Respondent:
    """Who answers at an organisation; the code is told on `telephone`."""

    name: str
    email: str
    telephone: str

    def as_kept(self) -> dict[str, str]:
        return {"name": self.name, "email": self.email, "telephone": self.telephone}


@dataclass(frozen=True, repr=False)
class Question:
    """What is asked of whom. `necessity` is our own note and is not shown to them."""

    organisation: Organisation
    to: Respondent
    asked: str
    necessity: str
    due_on: date
    legal_basis: str = LegalBasis.SECTION_38


def due_days(authority_id: int) -> tuple[date, date, date]:
    """The first and the last day for an answer that is asked today, and ours between.

    Ours comes from the authority's own limit T5 (domain §4.2).
    """
    today, limit = clock.today(), LIMITS[ANSWER]
    days = (limit.least, limit.most, limits_of(authority_id)[ANSWER].working_days)
    first, last, ours = (add_working_days(today, count) for count in days)
    return first, last, ours


@audit.atomic
@sensitive_variables()
def ask_for_information(
    referral: Referral, question: Question, *, by: Person
) -> InformationRequest:
    """Ask an organisation: a link goes by mail, `by` tells the code by telephone.

    Raises:
        NotAllowed: `by` does not gather information here.
        NotNow: the police are not clear, nothing is gathered now, a word is missing or
            the answer is due too soon or too late.
    """
    with room_of(referral):
        may_gather(by, referral)
        lock(referral)
        must_hold("ask_for_information", referral)
        if referral.status != Referral.Status.GATHERING:
            raise NotNow(NOT_GATHERING)
        _must_be_complete(referral, question)
        row = InformationRequest(
            **referral.with_moves(),
            referral=referral,
            organisation=question.organisation,
            to=question.to.as_kept(),
            asked=question.asked,
            necessity=question.necessity,
            legal_basis=question.legal_basis,
            due_on=question.due_on,
            asked_by=by,
        )
        _send_link(row, question.to, by=by)
        audit.record(
            AskingEvent.ASKED,
            referral,
            by=by,
            request_id=str(row.pk),
            organisation_id=question.organisation.pk,
            basis=str(question.legal_basis),
            due_on=question.due_on,
            note_hash=audit.text_hash(f"{question.asked}\n{question.necessity}"),
        )
        return row


@audit.atomic
@sensitive_variables()
def renew_link(
    row: InformationRequest, *, to: Respondent, due_on: date, by: Person
) -> None:
    """Send a new link and code; the old ones open nothing any more.

    Raises:
        NotNow: the request has ended, the police are not clear, or the day will not do.
    """
    with room_of(row.referral) as room:
        may_gather(by, row.referral)
        kept = waiting(row)
        must_hold("ask_for_information", kept.referral)
        if due_on != kept.due_on or due_on < clock.today():
            _must_be_in_time(kept.authority_id, due_on)
            kept.chased_at = None
        if room.show(kept).to != to.as_kept():
            kept.to, kept.disclosed_at = to.as_kept(), None
        kept.due_on = due_on
        kept.wrong_codes = 0
        kept.version += 1
        close_request(kept, event=AskingEvent.LINK_RENEWED.code)
        _send_link(kept, to, by=by)
        audit.record(
            AskingEvent.LINK_RENEWED, kept.referral, by=by, request_id=str(kept.pk)
        )


@audit.atomic
def withdraw_request(row: InformationRequest, *, by: Person) -> None:
    """Take a request back: its link opens nothing any more.

    Raises:
        NotNow: it has ended.
    """
    with room_of(row.referral):
        may_gather(by, row.referral)
        end(waiting(row), Status.WITHDRAWN, by=by, how="withdrawn")


@audit.atomic
def note_not_received(row: InformationRequest, *, by: Person) -> None:
    """Write down that no answer came; later than that it is entered by hand.

    Raises:
        NotNow: it has ended, or is not late.
    """
    with room_of(row.referral):
        may_gather(by, row.referral)
        kept = waiting(row)
        if not kept.is_late:
            raise NotNow(NOT_LATE)
        end(kept, Status.NOT_RECEIVED, by=by, how="not_received")


@audit.atomic
def note_read(row: InformationRequest, *, by: Person) -> None:
    """Say that the answer was read: it waits on nobody's list any more."""
    with room_of(row.referral):
        may_gather(by, row.referral)
        close_to_read(row, event=AskingEvent.READ.code)
        audit.record(AskingEvent.READ, row.referral, by=by, request_id=str(row.pk))


@guards("finish_gathering", done_on="referral")
def each_request_has_ended(referral: Any) -> str:
    """Each was answered, withdrawn or marked as not received (domain §4.4, t11)."""
    waits = referral.requests.filter(status=Status.SENT).exists()
    return ANSWERS_OWED if waits else ""


def locked(row: InformationRequest) -> InformationRequest:
    """The row as it is now, kept from others until this transaction ends."""
    rows = InformationRequest.objects.select_for_update(of=("self",))
    related = ("referral__authority", "referral__subject", "organisation", "authority")
    return rows.select_related(*related).get(pk=row.pk)


def waiting(row: InformationRequest) -> InformationRequest:
    """The locked row. Raises NotNow when it has ended."""
    kept = locked(row)
    if not kept.is_waiting:
        raise NotNow(HAS_ENDED)
    return kept


def end(
    row: InformationRequest,
    status: str,
    *,
    by: Person | None,
    how: str,
    content_hash: str = "",
) -> None:
    """Settle a locked row, and say so; its tasks are done."""
    row.status, row.ended_at = status, clock.now()
    row.version += 1
    row.save()
    close_request(row, event=AskingEvent.ENDED.code)
    audit.record(
        AskingEvent.ENDED,
        row.referral,
        by=by,
        request_id=str(row.pk),
        status=str(status),
        how=how,
        content_hash=content_hash,
    )


def link_of(row: InformationRequest) -> str:
    """The address that opens a request, with its code."""
    path = reverse("answer:link", args=[answer_token_of(row)])
    return urljoin(settings.SITE_URL, path)


@sensitive_variables()
def _send_link(row: InformationRequest, to: Respondent, *, by: Person) -> None:
    row.link_made_at, row.link_made_by = clock.now(), by
    row.link_key = keys.current_version()
    row.token_sha256 = token_hash(answer_token_of(row))
    row.save()
    outbox.send_mail(
        to=to.email,
        template="referrals/mail/asked",
        context={"link": link_of(row)},
        key=f"referrals.asked:{row.pk}:{row.link_made_at.isoformat()}",
        authority=row.authority_id,
    )


@sensitive_variables()
def _must_be_complete(referral: Referral, question: Question) -> None:
    known = referral.authority.organisations.filter(pk=question.organisation.pk)
    if not known.exists():
        raise NotNow(NOT_LISTED)
    if not question.asked.strip():
        raise NotNow(ENTER_ASKED)
    if not question.necessity.strip():
        raise NotNow(ENTER_NECESSITY)
    _must_be_in_time(referral.authority_id, question.due_on)


def _must_be_in_time(authority_id: int, due_on: date) -> None:
    first, last, _ = due_days(authority_id)
    if not first <= due_on <= last:
        raise NotNow(NOT_IN_TIME)
