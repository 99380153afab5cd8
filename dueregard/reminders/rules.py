"""Who may look after what is owed."""

from dueregard.access.refusals import NotAllowed
from dueregard.access.roles import Role
from dueregard.accounts.models import Authority, Person

LEADS_TASKS = frozenset({Role.COORDINATOR})


def may_lead_tasks(user: Person, authority: Authority) -> None:
    """Hold back what is taken further, and set the days of the ladder."""
    if not user.holds_any(LEADS_TASKS, authority):
        raise NotAllowed(
            "Only a Prevent co-ordinator can say how late tasks are chased."
        )
