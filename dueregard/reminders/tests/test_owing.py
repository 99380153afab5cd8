"""Tasks come and go with what other rooms do: once, and all at once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.audit import services as audit
from dueregard.outbox.models import Job
from dueregard.outbox.services import payload_of
from dueregard.reminders.jobs import tell
from dueregard.reminders.models import MailPreference, Task
from dueregard.reminders.services import Owed, close_tasks, owe
from dueregard.reminders.services.telling import KIND as OPENED

from .conftest import MONDAY, at
from .factories import KIND, OWN_MAIL

pytestmark = pytest.mark.django_db


@pytest.fixture
def owed(team):
    return Owed(
        kind=KIND,
        subject_id="7",
        authority=team.authority,
        room=Room.PLAN,
        title="Report on action 7",
        about="Marlbrook plan: spring round",
        url="/plans/1/",
        source="The co-ordinator's update round",
        due_on=clock.today() + timedelta(days=10),
        post=team.post,
    )


def test_what_is_owed_stands_on_the_list_of_whoever_holds_the_post(owed, team):
    assert owe([owed]) == 1
    task = Task.objects.owed_by(team.ada).get()
    assert (task.title, task.due_on) == (owed.title, owed.due_on)
    assert not Task.objects.owed_by(team.ben).exists()


def test_owing_the_same_again_changes_the_one_that_is_open(owed, team):
    owe([owed])
    later = replace(owed, due_on=owed.due_on + timedelta(days=5), title="Report on 7")
    assert owe([later, later]) == 0
    task = Task.objects.get()
    assert (task.title, task.due_on) == ("Report on 7", later.due_on)


def test_the_same_is_owed_by_a_post_and_a_person_apart(owed, team):
    assert owe([owed, replace(owed, post=None, person=team.ben)]) == 2


def test_what_was_done_can_be_owed_again(owed):
    owe([owed])
    assert close_tasks(KIND, ["7"], event="plans.reported") == 1
    assert close_tasks(KIND, ["7"], event="plans.reported") == 0
    assert owe([owed]) == 1
    assert Task.objects.open().count() == 1
    assert Task.objects.exclude(closed_at=None).get().closed_by_event == (
        "plans.reported"
    )


def test_one_debtor_can_be_let_off_and_the_other_not(owed, team):
    owe([owed, replace(owed, post=None, person=team.ben)])
    assert close_tasks(KIND, ["7"], event="plans.declined", person=team.ben) == 1
    assert Task.objects.open().get().post == team.post


def test_a_kind_that_nobody_registered_is_a_mistake_of_ours(owed):
    with pytest.raises(LookupError):
        owe([replace(owed, kind="no.such")])
    assert not Task.objects.exists()


def test_what_fails_later_in_the_service_leaves_no_task(owed):
    with pytest.raises(RuntimeError), audit.atomic():
        owe([owed])
        raise RuntimeError
    assert not Task.objects.exists()


def test_two_thousand_are_owed_and_closed_in_a_few_statements(owed):
    many = [replace(owed, subject_id=str(number)) for number in range(2_000)]
    with CaptureQueriesContext(connection) as asked:
        assert owe(many) == 2_000
    # SQLite takes 999 values a statement.
    assert len(asked) <= 50
    with CaptureQueriesContext(connection) as asked:
        assert owe(many) == 0
    assert len(asked) <= 10
    subjects = [str(number) for number in range(2_000)]
    with CaptureQueriesContext(connection) as asked:
        assert close_tasks(KIND, subjects, event="plans.closed") == 2_000
    assert len(asked) <= 6


def eager(person):
    MailPreference.objects.create(person=person, rhythm=MailPreference.Rhythm.AT_ONCE)


def test_whoever_hears_as_it_comes_gets_one_mail_for_many_tasks(owed, team):
    eager(team.ada)
    owe([owed, replace(owed, subject_id="8"), replace(owed, subject_id="9")])
    job = Job.objects.get(kind=OPENED)
    assert job.run_at <= clock.now()
    tell(payload_of(job))
    mail = payload_of(Job.objects.get(kind="outbox.mail"))
    assert mail["to"] == team.ada.email
    assert "/my-work/" in mail["body"]
    assert owed.title not in mail["body"]


def test_nobody_is_told_of_what_they_owed_already(owed, team):
    owe([owed])
    eager(team.ada)
    owe([replace(owed, title="Other words")])
    assert not Job.objects.filter(kind=OPENED).exists()


def test_others_hear_nothing_at_once(owed):
    owe([owed])
    assert not Job.objects.exists()


def test_a_room_that_writes_itself_is_left_to_write(owed, team):
    eager(team.ada)
    owe([replace(owed, kind=OWN_MAIL)])
    assert not Job.objects.exists()


def test_on_a_saturday_the_mail_waits_until_monday_morning(owed, team):
    eager(team.ada)
    at(MONDAY - timedelta(days=2))
    owe([owed])
    job = Job.objects.get(kind=OPENED)
    assert job.run_at.isoformat() == "2027-02-01T08:00:00+00:00"


def test_nobody_is_told_of_what_was_done_in_the_meantime(owed, team):
    eager(team.ada)
    owe([owed])
    close_tasks(KIND, ["7"], event="plans.reported")
    tell(payload_of(Job.objects.get(kind=OPENED)))
    assert not Job.objects.filter(kind="outbox.mail").exists()


def test_somebody_without_e_mail_owes_all_the_same(owed, team):
    eager(team.ada)
    team.ada.email = None
    team.ada.save()
    owe([owed])
    assert Task.objects.owed_by(team.ada).count() == 1
    assert not Job.objects.exists()
