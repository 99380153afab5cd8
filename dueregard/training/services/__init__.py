"""Every write of this room, as verbs, by the noun they are about."""

from .attendance import check_in, note_attendance
from .catalogue import (
    add_course,
    add_edition,
    bring_back_course,
    change_course,
    link_course,
    retire_course,
)
from .certificates import complete_with_file, supersede_with_file
from .completions import complete, supersede, take_back
from .facilitators import add_facilitator, change_facilitator, facilitator_left
from .feedback import give_feedback
from .headcounts import check_sample, declare
from .heads import count_heads
from .learners import (
    add_learner,
    change_learner,
    leave,
    put_in_group,
    rejoin,
    set_leave,
    take_out_of_group,
)
from .linking import ask_link
from .many import Done, add_learners, complete_many
from .matching import count_again, leave_unnamed, match, settle
from .merging import keep_apart, merge, unmerge
from .nudging import nudge, say_told
from .own import (
    accept_certificate,
    return_certificate,
    send_certificate,
    withdraw_certificate,
)
from .places import give_back, promote_waiting, register
from .requirements import add_requirement, change_requirement, end_requirement
from .returns import chase_returns, note_nothing, note_return
from .role_groups import (
    add_role_group,
    change_role_group,
    close_role_group,
    open_role_group,
)
from .sessions import add_session, cancel_session, change_session, record_paper
from .shipping import ship
from .surveys import (
    answer_survey,
    chase_late_answers,
    chase_survey,
    close_survey,
    open_survey,
    send_to,
)

__all__ = [
    "Done",
    "accept_certificate",
    "add_course",
    "add_edition",
    "add_facilitator",
    "add_learner",
    "add_learners",
    "add_requirement",
    "add_role_group",
    "add_session",
    "answer_survey",
    "ask_link",
    "bring_back_course",
    "cancel_session",
    "change_course",
    "change_facilitator",
    "change_learner",
    "change_requirement",
    "change_role_group",
    "change_session",
    "chase_late_answers",
    "chase_returns",
    "chase_survey",
    "check_in",
    "check_sample",
    "close_role_group",
    "close_survey",
    "complete",
    "complete_many",
    "complete_with_file",
    "count_again",
    "count_heads",
    "declare",
    "end_requirement",
    "facilitator_left",
    "give_back",
    "give_feedback",
    "keep_apart",
    "leave",
    "leave_unnamed",
    "link_course",
    "match",
    "merge",
    "note_attendance",
    "note_nothing",
    "note_return",
    "nudge",
    "open_role_group",
    "open_survey",
    "promote_waiting",
    "put_in_group",
    "record_paper",
    "register",
    "rejoin",
    "retire_course",
    "return_certificate",
    "say_told",
    "send_certificate",
    "send_to",
    "set_leave",
    "settle",
    "ship",
    "supersede",
    "supersede_with_file",
    "take_back",
    "take_out_of_group",
    "unmerge",
    "withdraw_certificate",
]
