"""Who may see to what the outbox gave up."""

from typing import Any

from dueregard.access.refusals import NotAllowed
from dueregard.access.roles import Role


def may_see_to_jobs(user: Any) -> None:
    """Administrators see the jobs of the authorities that they administer."""
    if not user.authorities_as([Role.ADMINISTRATOR]):
        raise NotAllowed("Only an administrator can see what was not sent.")
