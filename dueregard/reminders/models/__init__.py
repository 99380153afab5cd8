"""What is owed, by whom and when; how it was chased; and how people want to hear."""

from .escalation import Chase, Escalation, LadderStep, Step
from .hearing import CalendarFeed, MailPreference
from .task import Task

__all__ = [
    "CalendarFeed",
    "Chase",
    "Escalation",
    "LadderStep",
    "MailPreference",
    "Step",
    "Task",
]
