from .completion import Completion
from .course import (
    Audience,
    Course,
    CourseEdition,
    CourseEquivalence,
    CoursePrerequisite,
    Mode,
)
from .learner import Learner, LearnerLink, LearnerRole
from .merging import KnownApart, LearnerMerge
from .nudge import Nudge, NudgedLearner
from .place import Feedback, Place, PlaceLink
from .requirement import Requirement, RoleGroup
from .returning import Headcount, OrganisationReturn, SampledCheck
from .sent import SentCertificate
from .session import (
    Facilitator,
    Session,
    SessionHeadcount,
    SessionMove,
)
from .staging import ImportRow
from .survey import Survey, SurveyAnswer

__all__ = [
    "Audience",
    "Completion",
    "Course",
    "CourseEdition",
    "CourseEquivalence",
    "CoursePrerequisite",
    "Facilitator",
    "Feedback",
    "Headcount",
    "ImportRow",
    "KnownApart",
    "Learner",
    "LearnerLink",
    "LearnerMerge",
    "LearnerRole",
    "Mode",
    "Nudge",
    "NudgedLearner",
    "OrganisationReturn",
    "Place",
    "PlaceLink",
    "Requirement",
    "RoleGroup",
    "SampledCheck",
    "SentCertificate",
    "Session",
    "SessionHeadcount",
    "SessionMove",
    "Survey",
    "SurveyAnswer",
]
