"""Concerns, referrals and the people they are about. Each part under its own key."""

from .assessment_template import (
    AssessmentTemplate,
    AssessmentTemplateVersion,
    TemplateNotOffered,
)
from .concern import AdviceCall, Concern, ConcernMove, Turn
from .concern_keeping import KeepingTime, Tally
from .deletion import DeletionNotice
from .disclosure import Correction, CorrectionNotice, Disclosure
from .gathering import Assessment, ParallelReferral
from .information_request import InformationRequest
from .keeping import (
    CERTIFICATE_READERS,
    KEEPERS,
    Certificate,
    DestroyedReference,
    LegalHold,
    PrivacyNotice,
    RetentionSetting,
)
from .limit import StageLimit
from .read_question import REVIEW_READS, STAND_IN, ReadCheck, ReadQuestion
from .referral import Account, PoliceMark, Referral, Referrer
from .routing import (
    DESTINATION_READERS,
    Delivery,
    Destination,
    DestinationChange,
    ReferralMove,
)
from .signpost import Signpost
from .subject import Characteristics, Subject
from .telling import Match, Telling
from .writing import Addition, PublicForm, ReferralFile

__all__ = [
    "CERTIFICATE_READERS",
    "DESTINATION_READERS",
    "KEEPERS",
    "REVIEW_READS",
    "STAND_IN",
    "Account",
    "Addition",
    "AdviceCall",
    "Assessment",
    "AssessmentTemplate",
    "AssessmentTemplateVersion",
    "Certificate",
    "Characteristics",
    "Concern",
    "ConcernMove",
    "Correction",
    "CorrectionNotice",
    "DeletionNotice",
    "Delivery",
    "Destination",
    "DestinationChange",
    "DestroyedReference",
    "Disclosure",
    "InformationRequest",
    "KeepingTime",
    "LegalHold",
    "Match",
    "ParallelReferral",
    "PoliceMark",
    "PrivacyNotice",
    "PublicForm",
    "ReadCheck",
    "ReadQuestion",
    "Referral",
    "ReferralFile",
    "ReferralMove",
    "Referrer",
    "RetentionSetting",
    "Signpost",
    "StageLimit",
    "Subject",
    "Tally",
    "Telling",
    "TemplateNotOffered",
    "Turn",
]
