"""What a referrer reads of what they sent: three honest words (settled 19).

By the referral's state and the door alone: nothing of a hold, an outcome or a decision
shows. Who left no way to be reached gets none after the receipt.
"""

from enum import StrEnum

from .codes import Door, ReferrerState
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


class Hearing(StrEnum):
    """How whoever came by a door hears of a change."""

    BY_MAIL = "a mail that there is news; the word is on their page"
    ON_ASKING = "the word, with a code to the address that they left; else none"
    NOT_AT_ALL = "none: who wrote it down is not who referred"


HEARS: dict[str, Hearing] = {
    Door.PUBLIC: Hearing.ON_ASKING,
    Door.STAFF: Hearing.BY_MAIL,
    Door.REGISTERED: Hearing.BY_MAIL,
    Door.TELEPHONE: Hearing.NOT_AT_ALL,
    Door.DOCUMENT: Hearing.NOT_AT_ALL,
    Door.RECEIPT_ONLY: Hearing.NOT_AT_ALL,
}


def state_for_referrer(referral: Referral) -> ReferrerState:
    return STATES[referral.status]


def state_of_status(status: str) -> ReferrerState:
    return STATES[status]
