"""Every write of this room. Other rooms import from here."""

from .adding import add_to
from .advice import note_advice, set_keeping_time
from .answering import (
    AskedAbout,
    Reply,
    answer_by_link,
    enter_answer,
    open_request,
)
from .areas import ask_area, note_acceptance
from .asking import (
    Question,
    Respondent,
    ask_for_information,
    note_not_received,
    note_read,
    renew_link,
    withdraw_request,
)
from .assessing import (
    finish_assessment,
    finish_gathering,
    save_answers,
    start_assessment,
)
from .assigning import assign
from .chasing import chase_all
from .closing import Closing, ask_to_close, close, confirm_closing, withdraw_closing
from .completing import for_another_person, send
from .concern_shredding import shred_what_is_due
from .concerns import (
    Conclusion,
    ask_for_check,
    change_concern,
    conclude,
    note_concern,
    read_answer,
    take_back,
)
from .confirming import (
    confirm_by_link,
    make_code_to_correct,
    open_correction,
    tell_holder,
)
from .correcting import Wrong, correct, find_made_in_error
from .deciding import (
    Decision,
    NotMet,
    ask_to_find_no_grounds,
    correct_decision,
    find_grounds,
    find_no_grounds,
)
from .deleting import chase_deletions, note_deletion, say_deleted
from .delivering import (
    acknowledge_by_link,
    acknowledge_delivery,
    make_code,
    report_delivery,
)
from .destinations import (
    add_destination,
    assure_destination,
    change_destination,
    close_destination,
    confirm_test,
    send_test,
)
from .destroying import ask_to_destroy
from .disclosing import note as note_disclosure
from .drafting import (
    add_draft_part,
    add_draft_question,
    change_draft,
    change_draft_part,
    change_draft_question,
    move_draft_part,
    move_draft_question,
    remove_draft_part,
    remove_draft_question,
)
from .escalating import escalate_all
from .finding import Terms, find, index_subject
from .forms_out import open_by_code, take_form
from .legal_holds import ask_to_lift, place_hold, review_hold
from .limits import set_limit
from .linking import ask_same, ask_to_undo, recount
from .marks import set_mark
from .matching import say_different
from .parallel import acknowledge_parallel, answer_parallel
from .privacy_notices import set_notice
from .proposing import propose_same
from .public_form import set_public_form
from .read_questions import answer_question, ask_about_reads, note_try
from .retention import keep_longer, set_retention
from .reviews_at_18 import keep_past_18
from .signpost_sweep import return_silent
from .signposting import Answer, Ask, answer_signpost, ask_service
from .steps import Step, ask_referrer, declare_interest, note_step
from .submitting import CompletedForm, submit
from .telling import note_not_yet, note_told, owe_reviews
from .templating import (
    begin_template,
    begin_version,
    offer_template,
    publish_draft,
    stop_offering_template,
    throw_away_draft,
)
from .triage import Told, accept, go_on, join, pass_on, set_aside, take_in

__all__ = [
    "Answer",
    "Ask",
    "AskedAbout",
    "Closing",
    "CompletedForm",
    "Conclusion",
    "Decision",
    "NotMet",
    "Question",
    "Reply",
    "Respondent",
    "Step",
    "Terms",
    "Told",
    "Wrong",
    "accept",
    "acknowledge_by_link",
    "acknowledge_delivery",
    "acknowledge_parallel",
    "add_destination",
    "add_draft_part",
    "add_draft_question",
    "add_to",
    "answer_by_link",
    "answer_parallel",
    "answer_question",
    "answer_signpost",
    "ask_about_reads",
    "ask_area",
    "ask_for_check",
    "ask_for_information",
    "ask_referrer",
    "ask_same",
    "ask_service",
    "ask_to_close",
    "ask_to_destroy",
    "ask_to_find_no_grounds",
    "ask_to_lift",
    "ask_to_undo",
    "assign",
    "assure_destination",
    "begin_template",
    "begin_version",
    "change_concern",
    "change_destination",
    "change_draft",
    "change_draft_part",
    "change_draft_question",
    "chase_all",
    "chase_deletions",
    "close",
    "close_destination",
    "conclude",
    "confirm_by_link",
    "confirm_closing",
    "confirm_test",
    "correct",
    "correct_decision",
    "declare_interest",
    "enter_answer",
    "escalate_all",
    "find",
    "find_grounds",
    "find_made_in_error",
    "find_no_grounds",
    "finish_assessment",
    "finish_gathering",
    "for_another_person",
    "go_on",
    "index_subject",
    "join",
    "keep_longer",
    "keep_past_18",
    "make_code",
    "make_code_to_correct",
    "move_draft_part",
    "move_draft_question",
    "note_acceptance",
    "note_advice",
    "note_concern",
    "note_deletion",
    "note_disclosure",
    "note_not_received",
    "note_not_yet",
    "note_read",
    "note_step",
    "note_told",
    "note_try",
    "offer_template",
    "open_by_code",
    "open_correction",
    "open_request",
    "owe_reviews",
    "pass_on",
    "place_hold",
    "propose_same",
    "publish_draft",
    "read_answer",
    "recount",
    "remove_draft_part",
    "remove_draft_question",
    "renew_link",
    "report_delivery",
    "return_silent",
    "review_hold",
    "save_answers",
    "say_deleted",
    "say_different",
    "send",
    "send_test",
    "set_aside",
    "set_keeping_time",
    "set_limit",
    "set_mark",
    "set_notice",
    "set_public_form",
    "set_retention",
    "shred_what_is_due",
    "start_assessment",
    "stop_offering_template",
    "submit",
    "take_back",
    "take_form",
    "take_in",
    "tell_holder",
    "throw_away_draft",
    "withdraw_closing",
    "withdraw_request",
]
