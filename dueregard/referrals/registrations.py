"""What this room offers to those below it: kinds of task, entries of the menu."""

from dueregard.access.approvals import register as register_two_people
from dueregard.access.roles import Role
from dueregard.access.rooms import Room
from dueregard.accounts.succession import Heirloom
from dueregard.accounts.succession import register as register_heirloom
from dueregard.reminders.registry import TaskKind, register_kind, register_waiting
from dueregard.ui.navigation import Entry
from dueregard.ui.navigation import register as register_entry

from .reading import places_of_work
from .rules import WRITERS
from .services import (
    asking_tasks,
    correction_mail,
    deleting,
    delivery_tasks,
    mark_reviews,
    read_tasks,
    reviewing_keeping,
    signpost_tasks,
    stages,
    succession,
    telling,
)
from .two_people import NOT_THE_SAME, SAME
from .two_people_of_keeping import DESTROYING, LIFTING
from .waiting import concerns, references

register_kind(TaskKind(stages.STAGE, "Referral that waits", told_apart=references))
register_kind(
    TaskKind(delivery_tasks.ACKNOWLEDGE, "Referral to acknowledge", chased=False)
)
register_kind(TaskKind(delivery_tasks.TELEPHONE, "Code to telephone", chased=False))
register_kind(
    TaskKind(delivery_tasks.ESCALATED, "Referral not acknowledged", chased=False)
)
register_kind(TaskKind(delivery_tasks.NO_DESTINATION, "Destination to set up"))
register_kind(TaskKind(asking_tasks.DUE, "Answer that is due"))
register_kind(TaskKind(asking_tasks.TO_READ, "Answer to read"))
register_kind(TaskKind(asking_tasks.LOCKED, "Link and code to send again"))
register_kind(
    TaskKind(
        telling.REVIEW, "Referral of which somebody is told", told_apart=references
    )
)
register_kind(
    TaskKind(
        mark_reviews.REVIEW,
        "Referral that waits",
        chased=False,
        is_private=True,
        told_apart=references,
    )
)
register_kind(TaskKind(read_tasks.ASK, read_tasks.TITLE, chased=False, is_private=True))
register_kind(TaskKind(correction_mail.CONFIRM, "Correction to be confirmed"))
register_kind(TaskKind(signpost_tasks.SILENT, "Service that has not answered"))
register_waiting("referrals.concerns", concerns)
register_heirloom(
    Heirloom(
        "Referrals",
        count=succession.count_referrals,
        pass_over=succession.pass_referrals,
    )
)
register_heirloom(
    Heirloom(
        "Concerns and calls for advice",
        count=succession.count_noticed,
        pass_over=succession.pass_noticed,
    )
)


def works_here(user) -> bool:
    return bool(user.roles)


def refers(user) -> bool:
    return bool(user.authorities_as(WRITERS, room=Room.REFERRALS))


def answers_for_keeping(user) -> bool:
    """The co-ordinator comes to it from the queue, where they work."""
    officers = (Role.DATA_PROTECTION_OFFICER,)
    return bool(user.authorities_as(officers, room=Room.REFERRALS))


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
register_two_people(DESTROYING)
register_two_people(LIFTING)
register_kind(TaskKind(reviewing_keeping.DUE, "Referrals to destroy or keep"))
register_kind(TaskKind(reviewing_keeping.AT_18_DUE, "Records to review at 18"))
register_kind(TaskKind(deleting.DELETION, "Copy to be deleted by its holder"))
register_kind(TaskKind(reviewing_keeping.HOLD, "Legal hold to look at again"))
register_entry(
    Entry(
        "Retention",
        "referrals:retention_home",
        answers_for_keeping,
        Room.REFERRALS,
        order=36,
    )
)
register_entry(Entry("My referrals", "refer:mine", refers, Room.REFERRALS))
