"""Who may read what of this room, as data. `rules.py` says who may change it."""

from dueregard.access.roles import Role

POST_READERS = frozenset(Role) - {Role.ELECTED_MEMBER}
"""Posts show the names of their holders, and an elected member sees no names."""

OWNER_NAME_READERS = frozenset(
    {
        Role.COORDINATOR,
        Role.EDUCATION_OFFICER,
        Role.BOARD_MEMBER,
        Role.BOARD_CHAIR,
        Role.AUDITOR,
    }
)
"""Owner names come out of drafts, so those who may read drafts may read them."""
