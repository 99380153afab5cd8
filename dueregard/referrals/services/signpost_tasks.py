"""A service kept silent: whoever asked it has that among their work, and no more.

A task says that a service owes an answer: not which, not of whom, not for what.
"""

from collections.abc import Iterable, Iterator

from dueregard.access.roles import Role
from dueregard.access.rooms import Room
from dueregard.accounts.models import Person
from dueregard.clock.working_days import add_working_days
from dueregard.reminders.services.tasks import Owed, close_tasks, owe

from ..models import Signpost
from ..people import people_as, those_who_see

SILENT = "referrals.signpost_silent"
TITLE = "A service has not answered"


def owe_silence(signpost: Signpost) -> list[Person]:
    """Put a silent signpost on the list of whoever asked; of whom it was new to them.

    Again and again without harm: the day and the people stay the same.
    """
    people = whoever_sees(signpost)
    new = owe(
        Owed(
            kind=SILENT,
            subject_id=str(signpost.pk),
            authority=signpost.authority,
            room=Room.REFERRALS,
            title=TITLE,
            about="Referrals",
            url=signpost.referral.get_absolute_url(),
            source="The day on which a service owed its answer",
            due_on=add_working_days(signpost.due_on, 1),
            person=person,
        )
        for person in people
    )
    return people if new else []


def close_silence(signpost: Signpost, *, event: str) -> None:
    close_tasks(SILENT, [str(signpost.pk)], event=event)


def whoever_sees(signpost: Signpost) -> list[Person]:
    """Whoever asked; else the holder, the co-ordinators, the chairs: the first of them
    who still sees the referral today."""
    for people in _in_order(signpost):
        if found := those_who_see(people, signpost.referral):
            return found
    return []


def _in_order(signpost: Signpost) -> Iterator[Iterable[Person]]:
    holder, authority = signpost.referral.holder, signpost.authority
    yield [signpost.asked_by]
    yield [holder] if holder else []
    yield people_as([Role.COORDINATOR], authority)
    yield people_as([Role.PANEL_CHAIR, Role.DEPUTY_CHAIR], authority)
