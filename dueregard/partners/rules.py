"""Who may change posts and services, and decide what an owner name means."""

from dueregard.access.refusals import NotAllowed
from dueregard.access.roles import Role
from dueregard.accounts.models import Authority, Person

KEEPS_POSTS = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})
SETTLES_NAMES = frozenset({Role.COORDINATOR})
KEEPS_SERVICES = frozenset({Role.COORDINATOR, Role.CASE_OFFICER})
APPROVES_SERVICES = frozenset({Role.COORDINATOR, Role.PANEL_CHAIR})


def may_keep_posts(user: Person, authority: Authority) -> None:
    if not user.holds_any(KEEPS_POSTS, authority):
        raise NotAllowed(
            "Only a Prevent co-ordinator or an administrator can change posts."
        )


def may_settle_names(user: Person, authority: Authority) -> None:
    if not user.holds_any(SETTLES_NAMES, authority):
        raise NotAllowed(
            "Only a Prevent co-ordinator can decide what an owner name means."
        )


def may_keep_services(user: Person, authority: Authority) -> None:
    if not user.holds_any(KEEPS_SERVICES, authority):
        raise NotAllowed(
            "Only a Prevent co-ordinator or a Channel case officer can change services."
        )


def may_approve_services(user: Person, authority: Authority) -> None:
    """Say that referrals may be passed to a service, or no longer."""
    if not user.holds_any(APPROVES_SERVICES, authority):
        raise NotAllowed(
            "Only a Prevent co-ordinator or the Channel panel's chair can approve "
            "services."
        )
