"""The states of a referral and the moves between them (domain.md §4.3 and §4.4).

Notice, check, share has a table of its own, in `concern_workflow`. A hold of
the police is no state and no move: nobody can tell a held referral from a slow one.
"""

from dueregard.workflow import Move, Workflow

from .concern_workflow import CONCERN_WORKFLOW
from .events import ReferralEvent as Event
from .models import Referral
from .rules import may_decide, may_gather, may_take_in, may_triage

__all__ = ["CONCERN_WORKFLOW", "WORKFLOW"]

Status = Referral.Status

WORKFLOW = Workflow(
    Move("take_in", Status.SCREENING, Status.SUBMITTED, may_take_in, Event.TAKEN_IN),
    Move(
        "set_aside",
        Status.SCREENING,
        Status.NOT_A_REFERRAL,
        may_take_in,
        Event.NOT_A_REFERRAL,
    ),
    Move("accept", Status.SUBMITTED, Status.GATEWAY, may_triage, Event.ACCEPTED),
    Move("join", Status.SUBMITTED, Status.JOINED, may_triage, Event.JOINED),
    Move(
        "pass_on_unopened",
        Status.SUBMITTED,
        Status.PASSED_ON,
        may_triage,
        Event.PASSED_ON,
    ),
    Move("pass_on", Status.GATEWAY, Status.PASSED_ON, may_triage, Event.PASSED_ON),
    Move("close", Status.GATEWAY, Status.CLOSED, may_triage, Event.CLOSED),
    Move("go_on", Status.GATEWAY, Status.GATHERING, may_triage, Event.WENT_ON),
    Move(
        "finish_gathering",
        Status.GATHERING,
        Status.DECISION,
        may_gather,
        Event.GATHERED,
    ),
    Move("find_grounds", Status.DECISION, Status.LISTED, may_decide, Event.GROUNDS_MET),
    Move(
        "find_no_grounds",
        Status.DECISION,
        Status.NOT_MET,
        may_decide,
        Event.GROUNDS_NOT_MET,
    ),
)
