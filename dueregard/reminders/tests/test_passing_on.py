"""What somebody owes passes on when they leave, or when their authority does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dueregard import clock
from dueregard.access.refusals import NotAllowed
from dueregard.access.roles import Role
from dueregard.accounts import services as accounts
from dueregard.accounts.tests.factories import (
    AuthorityFactory,
    MembershipFactory,
    person_with,
)
from dueregard.audit.models import Entry
from dueregard.outbox.models import Job
from dueregard.outbox.services import payload_of
from dueregard.partners.leavers import handovers
from dueregard.reminders.jobs import pass_over
from dueregard.reminders.models import Task
from dueregard.reminders.services import count_tasks_of, hand_over_tasks
from dueregard.reminders.services.succession import PASSING

from .factories import TaskFactory

pytestmark = pytest.mark.django_db


def test_a_leavers_tasks_pass_to_a_person_with_their_days(team):
    mine = TaskFactory(authority=team.authority, person=team.ada, times_chased=2)
    TaskFactory(authority=team.authority, post=team.post)
    assert count_tasks_of(team.ada, team.authority) == 1
    passed = hand_over_tasks(
        team.ada, authority=team.authority, to=team.ben, by=team.cleo
    )
    assert passed == 1
    mine.refresh_from_db()
    assert (mine.person, mine.times_chased) == (team.ben, 2)
    assert Task.objects.open().filter(post=team.post).count() == 1
    entry = Entry.objects.get(event="reminders.tasks_handed_over")
    assert entry.facts == {"to_id": team.ben.pk, "to_post_id": None, "tasks": 1}


def test_they_pass_to_a_post(team):
    mine = TaskFactory(authority=team.authority, person=team.ada)
    hand_over_tasks(team.ada, authority=team.authority, to=team.post, by=team.cleo)
    mine.refresh_from_db()
    assert (mine.person, mine.post) == (None, team.post)


def test_what_the_other_owes_already_they_owe_once(team):
    mine = TaskFactory(authority=team.authority, person=team.ada, subject_id="5")
    TaskFactory(authority=team.authority, person=team.ben, subject_id="5")
    hand_over_tasks(team.ada, authority=team.authority, to=team.ben, by=team.cleo)
    mine.refresh_from_db()
    assert mine.closed_by_event == "reminders.tasks_handed_over"
    assert Task.objects.open().get().person == team.ben


def test_tasks_of_another_authority_stay(team):
    TaskFactory(authority=AuthorityFactory(name="Netherbrook"), person=team.ada)
    passed = hand_over_tasks(
        team.ada, authority=team.authority, to=team.ben, by=team.cleo
    )
    assert passed == 0
    assert not Entry.objects.filter(event="reminders.tasks_handed_over").exists()


def test_only_whoever_keeps_posts_hands_over(team):
    with pytest.raises(NotAllowed):
        hand_over_tasks(team.ada, authority=team.authority, to=team.ben, by=team.ada)


def test_partners_knows_whom_to_ask_about_tasks(team):
    TaskFactory(authority=team.authority, person=team.ada)
    (tasks,) = (each for each in handovers() if each.name == "Tasks")
    assert tasks.count(team.ada, team.authority) == 1
    assert [row["person"] for row in tasks.holders(team.authority)] == [team.ada.pk]
    today = clock.today()
    assert tasks.hand_over(team.ada, team.authority, team.ben, today, team.cleo) == 1


def test_open_tasks_pass_to_the_successor_on_its_day_and_not_before(team):
    heir = AuthorityFactory(name="Riverside")
    administrator = person_with(Role.ADMINISTRATOR, team.authority)
    MembershipFactory(person=administrator, authority=heir, role=Role.ADMINISTRATOR)
    task = TaskFactory(authority=team.authority, post=team.post)
    day = clock.today() + timedelta(days=30)
    accounts.succeed(team.authority, heir, day, by=administrator)
    task.refresh_from_db()
    assert task.authority == team.authority
    job = Job.objects.get(kind=PASSING)
    assert timezone.localtime(job.run_at).date() == day
    pass_over(payload_of(job))
    task.refresh_from_db()
    assert task.authority == heir
