"""The states of a file, from its arrival to the scanner's answer.

The service itself makes every move: nobody can wave a file through. Only a clean one
is ever served (C-FILE3).
"""

from dueregard.workflow import Move, Workflow

from .events import FileEvent as Event
from .models import FileVersion
from .rules import is_the_service as service

Status = FileVersion.Status

WORKFLOW = Workflow(
    Move("quarantine", Status.RECEIVED, Status.QUARANTINED, service, Event.QUARANTINED),
    Move("scan", Status.QUARANTINED, Status.SCANNED, service, Event.SCANNED),
    Move("clear", Status.SCANNED, Status.CLEAN, service, Event.FOUND_CLEAN),
    Move("refuse", Status.SCANNED, Status.REFUSED, service, Event.REFUSED),
)
