"""A delivery plan: its narrative, its groups, its actions and how they are going."""

from .action import Action
from .audience import Audience
from .evidence import Evidence
from .group import Group, Intention, SuccessMeasure
from .history import DateChange, RatingFacts
from .measure import Measure, MeasureValue
from .milestone import Milestone
from .owner import ActionOwner
from .pack import ActionArising, BoardPack, PlanDecision
from .plan import NameConfirmation, Plan, PlanImport, PlanMove
from .progress import ProgressUpdate, RagOverride
from .round import RoundAction, RoundAsk, RoundLink, UpdateRound, UpdateWithdrawal
from .section import Section
from .version import PlanVersion, PlanVersionMove, ProposedChange

__all__ = [
    "Action",
    "ActionArising",
    "ActionOwner",
    "Audience",
    "BoardPack",
    "DateChange",
    "Evidence",
    "Group",
    "Intention",
    "Measure",
    "MeasureValue",
    "Milestone",
    "NameConfirmation",
    "Plan",
    "PlanDecision",
    "PlanImport",
    "PlanMove",
    "PlanVersion",
    "PlanVersionMove",
    "ProgressUpdate",
    "ProposedChange",
    "RagOverride",
    "RatingFacts",
    "RoundAction",
    "RoundAsk",
    "RoundLink",
    "Section",
    "SuccessMeasure",
    "UpdateRound",
    "UpdateWithdrawal",
]
