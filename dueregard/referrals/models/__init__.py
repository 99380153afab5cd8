"""Concerns, referrals and the people they are about. Each part under its own key."""

from .concern import AdviceCall, Concern, ConcernMove, Turn
from .concern_keeping import KeepingTime, Tally
from .gathering import Assessment, InformationRequest, ParallelReferral, Signpost
from .limit import StageLimit
from .referral import Account, PoliceMark, Referral, Referrer
from .routing import (
    DESTINATION_READERS,
    Delivery,
    Destination,
    DestinationChange,
    ReferralMove,
)
from .subject import Characteristics, Subject
from .telling import Disclosure, Match, Telling
from .writing import Addition, PublicForm, ReferralFile

__all__ = [
    "DESTINATION_READERS",
    "Account",
    "Addition",
    "AdviceCall",
    "Assessment",
    "Characteristics",
    "Concern",
    "ConcernMove",
    "Delivery",
    "Destination",
    "DestinationChange",
    "Disclosure",
    "InformationRequest",
    "KeepingTime",
    "Match",
    "ParallelReferral",
    "PoliceMark",
    "PublicForm",
    "Referral",
    "ReferralFile",
    "ReferralMove",
    "Referrer",
    "Signpost",
    "StageLimit",
    "Subject",
    "Tally",
    "Telling",
    "Turn",
]
