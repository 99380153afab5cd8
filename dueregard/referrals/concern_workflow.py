"""The states of a concern and the moves between them (domain.md §4.3, t02 to t04).

A second named person stands behind every ending: a colleague who is asked here, or
somebody whom the noticer spoke to and names.
"""

from dueregard.workflow import Move, Workflow

from .events import ConcernEvent as Event
from .models import Concern
from .rules_of_concerns import may_conclude, may_follow

Status = Concern.Status

CONCERN_WORKFLOW = Workflow(
    Move(
        "ask_for_check", Status.NOTICED, Status.CHECKING, may_follow, Event.CHECK_ASKED
    ),
    Move("take_back", Status.CHECKING, Status.NOTICED, may_follow, Event.TAKEN_BACK),
    Move("end", Status.CHECKING, Status.NOT_SHARED, may_conclude, Event.NOT_SHARED),
    Move("refer", Status.CHECKING, Status.REFERRED, may_conclude, Event.REFERRED),
    Move(
        "end_after_talking",
        Status.NOTICED,
        Status.NOT_SHARED,
        may_follow,
        Event.NOT_SHARED,
    ),
    Move(
        "refer_after_talking",
        Status.NOTICED,
        Status.REFERRED,
        may_follow,
        Event.REFERRED,
    ),
)
