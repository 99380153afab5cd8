"""What the police said of going ahead is looked at again by whoever said it.

Only *hold* and *elsewhere* have such a day. The task is private: its owner alone has it
on a list, its words are those of any referral that waits, and it comes with the day's
others, never with the mark. So nobody can tell a held referral from a slow one (RF 4).
"""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Exists, OuterRef

from dueregard import clock
from dueregard.access.need_to_know import Group
from dueregard.access.roles import Role
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit
from dueregard.reminders.models import Task
from dueregard.reminders.services.tasks import Owed, close_tasks, owe
from dueregard.vault import tenancy

from ..events import ReferralEvent
from ..models import PoliceMark, Referral
from ..people import people_as
from ..reading import sight_of
from ..rules import TRIAGE
from .stages import TITLE

REVIEW = "referrals.mark_review"
AHEAD = timedelta(days=7)


def owe_mark_reviews() -> int:
    """Put on lists what is to be looked at again soon; how many are new."""
    here = Authority.objects.filter(rooms__room=Room.REFERRALS)
    return sum(owe_mark_reviews_of(authority) for authority in here)


@audit.atomic
def owe_mark_reviews_of(authority: Authority) -> int:
    """Those of `authority` that are due within a week, or late; each to whoever may
    know of it today, and to nobody who no longer may."""
    with tenancy.of(authority):
        due = standing().filter(
            authority=authority, review_on__lte=clock.today() + AHEAD
        )
        rows = due.select_related("by", "referral__holder", "referral__authority")
        debts = [(mark, person) for mark in rows for person in _who(mark)]
        _close_others(
            authority, {(str(mark.referral_id), person.pk) for mark, person in debts}
        )
        return owe(_owed(mark, person) for mark, person in debts)


def close_mark_review(referral: Referral) -> None:
    """The police said something new, or the referral has ended."""
    close_tasks(REVIEW, [str(referral.pk)], event=ReferralEvent.MARKED.code)


def standing():
    """The newest mark of each open referral, where it has a day of review."""
    later = PoliceMark.objects.filter(
        referral=OuterRef("referral"), at__gt=OuterRef("at")
    )
    return PoliceMark.objects.filter(
        ~Exists(later),
        referral__in=Referral.objects.open(),
        referral__cleared_at__isnull=True,
        review_on__isnull=False,
        data_key__destroyed_at__isnull=True,
    )


def is_due_soon(mark: PoliceMark) -> bool:
    """Whether it is time to look at `mark`, the one that stands."""
    return mark.review_on is not None and mark.review_on <= clock.today() + AHEAD


def _who(mark: PoliceMark) -> Iterable[Person]:
    """Whoever said it, while they may still set marks on it; else the gateway; else the
    case officer who holds it, who asks the police. The last of all is the co-ordinator,
    who knows that there is a mark and rings them."""
    referral = mark.referral
    if mark.by is not None and _may_set(mark.by, referral):
        return [mark.by]
    if officers := list(people_as(TRIAGE, referral.authority)):
        return officers
    if referral.holder is not None and _may_set(referral.holder, referral):
        return [referral.holder]
    return people_as([Role.COORDINATOR], referral.authority)


def _may_set(person: Person, referral: Referral) -> bool:
    if not person.is_active:
        return False
    rows = Referral.objects.visible_to(person).with_sight_of(person)
    row = rows.filter(pk=referral.pk).first()
    return row is not None and Group.POLICE_MARKS in sight_of(person, row).writes


def _close_others(authority: Authority, wanted: set[tuple[str, int]]) -> None:
    """Take it from whoever has it on their list and should not any more."""
    here = Task.objects.open().filter(kind=REVIEW, authority=authority)
    for task in here.select_related("person"):
        if (task.subject_id, task.person_id) not in wanted:
            close_tasks(
                REVIEW,
                [task.subject_id],
                event=ReferralEvent.MARKED.code,
                person=task.person,
            )


def _owed(mark: PoliceMark, person: Person) -> Owed:
    referral = mark.referral
    return Owed(
        kind=REVIEW,
        subject_id=str(referral.pk),
        authority=referral.authority,
        room=Room.REFERRALS,
        title=TITLE,
        about="Referrals",
        url=referral.get_absolute_url(),
        source="The day that was set for it",
        due_on=mark.review_on or clock.today(),
        person=person,
    )
