"""Groups that oversee the work, who sits on them, when they meet, what they decide."""

from .controlled import Acknowledgement, ControlledDocument, Recipient
from .group import GroupMember, PartnershipGroup, TermsOfReference
from .meeting import AgendaItem, Attendance, Meeting, MeetingMove, MeetingSeries, Paper
from .outcome import Outcome

__all__ = [
    "Acknowledgement",
    "AgendaItem",
    "Attendance",
    "ControlledDocument",
    "GroupMember",
    "Meeting",
    "MeetingMove",
    "MeetingSeries",
    "Outcome",
    "Paper",
    "PartnershipGroup",
    "Recipient",
    "TermsOfReference",
]
