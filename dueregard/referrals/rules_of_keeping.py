"""Who may say how long referrals are kept, hold them, and have them destroyed."""

from dueregard.access.refusals import NotAllowed
from dueregard.access.roles import Role
from dueregard.accounts.models import Authority, Person

from .models import KEEPERS

DESTROYERS = frozenset({Role.DATA_PROTECTION_OFFICER, Role.COORDINATOR})
AGREE_TO_DESTROY = frozenset(
    {Role.DATA_PROTECTION_OFFICER, Role.PANEL_CHAIR, Role.DEPUTY_CHAIR}
)
"""Domain Z1: the data protection officer, with whoever works with it, or the chair."""
LIFTERS = frozenset({Role.DATA_PROTECTION_OFFICER})
AGREE_TO_LIFT = AGREE_TO_DESTROY | {Role.COORDINATOR}


def may_review_retention(user: Person, authority: Authority) -> None:
    if not user.holds_any(KEEPERS, authority):
        raise NotAllowed(
            "Only the data protection officer and the Prevent co-ordinator can see how "
            "long referrals are kept."
        )


def may_set_retention(user: Person, authority: Authority) -> None:
    if not user.holds(Role.COORDINATOR, authority):
        raise NotAllowed(
            "Only the Prevent co-ordinator can change how long referrals are kept."
        )


def may_keep(user: Person, authority: Authority) -> None:
    """Hold a referral, or keep one for longer: never on the co-ordinator's word."""
    if not user.holds(Role.DATA_PROTECTION_OFFICER, authority):
        raise NotAllowed("Only the data protection officer can keep this for longer.")


def may_ask_destruction(user: Person, authority: Authority) -> None:
    if not user.holds_any(DESTROYERS, authority):
        raise NotAllowed(
            "Only the data protection officer or the Prevent co-ordinator can ask for "
            "records to be destroyed."
        )


def may_note_deletion(user: Person, authority: Authority) -> None:
    if not user.holds_any(DESTROYERS, authority):
        raise NotAllowed(
            "Only the data protection officer or the Prevent co-ordinator can enter "
            "what became of a copy."
        )


def may_set_notices(user: Person, authority: Authority) -> None:
    if not user.holds(Role.COORDINATOR, authority):
        raise NotAllowed("Only the Prevent co-ordinator can change a privacy notice.")
