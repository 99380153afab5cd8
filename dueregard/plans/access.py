"""Which roles read what of a plan, as data (domain reference, section 3).

An administrator has no line here: the role gives accounts, not plans.
"""

from dueregard.access.roles import Role

WRITERS = (Role.COORDINATOR,)

DRAFT_READERS = (
    Role.COORDINATOR,
    Role.EDUCATION_OFFICER,
    Role.BOARD_MEMBER,
    Role.BOARD_CHAIR,
    Role.COMMUNICATIONS_OFFICER,
    Role.DATA_PROTECTION_OFFICER,
    Role.AUDITOR,
)

APPROVED_READERS = (
    *DRAFT_READERS,
    Role.ACTION_OWNER,
    Role.TRAINING_LEAD,
    Role.ELECTED_MEMBER,
)

RESTRICTED_READERS = (
    Role.COORDINATOR,
    Role.EDUCATION_OFFICER,
    Role.BOARD_MEMBER,
    Role.BOARD_CHAIR,
    Role.DATA_PROTECTION_OFFICER,
    Role.AUDITOR,
)

# Whose menu leads to the reading room; every reader of approved plans may open it.
READING_ROOM_READERS = (Role.ELECTED_MEMBER, Role.BOARD_CHAIR, Role.BOARD_MEMBER)
