"""Who reads what of groups and meetings, as data (domain reference, section 3)."""

from dueregard.access.roles import Role

KEEPERS = (Role.COORDINATOR,)

GROUP_READERS = (
    Role.COORDINATOR,
    Role.EDUCATION_OFFICER,
    Role.ACTION_OWNER,
    Role.BOARD_MEMBER,
    Role.BOARD_CHAIR,
    Role.TRAINING_LEAD,
    Role.COMMUNICATIONS_OFFICER,
    Role.DATA_PROTECTION_OFFICER,
    Role.AUDITOR,
)

# Papers, minutes and outcomes. Members of the group read them too, in any role but
# an elected member's: these show names, and the reading room is theirs. A councillor
# who sits on the board is given the role of board member besides.
MEETING_READERS = (
    Role.COORDINATOR,
    Role.BOARD_MEMBER,
    Role.BOARD_CHAIR,
    Role.DATA_PROTECTION_OFFICER,
    Role.AUDITOR,
)
SEATED_READERS = tuple(role for role in Role if role != Role.ELECTED_MEMBER)
