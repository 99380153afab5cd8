"""Every write of this room. Other rooms import from here."""

from .adding import add_to
from .advice import note_advice, set_keeping_time
from .areas import ask_area, note_acceptance
from .assigning import assign
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
from .escalating import escalate_all
from .finding import Terms, find, index_subject
from .forms_out import open_by_code, take_form
from .limits import set_limit
from .linking import ask_same, ask_to_undo, recount
from .marks import set_mark
from .matching import say_different
from .parallel import acknowledge_parallel, answer_parallel
from .public_form import set_public_form
from .steps import Step, ask_referrer, declare_interest, note_step
from .submitting import CompletedForm, submit
from .triage import Told, accept, go_on, join, pass_on, set_aside, take_in

__all__ = [
    "Closing",
    "CompletedForm",
    "Conclusion",
    "Step",
    "Terms",
    "Told",
    "accept",
    "acknowledge_by_link",
    "acknowledge_delivery",
    "acknowledge_parallel",
    "add_destination",
    "add_to",
    "answer_parallel",
    "ask_area",
    "ask_for_check",
    "ask_referrer",
    "ask_same",
    "ask_to_close",
    "ask_to_undo",
    "assign",
    "assure_destination",
    "change_concern",
    "change_destination",
    "close",
    "close_destination",
    "conclude",
    "confirm_closing",
    "confirm_test",
    "declare_interest",
    "escalate_all",
    "find",
    "for_another_person",
    "go_on",
    "index_subject",
    "join",
    "make_code",
    "note_acceptance",
    "note_advice",
    "note_concern",
    "note_step",
    "open_by_code",
    "pass_on",
    "read_answer",
    "recount",
    "report_delivery",
    "say_different",
    "send",
    "send_test",
    "set_aside",
    "set_keeping_time",
    "set_limit",
    "set_mark",
    "set_public_form",
    "shred_what_is_due",
    "submit",
    "take_back",
    "take_form",
    "take_in",
    "withdraw_closing",
]
