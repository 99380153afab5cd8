"""The states of a meeting and the moves between them."""

from dueregard.workflow import Move, Workflow

from .events import MeetingEvent as Event
from .models import Meeting
from .rules import may_agree_minutes, may_prepare

Status = Meeting.Status

WORKFLOW = Workflow(
    Move("call", Status.PLANNED, Status.CALLED, may_prepare, Event.CALLED),
    Move("hold", Status.CALLED, Status.HELD, may_prepare, Event.HELD),
    Move("hold_uncalled", Status.PLANNED, Status.HELD, may_prepare, Event.HELD),
    Move(
        "agree_minutes", Status.HELD, Status.MINUTED, may_agree_minutes, Event.MINUTED
    ),
    Move("cancel", Status.PLANNED, Status.CANCELLED, may_prepare, Event.CANCELLED),
    Move("call_off", Status.CALLED, Status.CANCELLED, may_prepare, Event.CANCELLED),
)
