"""Passing a person on to a service that helps, and what the service says (RF 8).

Refused before the police are clear, in the same words for every referral (RF 4), but
for a step against immediate harm or to protect a child. Services owe an answer by a
day; silence puts the referral among the work of whoever asked, and closes nothing.
"""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit
from dueregard.clock.working_days import add_working_days
from dueregard.partners.models import Service, ServiceSupport
from dueregard.submissions.versions import claim_version

from .. import guards
from ..codes import OtherSupport, Outcome
from ..events import SignpostEvent
from ..models import Disclosure, Referral, Signpost
from ..rules import may_signpost
from . import disclosing
from .limits import SERVICE_ANSWER, limits_of
from .room import lock, room_of
from .signpost_tasks import close_silence
from .steps import write_row

ASKED = "ask_service"
ANSWERED = "answer_signpost"
Support = ServiceSupport.Support
Status = Signpost.Status
OWN_TEAMS = (Support.CHILDREN, Support.ADULTS, Support.EARLY_HELP)
"""What the council gives itself: known by its name, in the directory or not."""
CARE = {OtherSupport.CHILDREN: True, OtherSupport.ADULTS: False}
ASKED_IN = (
    *(status for status in Referral.OPEN if status != Referral.Status.SCREENING),
    Referral.Status.LISTED,
    Referral.Status.CLOSED,
    Referral.Status.NOT_MET,
)
LONGEST_WAIT = 120

NOT_NOW = "This referral is not ours to pass to a service: it is elsewhere, or is none."
ENTER_WORDS = "Enter what the service is asked to do."
NAME_IT = "Enter the name of the service."
NOT_APPROVED = "This service is not approved. Choose another, or have it approved."
NOT_GIVEN = "This service does not give that support. Choose another."
NOT_AHEAD = "The day on which the answer is due must be after today."
TOO_FAR = "The day on which the answer is due must be within 120 working days."
SAY_WHO = "Enter who at the service said so."
NOT_THAT_DAY = "The answer must have come between the day of asking and today."
STILL_TIME = "The service still has time to answer. Wait until its day is over."
STILL_ASKED = "Select what the service said."
ASK_FIRST = (
    "Ask a service first. It ends as passed to a service only when one was asked and "
    "has not declined or kept silent."
)


@dataclass(frozen=True, repr=False)
class Ask:
    """Which service is asked for what. `words` and `elsewhere` are sealed.

    `agreed_by` is who agreed that it is asked before the police checks are done.
    """

    support: Support
    words: str
    due_on: date
    service: Service | None = None
    elsewhere: str = ""
    agreed_by: str = ""

    @property
    def name(self) -> str:
        """The service in words, as the list of disclosures keeps it."""
        if self.service is not None:
            return f"{self.service}, {self.service.organisation}"
        return self.elsewhere.strip() or str(Support(self.support).label)


@dataclass(frozen=True, repr=False)
class Answer:
    """What a service said, who there said it, and on which day."""

    status: Status
    answered_by: str = ""
    answered_on: date | None = None
    reply: str = ""


def due_by_limit(authority_id: int) -> date:
    """The day by which a service that is asked today owes its answer."""
    limit = limits_of(authority_id)[SERVICE_ANSWER]
    return add_working_days(clock.today(), limit.working_days)


@audit.atomic
@sensitive_variables()
def ask_service(referral: Referral, ask: Ask, *, by: Person) -> Signpost:
    """Write down that a service is asked to take the person on.

    Raises:
        NotAllowed: `by` may not ask services here.
        NotNow: the police are not clear and nobody agreed to it; or the service, the
            day or the words will not do.
    """
    with room_of(referral):
        may_signpost(by, referral)
        lock(referral)
        if referral.status not in ASKED_IN:
            raise NotNow(NOT_NOW)
        agreed = _agreed(referral, ask)
        _must_do(referral, ask)
        row = Signpost.objects.create(
            **referral.with_moves(),
            referral=referral,
            support=ask.support,
            service=ask.service,
            elsewhere="" if ask.service else ask.name,
            words=ask.words,
            agreed_by=agreed,
            asked_by=by,
            due_on=ask.due_on,
        )
        write_row(referral, ASKED, by=by)
        _disclosed(referral, ask, by)
        audit.record(
            SignpostEvent.ASKED,
            referral,
            by=by,
            signpost_id=row.pk,
            due_on=row.due_on,
            before_checks=bool(agreed),
        )
        return row


@audit.atomic
@sensitive_variables()
def answer_signpost(
    signpost: Signpost, answer: Answer, *, version: int, by: Person
) -> Signpost:
    """Write down what the service said, or that it kept silent. A later answer takes
    the place of one before.

    Raises:
        NotAllowed: `by` may not ask services here.
        NotNow: nobody said so, on a day that cannot be, or there is still time.
        Stale: it was changed since `version`.
    """
    referral = signpost.referral
    with room_of(referral):
        may_signpost(by, referral)
        row = claim_version(Signpost, signpost.pk, version)
        _must_be_answer(row, answer)
        is_silence = answer.status == Status.NO_REPLY
        row.status = answer.status
        row.answered_by = "" if is_silence else answer.answered_by
        row.answered_on = clock.today() if is_silence else answer.answered_on
        row.reply = answer.reply
        row.entered_by = by
        row.save()
        write_row(referral, ANSWERED, by=by)
        close_silence(row, event=SignpostEvent.ANSWERED.code)
        audit.record(
            SignpostEvent.ANSWERED,
            referral,
            by=by,
            signpost_id=row.pk,
            status=str(row.status),
            answered_on=row.answered_on,
        )
        return row


def silent_ones(authority: Authority):
    """Signposts of `authority` whose day passed without an answer."""
    rows = Signpost.objects.filter(
        authority=authority, status=Status.ASKED, due_on__lt=clock.today()
    )
    return rows.select_related("referral", "referral__holder", "asked_by", "authority")


def must_be_passed_on(
    referral: Referral, outcome: Outcome | str, other_support: OtherSupport | str
) -> None:
    """An ending as passed to a service needs a service that has the person.

    One that was asked and did not decline or keep silent; or social care, told beside
    the referral (RF 6, 8).

    Raises:
        NotNow: nobody has the person.
    """
    if outcome != Outcome.SIGNPOSTED:
        return
    if referral.signposts.filter(status__in=Signpost.PASSED).exists():
        return
    if other_support in CARE and _is_with_care(referral, OtherSupport(other_support)):
        return
    raise NotNow(ASK_FIRST)


def _is_with_care(referral: Referral, support: OtherSupport) -> bool:
    told = referral.parallel.filter(to_children=CARE[support], is_made=True)
    return told.exists()


def _disclosed(referral: Referral, ask: Ask, by: Person) -> None:
    """Who asks a service tells it what it is asked for, and about whom."""
    disclosing.note(
        referral,
        content=Disclosure.Content.EXTRACT,
        recipient=ask.name,
        organisation=ask.service.organisation if ask.service else None,
        by=by,
    )


def _agreed(referral: Referral, ask: Ask) -> str:
    """Who agreed to ask before the checks; "" when nothing stands in the way."""
    waits = guards.missing("signpost", referral)
    if waits and not ask.agreed_by.strip():
        raise NotNow(waits[0])
    return ask.agreed_by.strip() if waits else ""


def _must_do(referral: Referral, ask: Ask) -> None:
    if not ask.words.strip():
        raise NotNow(ENTER_WORDS)
    if ask.due_on <= clock.today():
        raise NotNow(NOT_AHEAD)
    if ask.due_on > add_working_days(clock.today(), LONGEST_WAIT):
        raise NotNow(TOO_FAR)
    if ask.service is None:
        if not ask.elsewhere.strip() and ask.support not in OWN_TEAMS:
            raise NotNow(NAME_IT)
        return
    approved = Service.objects.approved().filter(authority=referral.authority_id)
    if not approved.filter(pk=ask.service.pk).exists():
        raise NotNow(NOT_APPROVED)
    if not ask.service.supports.filter(support=ask.support).exists():
        raise NotNow(NOT_GIVEN)


def _must_be_answer(row: Signpost, answer: Answer) -> None:
    if answer.status == Status.ASKED:
        raise NotNow(STILL_ASKED)
    if answer.status == Status.NO_REPLY:
        if row.due_on >= clock.today():
            raise NotNow(STILL_TIME)
        return
    if not answer.answered_by.strip():
        raise NotNow(SAY_WHO)
    asked_on = timezone.localdate(row.asked_at)
    if answer.answered_on is None or not (
        asked_on <= answer.answered_on <= clock.today()
    ):
        raise NotNow(NOT_THAT_DAY)
