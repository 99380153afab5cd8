"""Every write of this room. Other rooms import from here."""

from .directory import (
    Offer,
    add_area,
    add_service,
    approve_service,
    change_service,
    close_service,
    end_approval,
    record_services_export,
    remove_area,
)
from .holders import appoint, appoint_new_person, end_holding, hand_over
from .leaving import leave, posts_of
from .owner_names import decide, decide_on, leave_as_text, make_post_for, undo_decision
from .posts import add_other_name, add_post, change_post, close_post, remove_other_name

__all__ = [
    "Offer",
    "add_area",
    "add_other_name",
    "add_post",
    "add_service",
    "appoint",
    "appoint_new_person",
    "approve_service",
    "change_post",
    "change_service",
    "close_post",
    "close_service",
    "decide",
    "decide_on",
    "end_approval",
    "end_holding",
    "hand_over",
    "leave",
    "leave_as_text",
    "make_post_for",
    "posts_of",
    "record_services_export",
    "remove_area",
    "remove_other_name",
    "undo_decision",
]
