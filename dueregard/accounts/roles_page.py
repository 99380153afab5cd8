"""The reference page of roles, drawn from the data that decides."""

from dueregard.access.roles import DESCRIPTIONS, Role

from .rules import (
    CONFIRMS_ROLES,
    KEEPS_ORGANISATIONS,
    MAY_GIVE,
    NEEDS_OWN_FACTOR,
    SEES_PEOPLE,
)

HEAD = """# Roles

Drawn by `due-regard draw_roles` from `access/roles.py` and `accounts/rules.py`.

A role is held for one authority, for one organisation, from a day to a day. It never
reaches up or down a tier: a role at a county opens nothing at its districts. Nobody
gives themselves a role, and an authority never loses its last administrator.
"""


def draw() -> str:
    """The whole page as Markdown."""
    return HEAD + "".join(_section(role) for role in Role)


def _section(role: Role) -> str:
    described = DESCRIPTIONS[role]
    lines = [f"\n## {role.label}\n", described.duties, "", described.must_not]
    acts = _acts(role)
    if acts:
        lines += ["", *[f"- {act}" for act in acts]]
    return "\n".join(lines) + "\n"


def _acts(role: Role) -> list[str]:
    acts = []
    given = MAY_GIVE.get(role, frozenset())
    if given == frozenset(Role):
        acts.append("Invites people, and gives and ends every role.")
    elif given:
        names = ", ".join(other.label for other in Role if other in given)
        acts.append(f"Invites people, and gives and ends the roles: {names}.")
    if role in SEES_PEOPLE:
        acts.append("Sees the list of people.")
    if role in CONFIRMS_ROLES:
        acts.append("Confirms each quarter who still does what.")
    if role in KEEPS_ORGANISATIONS:
        acts.append("Adds and changes organisations.")
    if role == Role.ADMINISTRATOR:
        acts.append("Changes the authority, its rooms and its successor.")
    if role in NEEDS_OWN_FACTOR:
        acts.append("Needs an app or a passkey: a code by e-mail does not suffice.")
    return acts
