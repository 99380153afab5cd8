from dueregard.access.approvals import register as register_kind
from dueregard.ui.navigation import Entry, register

from .rules import SEES_PEOPLE
from .two_people import GIVING_ROLE, SWITCHING_ON


def _sees_people(user) -> bool:
    return any(role in SEES_PEOPLE for role, _ in user.roles)


register(Entry("People", "accounts:authorities", _sees_people, order=900))
register_kind(SWITCHING_ON)
register_kind(GIVING_ROLE)
