"""Who reads and keeps what of training, as data (security reference, G8)."""

from dueregard.access.roles import Role

# The co-ordinator and the training lead keep the whole register. A training lead whose
# membership is for a partner organisation keeps its people, and those of its schools
# or services, and nobody else's. The education officer keeps those in education.
KEEPERS = (Role.COORDINATOR, Role.TRAINING_LEAD, Role.EDUCATION_OFFICER)
WHOLE_REGISTER = (
    Role.COORDINATOR,
    Role.DATA_PROTECTION_OFFICER,
    Role.AUDITOR,
)
NAME_READERS = (*WHOLE_REGISTER, Role.TRAINING_LEAD, Role.EDUCATION_OFFICER)

# The catalogue, the rules and the calendar of sessions; counts without names.
COUNT_READERS = (
    *NAME_READERS,
    Role.BOARD_CHAIR,
    Role.BOARD_MEMBER,
    Role.ELECTED_MEMBER,
)

# Numbers of single organisations: an elected member reads totals alone.
ORGANISATION_READERS = tuple(
    role for role in COUNT_READERS if role != Role.ELECTED_MEMBER
)
# Those of every organisation; for training leads see `reach`.
WIDE_READERS = tuple(
    role for role in ORGANISATION_READERS if role != Role.TRAINING_LEAD
)

# Courses, rules, sessions and surveys are settled for the authority as a whole.
SETTERS = (Role.COORDINATOR, Role.TRAINING_LEAD)
