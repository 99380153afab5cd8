"""The stage that a referral is in stands among the work of whoever owns it.

A task says nothing of what it is about: not the reference, not the stage, not the door.
"""

from dueregard.access.roles import Role
from dueregard.access.rooms import Room
from dueregard.accounts.models import Person
from dueregard.reminders import services as reminders
from dueregard.reminders.services import Owed

from ..models import Referral
from ..people import people_as
from ..rules import DECIDERS

STAGE = "referrals.stage"
TITLE = "A referral waits for you"
Status = Referral.Status

OWNERS: dict[str, tuple[Role, ...]] = {
    Status.SCREENING: (Role.COORDINATOR,),
    Status.SUBMITTED: (Role.GATEWAY_OFFICER,),
    Status.GATEWAY: (Role.GATEWAY_OFFICER,),
    Status.GATHERING: (Role.COORDINATOR,),
    Status.DECISION: (Role.COORDINATOR,),
    Status.LISTED: (Role.PANEL_CHAIR,),
}
"""Who owes a stage while nobody holds the referral (domain §4.3, column Owner)."""


def owe_stage(referral: Referral) -> None:
    """Have the owners of the stage owe it by its limit, and nobody the one before."""
    if not referral._state.adding:  # a new one has no stage before
        done = f"referrals.{referral.status}"
        reminders.close_tasks(STAGE, [str(referral.pk)], event=done)
    due_on = referral.stage_due_on
    if due_on is None:
        return
    reminders.owe(
        Owed(
            kind=STAGE,
            subject_id=str(referral.pk),
            authority=referral.authority,
            room=Room.REFERRALS,
            title=TITLE,
            about="Referrals",
            url=referral.get_absolute_url(),
            source="The limit of the stage that it is in",
            due_on=due_on,
            person=person,
        )
        for person in _owners(referral)
    )


def _owners(referral: Referral) -> list[Person]:
    """Whoever holds it; else everybody of the stage's roles; else the co-ordinators.

    A case officer who holds it does not decide on section 36, so owes no decision.
    """
    holder = referral.holder
    if holder is not None and holder.is_active and _can_owe(holder, referral):
        return [holder]
    for roles in (OWNERS[referral.status], (Role.COORDINATOR,)):
        if found := list(people_as(roles, referral.authority)):
            return found
    return []


def _can_owe(holder: Person, referral: Referral) -> bool:
    decides = referral.status == Status.DECISION
    return not decides or holder.holds_any(DECIDERS, referral.authority)
