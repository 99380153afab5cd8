"""The states of a plan, and of a proposed version of it, and the moves between them.

Settled 21.
"""

from dueregard.workflow import Move, Workflow

from .events import PlanEvent as Event
from .events import VersionEvent
from .models import Plan, PlanVersion
from .rules import may_decide, may_oversee, may_submit
from .rules_of_versions import may_decide_version, may_write_version

Status = Plan.Status
Stage = PlanVersion.Status

WORKFLOW = Workflow(
    Move("submit", Status.DRAFT, Status.SUBMITTED, may_submit, Event.SUBMITTED),
    Move("return", Status.SUBMITTED, Status.DRAFT, may_decide, Event.RETURNED),
    Move("approve", Status.SUBMITTED, Status.APPROVED, may_decide, Event.APPROVED),
    Move("close", Status.APPROVED, Status.CLOSED, may_oversee, Event.CLOSED),
    Move(
        "supersede", Status.APPROVED, Status.SUPERSEDED, may_oversee, Event.SUPERSEDED
    ),
)

VERSION_WORKFLOW = Workflow(
    Move(
        "submit",
        Stage.DRAFT,
        Stage.SUBMITTED,
        may_write_version,
        VersionEvent.SUBMITTED,
    ),
    Move(
        "take_back",
        Stage.SUBMITTED,
        Stage.DRAFT,
        may_write_version,
        VersionEvent.TAKEN_BACK,
    ),
    Move(
        "return",
        Stage.SUBMITTED,
        Stage.DRAFT,
        may_decide_version,
        VersionEvent.RETURNED,
    ),
    Move(
        "approve",
        Stage.SUBMITTED,
        Stage.APPROVED,
        may_decide_version,
        VersionEvent.APPROVED,
    ),
    Move(
        "withdraw",
        Stage.DRAFT,
        Stage.WITHDRAWN,
        may_write_version,
        VersionEvent.WITHDRAWN,
    ),
)
