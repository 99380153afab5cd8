"""A delivery plan: its narrative, its groups, its actions and how they are going."""

from .action import Action, ActionOwner, Milestone
from .audience import Audience
from .group import Group, Intention, SuccessMeasure
from .plan import NameConfirmation, Plan, PlanImport, PlanMove
from .progress import ProgressUpdate, RagOverride
from .section import Section

__all__ = [
    "Action",
    "ActionOwner",
    "Audience",
    "Group",
    "Intention",
    "Milestone",
    "NameConfirmation",
    "Plan",
    "PlanImport",
    "PlanMove",
    "ProgressUpdate",
    "RagOverride",
    "Section",
    "SuccessMeasure",
]
