"""Who holds a referral: whom its clock runs for, and who may see it as assigned."""

from dueregard.access.refusals import NotNow
from dueregard.access.roles import Role
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit

from ..events import ReferralEvent
from ..models import Referral
from ..people import people_as
from ..rules import may_assign
from .room import lock, room_of
from .stages import owe_stage

HOLD = (Role.GATEWAY_OFFICER, Role.CASE_OFFICER, Role.COORDINATOR)
NOT_ONE = "Choose somebody who works on referrals here."
ENDED = "This referral has ended: nobody needs to hold it."


@audit.atomic
def assign(referral: Referral, holder: Person, *, by: Person) -> None:
    """Have `holder` hold it from now on; the stage's clock goes on.

    Raises:
        NotAllowed: `by` may not say who holds it.
        NotNow: it has ended, or `holder` has no role here that holds referrals.
    """
    with room_of(referral):
        may_assign(by, referral)
        lock(referral)
        if referral.stage_due_on is None:
            raise NotNow(ENDED)
        if not those_who_hold(referral.authority).filter(pk=holder.pk).exists():
            raise NotNow(NOT_ONE)
        referral.holder = holder
        referral.save(update_fields=["holder"])
        owe_stage(referral)
        audit.record(ReferralEvent.ASSIGNED, referral, by=by, holder_id=holder.pk)


def those_who_hold(authority: Authority):
    """People who may be given referrals of an authority, by name."""
    return people_as(HOLD, authority).order_by("name", "pk")
