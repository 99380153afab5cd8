"""Every write of this room: a file arrives, is read, checked, put in, taken out."""

from .applying import apply_now, confirm, put_back
from .choosing import decide, decide_all, map_again, match_columns
from .cleaning import clean, discard
from .problems import record_problems_saved
from .reading import check_again, has_failed, read_again, read_now
from .receiving import receive
from .undoing import stop_undoing, undo, undo_now

__all__ = [
    "apply_now",
    "check_again",
    "clean",
    "confirm",
    "decide",
    "decide_all",
    "discard",
    "has_failed",
    "map_again",
    "match_columns",
    "put_back",
    "read_again",
    "read_now",
    "receive",
    "record_problems_saved",
    "stop_undoing",
    "undo",
    "undo_now",
]
