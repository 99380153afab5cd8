"""Everything that changes a plan, by the verb that people use for it."""

from .actions import (
    add_action,
    cancel_action,
    change_many,
    confirm_actions,
    edit_action,
)
from .arising import make_plan_action, name_decision
from .carrying import Carrying, start_next
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
from .dates import agree_date, ask_new_date, refuse_date
from .evidence import attach_evidence, detach_evidence, give_evidence
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
from .measures import (
    add_measure,
    add_value,
    edit_measure,
    end_measure,
    record_measures_export,
)
from .owners import Owner, follow_names, owners_named, uses_of_names
from .packs import issue_pack, record_print
from .progress import (
    override_rating,
    report_progress,
    report_with_extras,
    withdraw_override,
)
from .ratings import refresh_ratings
from .reshaping import merge_actions, move_action, split_action
from .rounds.answering import decline, enter_answers, report_in_round
from .rounds.closing import close_round
from .rounds.links import chase_by_link, follow_leavers, renew_link, revoke_link
from .rounds.opening import ask_the_rest, open_round
from .rounds.sheets import record_sheet
from .rounds.withdrawing import withdraw_decline, withdraw_update
from .versions import (
    approve_version,
    open_version,
    propose_action,
    propose_change,
    propose_drop,
    return_version,
    submit_version,
    take_back_version,
    take_out,
    withdraw_version,
)

__all__ = [
    "Carrying",
    "Owner",
    "add_action",
    "add_group",
    "add_measure",
    "add_section",
    "add_value",
    "agree_date",
    "approve",
    "approve_version",
    "ask_new_date",
    "ask_the_rest",
    "attach_evidence",
    "cancel_action",
    "change_many",
    "chase_by_link",
    "close",
    "close_round",
    "confirm_actions",
    "confirm_name",
    "decline",
    "detach_evidence",
    "discard",
    "edit_action",
    "edit_group",
    "edit_measure",
    "edit_plan",
    "edit_section",
    "end_measure",
    "enter_answers",
    "follow_leavers",
    "follow_names",
    "give_evidence",
    "import_draft",
    "issue_pack",
    "link_intention",
    "make_plan_action",
    "merge_actions",
    "move_action",
    "name_decision",
    "open_actions",
    "open_round",
    "open_version",
    "override_rating",
    "owners_named",
    "propose_action",
    "propose_change",
    "propose_drop",
    "publish",
    "record_export",
    "record_measures_export",
    "record_print",
    "record_sheet",
    "refresh_ratings",
    "refuse_date",
    "remove_group",
    "remove_section",
    "renew_link",
    "report_in_round",
    "report_progress",
    "report_with_extras",
    "return_to_draft",
    "return_version",
    "revoke_link",
    "set_priority_lists",
    "split_action",
    "start",
    "start_next",
    "submit",
    "submit_version",
    "take_back_version",
    "take_out",
    "undo_import",
    "uses_of_names",
    "withdraw_decline",
    "withdraw_override",
    "withdraw_publication",
    "withdraw_update",
    "withdraw_version",
]
