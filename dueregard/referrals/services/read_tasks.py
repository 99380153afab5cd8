"""Who answers questions about reads has one task, which says nothing of whom or what.

It is private: on the list of its owner and on no other, and it climbs no ladder.
"""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority, Person
from dueregard.clock.working_days import add_working_days
from dueregard.reminders.models import Task
from dueregard.reminders.services.tasks import Owed, close_tasks, owe

from ..events import LooksEvent
from ..models import REVIEW_READS, STAND_IN, ReadQuestion
from ..people import people_as

ASK = "referrals.reads_to_ask"
TITLE = "Reads of referrals to ask about"
WITHIN = 10
"""Working days, our own rule: soon enough that people remember what they read."""


def owe_questions(authority: Authority) -> None:
    """One task for each data protection officer while a question is open that they may
    answer; one for the chair for each that no officer may. The rest are closed."""
    rows = ReadQuestion.objects.open().filter(authority=authority).order_by("made_at")
    officers = list(people_as(REVIEW_READS, authority))
    debts: dict[tuple[str, int], Owed] = {}
    for question in rows:
        theirs = [one for one in officers if one.pk != question.reader_id]
        subject = str(authority.pk) if theirs else str(question.pk)
        page = reverse("referrals:looks", args=[authority.slug])
        url = page if theirs else question.get_absolute_url()
        for person in theirs or _chairs(authority, question):
            debts.setdefault(
                (subject, person.pk), _owed(question, authority, subject, url, person)
            )
    _close_others(authority, debts.keys())
    owe(debts.values())


def _chairs(authority: Authority, question: ReadQuestion) -> Iterable[Person]:
    """The panel's chair; where there is none, or it is about them, the deputy. Only for
    what is about an officer: others wait until there is one."""
    if not _is_of_officer(question, authority):
        return []
    for role in STAND_IN:
        found = people_as([role], authority).exclude(pk=question.reader_id)
        if people := list(found):
            return people
    return []


def _is_of_officer(question: ReadQuestion, authority: Authority) -> bool:
    officers = people_as(REVIEW_READS, authority)
    return officers.filter(pk=question.reader_id).exists()


def _close_others(authority: Authority, wanted: Iterable[tuple[str, int]]) -> None:
    kept = set(wanted)
    here = Task.objects.open().filter(kind=ASK, authority=authority)
    for task in here.select_related("person"):
        if (task.subject_id, task.person_id) not in kept:
            close_tasks(
                ASK,
                [task.subject_id],
                event=LooksEvent.ANSWERED.code,
                person=task.person,
            )


def _owed(
    question: ReadQuestion, authority: Authority, subject: str, url: str, person: Person
) -> Owed:
    return Owed(
        kind=ASK,
        subject_id=subject,
        authority=authority,
        room=Room.REFERRALS,
        title=TITLE,
        about="Referrals",
        url=url,
        source="Our own rule: asked within ten working days",
        due_on=add_working_days(timezone.localdate(question.made_at), WITHIN),
        person=person,
    )
