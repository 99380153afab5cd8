"""What a referrer reads of what they sent: three honest words (settled 19).

By the referral's state alone: nothing of a hold, an outcome or a decision shows.
"""

from .codes import ReferrerState
from .models import Referral

Status = Referral.Status

STATES: dict[str, ReferrerState] = {
    Status.SCREENING: ReferrerState.RECEIVED,
    Status.SUBMITTED: ReferrerState.RECEIVED,
    Status.GATEWAY: ReferrerState.PASSED_ON,
    Status.GATHERING: ReferrerState.PASSED_ON,
    Status.DECISION: ReferrerState.PASSED_ON,
    Status.LISTED: ReferrerState.PASSED_ON,
    Status.PASSED_ON: ReferrerState.PASSED_ON,
    Status.JOINED: ReferrerState.PASSED_ON,
    Status.CLOSED: ReferrerState.CLOSED,
    Status.NOT_MET: ReferrerState.CLOSED,
    Status.NOT_A_REFERRAL: ReferrerState.CLOSED,
}


def state_for_referrer(referral: Referral) -> ReferrerState:
    return STATES[referral.status]
