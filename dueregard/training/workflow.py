"""The states of a training session and the moves between them."""

from dueregard.workflow import Move, Workflow

from .events import SessionEvent as Event
from .models import Session
from .rules import may_run

Status = Session.Status

WORKFLOW = Workflow(
    Move("hold", Status.PLANNED, Status.HELD, may_run, Event.HELD),
    Move("cancel", Status.PLANNED, Status.CANCELLED, may_run, Event.CANCELLED),
)
