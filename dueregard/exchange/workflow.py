"""The states of an uploaded file and the moves between them."""

from dueregard.workflow import Move, Workflow

from .events import UploadEvent as Event
from .models import Upload
from .rules import is_being_applied, is_being_read, may_discard, may_import

S = Upload.Status

# A move has one source, so throwing away has a name for each state it starts from.
DISCARDS: dict[str, str] = {
    S.RECEIVED: "discard_unread",
    S.READING: "discard_while_read",
    S.NEEDS_MAPPING: "discard_unmatched",
    S.READY: "discard",
}

WORKFLOW = Workflow(
    Move("read", S.RECEIVED, S.READING, is_being_read, Event.READ_STARTED),
    Move("ask", S.READING, S.NEEDS_MAPPING, is_being_read, Event.COLUMNS_ASKED),
    Move("refuse", S.READING, S.REFUSED, is_being_read, Event.REFUSED),
    Move("stage", S.READING, S.READY, is_being_read, Event.STAGED),
    Move("map", S.NEEDS_MAPPING, S.RECEIVED, may_import, Event.COLUMNS_MATCHED),
    Move("map_again", S.READY, S.NEEDS_MAPPING, may_import, Event.COLUMNS_ASKED),
    Move("check_again", S.READY, S.RECEIVED, may_import, Event.CHECKED_AGAIN),
    Move("confirm", S.READY, S.APPLYING, may_import, Event.CONFIRMED),
    Move("put_back", S.APPLYING, S.READY, may_import, Event.PUT_BACK),
    Move("apply", S.APPLYING, S.APPLIED, is_being_applied, Event.APPLIED),
    Move("undo", S.APPLIED, S.UNDONE, may_import, Event.UNDONE),
    Move("ask_to_undo", S.APPLIED, S.UNDOING, may_import, Event.UNDO_ASKED),
    Move("stop_undoing", S.UNDOING, S.APPLIED, may_import, Event.KEPT_IN),
    Move("take_out", S.UNDOING, S.UNDONE, may_import, Event.UNDONE),
    *(
        Move(name, status, S.DISCARDED, may_discard, Event.DISCARDED)
        for status, name in DISCARDS.items()
    ),
)
