"""Every write of accounts, as verbs, by the noun they are about."""

from .approvals import agree, ask, may_decide, refuse, void_all, withdraw_request
from .authorities import begin, change_authority, set_rooms, switch_on_by_two
from .case_roles import ask_for_role, ask_to_invite
from .held_posts import KEPT_FOR, forget_post, hold_post, purge_posts, read_post
from .invitations import accept, find_open, resend, withdraw
from .memberships import (
    add_person,
    confirm_roles,
    end_role,
    give_role,
    invite,
    new_person,
    record_role,
)
from .organisations import (
    add_organisation,
    change_organisation,
    succeed_organisation,
)
from .passing_over import PassedOver, rehearse_succession, succeed
from .people import (
    end_session,
    end_sessions,
    has_joined,
    make_dormant,
    note_factor_change,
    note_password_change,
    note_sign_in,
    send_wake_link,
    sign_in_rehearsal_person,
    use_mailed_code,
    wake,
)
from .quarters import ask_for_confirmation, suspend_unconfirmed
from .resets import reset_sign_in

__all__ = [
    "KEPT_FOR",
    "PassedOver",
    "accept",
    "add_organisation",
    "add_person",
    "agree",
    "ask",
    "ask_for_confirmation",
    "ask_for_role",
    "ask_to_invite",
    "begin",
    "change_authority",
    "change_organisation",
    "confirm_roles",
    "end_role",
    "end_session",
    "end_sessions",
    "find_open",
    "forget_post",
    "give_role",
    "has_joined",
    "hold_post",
    "invite",
    "make_dormant",
    "may_decide",
    "new_person",
    "note_factor_change",
    "note_password_change",
    "note_sign_in",
    "purge_posts",
    "read_post",
    "record_role",
    "refuse",
    "rehearse_succession",
    "resend",
    "reset_sign_in",
    "send_wake_link",
    "set_rooms",
    "sign_in_rehearsal_person",
    "succeed",
    "succeed_organisation",
    "suspend_unconfirmed",
    "switch_on_by_two",
    "use_mailed_code",
    "void_all",
    "wake",
    "withdraw",
    "withdraw_request",
]
