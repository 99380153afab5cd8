"""Which roles give documents and read them, as data (domain reference, section 3).

What hangs on an action or a meeting is read by whoever reads that: the room that hangs
it says so (`registry`). These are the roles that reach further.
"""

from dueregard.access.roles import Role

GIVERS = (
    Role.COORDINATOR,
    Role.EDUCATION_OFFICER,
    Role.ACTION_OWNER,
    Role.BOARD_MEMBER,
    Role.BOARD_CHAIR,
    Role.TRAINING_LEAD,
    Role.COMMUNICATIONS_OFFICER,
)

# They answer for the whole year's evidence, or examine it.
READERS_OF_ALL = (
    Role.COORDINATOR,
    Role.DATA_PROTECTION_OFFICER,
    Role.AUDITOR,
)

SENSITIVE_READERS = (
    *READERS_OF_ALL,
    Role.EDUCATION_OFFICER,
    Role.BOARD_MEMBER,
    Role.BOARD_CHAIR,
)
