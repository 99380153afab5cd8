"""Every write of this room. Other rooms import from here."""

from .agenda import (
    add_item,
    add_paper,
    change_item,
    move_item,
    put_on,
    remove_item,
    remove_paper,
)
from .controlled import (
    acknowledge,
    add_controlled_version,
    change_controlled,
    control,
    set_recipients,
    withdraw,
)
from .groups import add_group, agree_terms, change_group, close_group
from .meetings import (
    add_meeting,
    agree_minutes,
    call,
    cancel,
    change_meeting,
    hold,
    record_print,
)
from .members import add_member, change_member, end_seat, replace_member
from .minutes import (
    Came,
    add_outcome,
    change_outcome,
    note_attendance,
    remove_outcome,
    say_done,
    write_discussion,
)
from .owing import owe_reviews
from .series import add_series, end_series, extend_series

__all__ = [
    "Came",
    "acknowledge",
    "add_controlled_version",
    "add_group",
    "add_item",
    "add_meeting",
    "add_member",
    "add_outcome",
    "add_paper",
    "add_series",
    "agree_minutes",
    "agree_terms",
    "call",
    "cancel",
    "change_controlled",
    "change_group",
    "change_item",
    "change_meeting",
    "change_member",
    "change_outcome",
    "close_group",
    "control",
    "end_seat",
    "end_series",
    "extend_series",
    "hold",
    "move_item",
    "note_attendance",
    "owe_reviews",
    "put_on",
    "record_print",
    "remove_item",
    "remove_outcome",
    "remove_paper",
    "replace_member",
    "say_done",
    "set_recipients",
    "withdraw",
    "write_discussion",
]
