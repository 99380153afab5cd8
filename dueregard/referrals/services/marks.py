"""What the police say of going ahead: clear, hold or elsewhere, no more (RF 4).

Only *clear* leaves a trace that others see. A hold changes nothing that anybody without
the right can see: no state, date, task, number or page.
"""

from datetime import date

from django.views.decorators.debug import sensitive_variables

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit
from dueregard.clock.working_days import add_working_days

from ..events import ReferralEvent
from ..models import PoliceMark, Referral
from ..rules import TRIAGE, may_mark
from .limits import MARK_REVIEW, limits_of
from .mark_reviews import close_mark_review
from .room import lock, room_of
from .triage import SAY_WHO_TOLD, Told

GONE_ON = (
    "The police were clear, and this referral has gone on. Ring whoever holds it, so "
    "that nobody acts meanwhile."
)
Mark = PoliceMark.Mark
Status = Referral.Status
BEFORE_CLEARANCE_COUNTS = (Status.SCREENING, Status.SUBMITTED, Status.GATEWAY)


@audit.atomic
@sensitive_variables()
def set_mark(
    referral: Referral,
    mark: Mark,
    *,
    by: Person,
    told: Told | None = None,
    is_shared: bool = False,
    review_on: date | None = None,
) -> PoliceMark:
    """Add what the police say now; what they said before stays below it.

    `is_shared` lets the panel's chair read it.

    Raises:
        NotAllowed: `by` is neither the police nor the case officer who writes for them.
        NotNow: not clear any more, of one that has gone on; or nobody said who told.
    """
    with room_of(referral):
        may_mark(by, referral)
        lock(referral)
        if told is None and not by.holds_any(TRIAGE, referral.authority):
            raise NotNow(SAY_WHO_TOLD)
        if mark != Mark.CLEAR and referral.status not in BEFORE_CLEARANCE_COUNTS:
            raise NotNow(GONE_ON)
        row = PoliceMark.objects.create(
            **referral.with_moves(),
            referral=referral,
            mark=str(mark),
            reported_by=told.words if told else "",
            is_shared=is_shared,
            review_on=_review_on(referral, mark, review_on),
            by=by,
        )
        _stand(referral, mark, is_shared)
        close_mark_review(referral)
        audit.record(ReferralEvent.MARKED, referral, by=by, mark_id=row.pk)
        return row


def _stand(referral: Referral, mark: Mark, is_shared: bool) -> None:
    """Have the newest mark stand: only clearance is known to all."""
    if mark != Mark.CLEAR:
        referral.cleared_at = None
    elif referral.cleared_at is None:
        referral.cleared_at = clock.now()
    referral.has_shared_mark = is_shared
    referral.save(update_fields=["cleared_at", "has_shared_mark"])


def _review_on(referral: Referral, mark: Mark, wanted: date | None) -> date | None:
    """The day that the police named; else by the limit of the authority."""
    if mark == Mark.CLEAR:
        return None
    limit = limits_of(referral.authority_id)[MARK_REVIEW]
    return wanted or add_working_days(clock.today(), limit.working_days)
