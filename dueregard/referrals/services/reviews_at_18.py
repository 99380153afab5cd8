"""A child's record is looked at again once they are 18 (security 2.7).

It is kept only on a ground that is named and for a reason, and looked at again each
year; otherwise two people destroy it, before its period ends.
"""

from django.views.decorators.debug import sensitive_variables

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Person
from dueregard.audit import services as audit

from .. import keeping
from ..codes import KeptOn
from ..events import KeepingEvent
from ..models import Referral
from ..rules_of_keeping import may_keep
from .retention import recompute
from .reviewing_keeping import owe_review
from .room import lock, room_of
from .steps import write_row

KEPT_PAST_18 = "keep_past_18"
NOT_YET = "Its review has not come, or it was decided."
SAY_WHY = "Enter why it is still needed."
SAY_WHAT_SINCE = "Enter what has happened since it was last kept."


@audit.atomic
@sensitive_variables("reason", "since")
def keep_past_18(
    referral: Referral, ground: KeptOn, *, reason: str, by: Person, since: str = ""
) -> None:
    """Keep the record of somebody who is an adult now; the reason is sealed with it.

    One that was kept before needs more: `since`, what has happened meanwhile.

    Raises:
        NotAllowed: `by` is not the data protection officer.
        NotNow: its review has not come, no reason, or nothing of what happened since.
    """
    may_keep(by, referral.authority)
    with room_of(referral):
        lock(referral)
        if not keeping.is_in_review(referral):
            raise NotNow(NOT_YET)
        if not reason.strip():
            raise NotNow(SAY_WHY)
        if referral.kept_past_18_on is not None and not since.strip():
            raise NotNow(SAY_WHAT_SINCE)
        words = f"{reason}\n\n{since}".strip()
        referral.kept_past_18_on = clock.today()
        referral.kept_past_18_ground = KeptOn(ground)
        referral.save(update_fields=["kept_past_18_on", "kept_past_18_ground"])
        write_row(referral, KEPT_PAST_18, by=by, note=words)
        recompute(referral)
        audit.record(
            KeepingEvent.KEPT_PAST_18,
            referral,
            by=by,
            ground=str(ground),
            note_hash=audit.text_hash(words),
        )
    owe_review(referral.authority)
