"""What the audit says of referrals: ids, codes, dates and hashes, never a word."""

from .concerns import ConcernEvent
from .gathering import (
    AskingEvent,
    AssessmentEvent,
    AssessmentTemplateEvent,
    DecisionEvent,
    SignpostEvent,
)
from .keeping import DeletionEvent, KeepingEvent
from .looks import LooksEvent
from .people import FindingEvent, MatchEvent
from .referral import PublicFormEvent, ReferralEvent, ReferralFileEvent, StepEvent
from .routing import DeliveryEvent, DestinationEvent
from .telling import CorrectionEvent, DisclosureEvent, TellingEvent

__all__ = [
    "AskingEvent",
    "AssessmentEvent",
    "AssessmentTemplateEvent",
    "ConcernEvent",
    "CorrectionEvent",
    "DecisionEvent",
    "DeletionEvent",
    "DeliveryEvent",
    "DestinationEvent",
    "DisclosureEvent",
    "FindingEvent",
    "KeepingEvent",
    "LooksEvent",
    "MatchEvent",
    "PublicFormEvent",
    "ReferralEvent",
    "ReferralFileEvent",
    "SignpostEvent",
    "StepEvent",
    "TellingEvent",
]
