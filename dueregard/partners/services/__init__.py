"""Every write of this room. Other rooms import from here."""

from .holders import appoint, appoint_new_person, end_holding, hand_over
from .leaving import leave, posts_of
from .owner_names import decide, decide_on, leave_as_text, make_post_for, undo_decision
from .posts import add_other_name, add_post, change_post, close_post, remove_other_name

__all__ = [
    "add_other_name",
    "add_post",
    "appoint",
    "appoint_new_person",
    "change_post",
    "close_post",
    "decide",
    "decide_on",
    "end_holding",
    "hand_over",
    "leave",
    "leave_as_text",
    "make_post_for",
    "posts_of",
    "remove_other_name",
    "undo_decision",
]
