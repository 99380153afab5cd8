"""Whether the person, or a parent, was told and given the privacy notice (RF 5).

Nobody is told before the police are clear, whatever the reason for the wait. A referral
is not closed while nothing is written of it; a reason why not yet has a day on which it
is looked at again, and that day comes onto somebody's list.
"""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit
from dueregard.reminders.services.tasks import Owed, close_tasks, owe
from dueregard.vault import tenancy

from .. import guards
from ..events import TellingEvent
from ..models import Referral, Telling
from ..people import people_as, those_who_see
from ..rules import GATHERERS
from ..rules_of_telling import may_tell
from .room import room_of

REVIEW = "referrals.telling"
TITLE = "Look again at what you put off"
AHEAD = timedelta(days=7)
LONGEST_WAIT = timedelta(days=183)
SAY_FIRST = (
    "Say first when the person, or a parent, was told and given the privacy notice; or "
    "why not yet, and when you look at that again."
)
NOT_TO_COME = "The day must not be in the future."
GIVE_REASON = "Enter why they are not told yet."
REVIEW_LATER = "The day on which you look at it again must be in the next six months."


@audit.atomic
@sensitive_variables("response")
def note_told(
    referral: Referral,
    *,
    by: Person,
    whom: Telling.Whom,
    told_on: date,
    notice_given_on: date,
    response: str = "",
) -> Telling:
    """The person, or a parent, was told, and has the privacy notice.

    Raises:
        NotAllowed: `by` is neither of the intake nor of the gateway.
        NotNow: the police are not clear yet, or a day is in the future.
    """
    with room_of(referral):
        may_tell(by, referral)
        guards.must_hold("contact", referral)
        if max(told_on, notice_given_on) > clock.today():
            raise NotNow(NOT_TO_COME)
        row = Telling.objects.create(
            **referral.with_moves(),
            referral=referral,
            whom=whom,
            told_on=told_on,
            notice_given_on=notice_given_on,
            response=response,
            by=by,
        )
        close_tasks(REVIEW, [str(referral.pk)], event=TellingEvent.TOLD.code)
        audit.record(TellingEvent.TOLD, referral, by=by, whom=str(whom))
        return row


@audit.atomic
@sensitive_variables("because")
def note_not_yet(
    referral: Referral,
    *,
    by: Person,
    whom: Telling.Whom,
    because: str,
    review_on: date,
) -> Telling:
    """Why they are not told yet, and the day on which that is looked at again.

    Raises:
        NotAllowed: `by` is neither of the intake nor of the gateway.
        NotNow: no reason, or a day that is past or over six months away.
    """
    with room_of(referral):
        may_tell(by, referral)
        if not because.strip():
            raise NotNow(GIVE_REASON)
        if not clock.today() < review_on <= clock.today() + LONGEST_WAIT:
            raise NotNow(REVIEW_LATER)
        row = Telling.objects.create(
            **referral.with_moves(),
            referral=referral,
            whom=whom,
            not_yet_because=because,
            review_on=review_on,
            by=by,
        )
        close_tasks(REVIEW, [str(referral.pk)], event=TellingEvent.NOT_YET.code)
        audit.record(
            TellingEvent.NOT_YET,
            referral,
            by=by,
            whom=str(whom),
            review_on=review_on.isoformat(),
            note_hash=audit.text_hash(because),
        )
        return row


@guards.guards("close", "find_no_grounds", done_on="told", by=may_tell)
def somebody_was_told(referral: Referral) -> str:
    """Not closed with both blank: told, or why not yet."""
    return "" if referral.tellings.exists() else SAY_FIRST


def owe_reviews() -> int:
    """Put on lists what was put off until about now; how many are new."""
    here = Authority.objects.filter(rooms__room=Room.REFERRALS)
    return sum(owe_reviews_of(authority) for authority in here)


@audit.atomic
def owe_reviews_of(authority: Authority) -> int:
    """Those of `authority` that are due within a week, or late."""
    with tenancy.of(authority):
        rows = put_off().filter(
            authority=authority, review_on__lte=clock.today() + AHEAD
        )
        waiting = list(rows.select_related("referral__holder", "referral__authority"))
        council = list(people_as(GATHERERS, authority))
        return owe(
            _owed(telling, person)
            for telling in waiting
            for person in those_who_see(
                _who(telling.referral, council), telling.referral
            )
        )


def put_off():
    """The newest word of each referral of which nobody was told yet."""
    later = Telling.objects.filter(referral=OuterRef("referral"), at__gt=OuterRef("at"))
    told = Telling.objects.filter(referral=OuterRef("referral"), told_on__isnull=False)
    waiting = Telling.objects.filter(
        review_on__isnull=False, data_key__destroyed_at__isnull=True
    )
    return waiting.filter(~Exists(later), ~Exists(told))


def _who(referral: Referral, council: list[Person]) -> list[Person]:
    """Whoever of the council holds it; else all who could."""
    return [one for one in council if one.pk == referral.holder_id] or council


def _owed(telling: Telling, person: Person) -> Owed:
    review_on = telling.review_on or timezone.localdate(telling.at)
    return Owed(
        kind=REVIEW,
        subject_id=str(telling.referral_id),
        authority=telling.referral.authority,
        room=Room.REFERRALS,
        title=TITLE,
        about="Referrals",
        url=telling.referral.get_absolute_url(),
        source="The day that was set when it was put off",
        due_on=review_on,
        person=person,
    )
