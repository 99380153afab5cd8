from dueregard.ui.navigation import Entry, register

from .rules import SEES_PEOPLE


def _sees_people(user) -> bool:
    return any(role in SEES_PEOPLE for role, _ in user.roles)


register(Entry("People", "accounts:authorities", _sees_people, order=900))
