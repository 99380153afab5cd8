"""The states of a plan and the moves between them (settled 21)."""

from dueregard.workflow import Move, Workflow

from .events import PlanEvent as Event
from .models import Plan
from .rules import may_decide, may_oversee, may_submit

Status = Plan.Status

WORKFLOW = Workflow(
    Move("submit", Status.DRAFT, Status.SUBMITTED, may_submit, Event.SUBMITTED),
    Move("return", Status.SUBMITTED, Status.DRAFT, may_decide, Event.RETURNED),
    Move("approve", Status.SUBMITTED, Status.APPROVED, may_decide, Event.APPROVED),
    Move("close", Status.APPROVED, Status.CLOSED, may_oversee, Event.CLOSED),
    Move(
        "supersede", Status.APPROVED, Status.SUPERSEDED, may_oversee, Event.SUPERSEDED
    ),
)
