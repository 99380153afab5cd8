"""Everything that changes a plan, by the verb that people use for it."""

from .actions import (
    add_action,
    cancel_action,
    change_many,
    confirm_actions,
    edit_action,
)
from .contents import (
    add_group,
    add_section,
    edit_group,
    edit_plan,
    edit_section,
    link_intention,
    remove_group,
    remove_section,
    set_priority_lists,
)
from .exports import record_export
from .import_undoing import undo_import
from .imports import import_draft
from .lifecycle import (
    approve,
    close,
    confirm_name,
    discard,
    open_actions,
    publish,
    return_to_draft,
    start,
    submit,
    withdraw_publication,
)
from .owners import Owner, follow_names, owners_named, uses_of_names
from .progress import override_rating, report_progress, withdraw_override
from .ratings import refresh_ratings
from .reshaping import merge_actions, move_action, split_action

__all__ = [
    "Owner",
    "add_action",
    "add_group",
    "add_section",
    "approve",
    "cancel_action",
    "change_many",
    "close",
    "confirm_actions",
    "confirm_name",
    "discard",
    "edit_action",
    "edit_group",
    "edit_plan",
    "edit_section",
    "follow_names",
    "import_draft",
    "link_intention",
    "merge_actions",
    "move_action",
    "open_actions",
    "override_rating",
    "owners_named",
    "publish",
    "record_export",
    "refresh_ratings",
    "remove_group",
    "remove_section",
    "report_progress",
    "return_to_draft",
    "set_priority_lists",
    "split_action",
    "start",
    "submit",
    "undo_import",
    "uses_of_names",
    "withdraw_override",
    "withdraw_publication",
]
