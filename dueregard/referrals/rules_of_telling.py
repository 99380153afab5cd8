"""Who may say that a person was told, and what is wrong with a referral."""

from dueregard.access.refusals import NotAllowed
from dueregard.access.roles import Role
from dueregard.accounts.models import Person

from .rules import GATHERERS, INTAKE, TRIAGE, must_have_no_interest

CHAIRS = (Role.PANEL_CHAIR, Role.DEPUTY_CHAIR)


def may_tell(user: Person, referral) -> None:
    """Write down whether the person, or a parent, was told (practice RF 5)."""
    if not user.holds_any((*TRIAGE, *INTAKE), referral.authority):
        raise NotAllowed(
            "Only the police gateway or the council’s intake can write this down."
        )


def may_correct(user: Person, referral) -> None:
    """Put a correction beside what was said, and see to it that holders have it."""
    if not user.holds_any(GATHERERS, referral.authority):
        raise NotAllowed(
            "Only the Prevent co-ordinator or the Channel case officer can put a "
            "correction beside a referral."
        )


def may_find_error(user: Person, referral) -> None:
    """Say that one which has ended was made in error.

    The panel's chair, who closes nothing at the gateway: else one person could make a
    repeat a first referral, and close it alone.
    """
    if not user.holds_any(CHAIRS, referral.authority):
        raise NotAllowed(
            "Only the panel’s chair or deputy can say that a referral was made in "
            "error."
        )
    must_have_no_interest(user, referral)
