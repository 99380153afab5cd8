"""What training records. Facts are ids, codes, dates and hashes, never text."""

from .catalogue import CatalogueEvent, CourseEvent, RequirementEvent, RoleGroupEvent
from .coverage import CoverageEvent, NudgeEvent
from .organisations import HeadcountEvent, ReturnEvent, SurveyEvent
from .register import CompletionEvent, ImportEvent, LearnerEvent, OwnEvent
from .sessions import (
    AttendanceEvent,
    FacilitatorEvent,
    FeedbackEvent,
    PlaceEvent,
    SessionEvent,
)

__all__ = [
    "AttendanceEvent",
    "CatalogueEvent",
    "CompletionEvent",
    "CourseEvent",
    "CoverageEvent",
    "FacilitatorEvent",
    "FeedbackEvent",
    "HeadcountEvent",
    "ImportEvent",
    "LearnerEvent",
    "NudgeEvent",
    "OwnEvent",
    "PlaceEvent",
    "RequirementEvent",
    "ReturnEvent",
    "RoleGroupEvent",
    "SessionEvent",
    "SurveyEvent",
]
