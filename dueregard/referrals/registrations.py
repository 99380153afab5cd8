"""What this room offers to those below it: kinds of task, entries of the menu."""

from dueregard.access.approvals import register as register_two_people
from dueregard.access.rooms import Room
from dueregard.reminders.registry import TaskKind, register_kind, register_waiting
from dueregard.ui.navigation import Entry
from dueregard.ui.navigation import register as register_entry

from .reading import places_of_work
from .rules import WRITERS
from .services import delivery_tasks, stages
from .two_people import NOT_THE_SAME, SAME
from .waiting import concerns

register_kind(TaskKind(stages.STAGE, "Referral that waits"))
register_kind(
    TaskKind(delivery_tasks.ACKNOWLEDGE, "Referral to acknowledge", chased=False)
)
register_kind(TaskKind(delivery_tasks.TELEPHONE, "Code to telephone", chased=False))
register_kind(
    TaskKind(delivery_tasks.ESCALATED, "Referral not acknowledged", chased=False)
)
register_kind(TaskKind(delivery_tasks.NO_DESTINATION, "Destination to set up"))
register_waiting("referrals.concerns", concerns)


def works_here(user) -> bool:
    return bool(user.roles)


def refers(user) -> bool:
    return bool(user.authorities_as(WRITERS, room=Room.REFERRALS))


def works_on_referrals(user) -> bool:
    return bool(places_of_work(user))


register_entry(
    Entry("Referrals", "referrals:home", works_on_referrals, Room.REFERRALS, order=35)
)
register_entry(
    Entry("I noticed something", "referrals:concerns_home", works_here, Room.REFERRALS)
)
register_two_people(SAME)
register_two_people(NOT_THE_SAME)
register_entry(Entry("My referrals", "refer:mine", refers, Room.REFERRALS))
