"""Who may change posts, and who may decide what an owner name means."""

from dueregard.access.refusals import NotAllowed
from dueregard.access.roles import Role
from dueregard.accounts.models import Authority, Person

KEEPS_POSTS = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})
SETTLES_NAMES = frozenset({Role.COORDINATOR})


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
