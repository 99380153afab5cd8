"""“People to train”: on the list of an organisation's lead while training lapsed."""

from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.models import RoomSwitch
from dueregard.audit.models import Entry
from dueregard.clock import services as clock_services
from dueregard.partners.tests.factories import PostFactory, PostHoldingFactory
from dueregard.reminders.models import Task
from dueregard.reminders.registry import kind_of
from dueregard.training.services import standing
from dueregard.training.services.owing import owe_training

from .factories import CompletionFactory, LearnerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(marlbrook, council, action_owner):
    row = PostFactory(authority=marlbrook, organisation=council, is_lead=True)
    PostHoldingFactory(post=row, person=action_owner)
    return row


@pytest.fixture
def lapsed(marlbrook, council, front_line, catalogue):
    """Somebody whose awareness ran out so many days ago."""

    def made(days=10, organisation=council):
        learner = LearnerFactory(
            authority=marlbrook, organisation=organisation, role_groups=[front_line]
        )
        done = CompletionFactory(
            learner=learner,
            course=catalogue.awareness,
            days=300,
            expires_on=clock.today() - timedelta(days=days),
        )
        standing.refresh([learner.pk])
        return done

    return made


def train_again(done):
    CompletionFactory(learner=done.learner, course=done.course, days=0)
    standing.refresh([done.learner_id])


def test_a_lead_owes_training_where_it_ran_out(lapsed, post, action_owner):
    lapsed()
    lapsed()
    assert owe_training() == 1
    task = Task.objects.open().owed_by(action_owner).get()
    assert task.title == "Train 2 people whose training ran out"
    assert task.due_on == clock.today() + timedelta(days=28)
    assert kind_of(task.kind).label == "People to train"


def test_who_was_never_trained_or_is_in_date_puts_nothing_on_the_list(
    post, marlbrook, council, front_line, catalogue
):
    never = LearnerFactory(
        authority=marlbrook, organisation=council, role_groups=[front_line]
    )
    standing.refresh([never.pk])
    assert owe_training() == 0


def test_running_it_again_adds_nothing_and_counts_anew(lapsed, post):
    lapsed()
    owe_training()
    lapsed()
    assert owe_training() == 0
    assert Task.objects.get().title == "Train 2 people whose training ran out"


def test_it_goes_when_nobody_is_left_to_train(lapsed, post):
    done = lapsed()
    owe_training()
    train_again(done)
    owe_training()
    task = Task.objects.get()
    assert (task.is_open, task.closed_by_event) == (False, "training.none_to_train")
    assert Entry.objects.filter(event="training.none_to_train").count() == 1


def test_an_organisation_that_keeps_training_its_people_is_never_late(lapsed, post):
    first = lapsed(days=10)
    owe_training()
    clock_services.shift(timedelta(days=20))
    lapsed(days=1)
    train_again(first)
    owe_training()
    assert Task.objects.get().due_on == clock.today() + timedelta(days=27)


def test_an_organisation_that_does_nothing_becomes_late(lapsed, post):
    lapsed(days=10)
    owe_training()
    due_on = Task.objects.get().due_on
    clock_services.shift(timedelta(days=29))
    lapsed(days=1)
    owe_training()
    task = Task.objects.get()
    assert task.due_on == due_on
    assert task.days_late == 1


def test_an_organisation_without_a_lead_post_gets_none(lapsed, marlbrook, council):
    PostFactory(authority=marlbrook, organisation=council, is_lead=False)
    lapsed()
    assert owe_training() == 0


def test_a_room_that_is_off_owes_nothing(lapsed, post, marlbrook):
    lapsed()
    RoomSwitch.objects.filter(authority=marlbrook, room=Room.TRAINING).delete()
    assert owe_training() == 0


def test_the_leads_page_says_how_many_and_names_nobody(
    client, lapsed, post, action_owner
):
    done = lapsed()
    owe_training()
    client.force_login(action_owner)
    assert "Train 1 person" in client.get("/my-work/").text
    page = client.get(Task.objects.get().url)
    assert "Front line" in page.text
    assert done.learner.name not in page.text


def test_the_coordinators_team_view_shows_it(client, lapsed, post, coordinator):
    lapsed()
    owe_training()
    client.force_login(coordinator)
    page = client.get(f"/team-work/marlbrook/posts/{post.pk}/")
    assert "Train 1 person" in page.text
