"""A late task climbs: owner, their lead, the co-ordinator, the board's next meeting."""

from datetime import date, timedelta

import pytest

from dueregard import clock
from dueregard.accounts.models import Membership, RoomSwitch
from dueregard.audit.models import Entry
from dueregard.clock.working_days import add_working_days
from dueregard.reminders import services
from dueregard.reminders.jobs import climb
from dueregard.reminders.models import Chase, Escalation, Step, Task
from dueregard.reminders.reads import brought_to, for_the_chair

from .climbing import live_until, mails, steps
from .conftest import MONDAY, at
from .factories import NEVER_CHASED, OWN_MAIL, TaskFactory

pytestmark = pytest.mark.django_db
Outcome = Escalation.Outcome
DUE = MONDAY
ONE_DAY = timedelta(days=1)


@pytest.fixture
def late(team):
    return TaskFactory(authority=team.authority, post=team.post, due_on=DUE)


def test_each_step_follows_on_its_working_day(team, late):
    at(DUE - timedelta(days=3))
    live_until(add_working_days(DUE, 25))
    assert steps(late) == [
        (Step.OWNER, add_working_days(DUE, 1), Outcome.SENT),
        (Step.LEAD, add_working_days(DUE, 5), Outcome.SENT),
        (Step.COORDINATOR, add_working_days(DUE, 10), Outcome.SENT),
        (Step.CHAIR, add_working_days(DUE, 20), Outcome.LISTED),
    ]
    assert [mail["to"] for mail in mails()] == [
        team.ada.email,
        team.ben.email,
        team.cleo.email,
    ]
    late.refresh_from_db()
    assert late.times_chased == 3
    assert [chase.to for chase in late.chases.order_by("pk")] == [
        team.ada,
        team.ben,
        team.cleo,
    ]


def test_the_mails_say_how_many_and_where_and_nothing_else(team, late):
    at(DUE - timedelta(days=3))
    live_until(add_working_days(DUE, 10))
    owner, lead, coordinator = (mail["body"] for mail in mails())
    assert "You have 1 late task in" in owner
    assert "/my-work/" in owner
    assert "1 task of your organisation is late" in lead
    assert "/my-work/brought-to-you/" in coordinator
    for mail in mails():
        assert late.title not in mail["body"]
        assert late.about not in mail["body"]
        assert mail["subject"] == "You have a task"


def test_the_co_ordinator_sees_each_two_working_days_before_it_leaves(team, late):
    for late_by in (0, 3, 30):
        Escalation.objects.all().delete()
        at(DUE + timedelta(days=late_by))
        climb({})
        row = late.escalations.get()
        assert row.leaves_on == add_working_days(clock.today(), 2)
        assert row in Escalation.objects.visible_to(team.cleo).to_leave()
        assert row not in Escalation.objects.visible_to(team.ada)
        assert not mails()


def test_what_was_done_in_time_does_not_leave(team, late):
    at(DUE)
    climb({})
    services.close_tasks(late.kind, [late.subject_id], event="plans.reported")
    live_until(DUE + timedelta(days=14))
    row = late.escalations.get()
    assert row.dropped_at
    assert not row.left_at
    assert not mails()


def test_a_task_that_gets_a_later_day_climbs_anew_when_it_misses_that(team, late):
    at(DUE)
    live_until(DUE + timedelta(days=3))
    later = DUE + timedelta(days=28)
    Task.objects.update(due_on=later)
    live_until(later)
    assert not late.escalations.to_leave().filter(due_on=DUE).exists()
    assert late.escalations.filter(step=Step.OWNER, due_on=later).count() == 1
    live_until(later + timedelta(days=3))
    assert Chase.objects.filter(step=Step.OWNER).count() == 2


def test_a_vacant_post_goes_straight_to_the_next_step_and_says_so(team, late):
    team.post.holdings.all().delete()
    at(DUE - timedelta(days=3))
    live_until(add_working_days(DUE, 4))
    assert steps(late) == [
        (Step.OWNER, add_working_days(DUE, 1), Outcome.VACANT),
        (Step.LEAD, add_working_days(DUE, 3), Outcome.SENT),
    ]
    assert [mail["to"] for mail in mails()] == [team.ben.email]


def test_an_owner_without_e_mail_cannot_be_written_to_so_the_lead_is(team, late):
    team.ada.email = None
    team.ada.save()
    at(DUE - timedelta(days=3))
    live_until(add_working_days(DUE, 3))
    assert steps(late)[0][2] == Outcome.NO_ADDRESS
    assert [mail["to"] for mail in mails()] == [team.ben.email]


def test_a_lead_is_not_told_on_themselves(team):
    late = TaskFactory(authority=team.authority, post=team.lead_post, due_on=DUE)
    at(DUE - timedelta(days=3))
    live_until(add_working_days(DUE, 7))
    assert [(step, outcome) for step, _, outcome in steps(late)] == [
        (Step.OWNER, Outcome.SENT),
        (Step.LEAD, Outcome.NO_LEAD),
        (Step.COORDINATOR, Outcome.SENT),
    ]


def test_a_person_answers_to_the_lead_of_their_own_organisation(team):
    TaskFactory(authority=team.authority, person=team.ada, due_on=DUE)
    at(DUE - timedelta(days=3))
    live_until(add_working_days(DUE, 5))
    assert [mail["to"] for mail in mails()] == [team.ada.email, team.ben.email]


def test_an_authority_without_a_co_ordinator_goes_on_to_the_meeting(team, late):
    Membership.objects.filter(person=team.cleo).delete()
    at(DUE - timedelta(days=3))
    live_until(add_working_days(DUE, 12))
    assert steps(late)[2:] == [
        (Step.COORDINATOR, add_working_days(DUE, 10), Outcome.NOBODY),
        (Step.CHAIR, add_working_days(DUE, 12), Outcome.LISTED),
    ]


def test_many_late_tasks_make_one_mail(team):
    for _ in range(5):
        TaskFactory(authority=team.authority, post=team.post, due_on=DUE)
    at(DUE - timedelta(days=3))
    live_until(DUE + ONE_DAY)
    assert [mail["to"] for mail in mails()] == [team.ada.email]
    assert "5 late tasks" in mails()[0]["body"]
    assert Chase.objects.count() == 5


def test_a_room_that_has_a_better_mail_writes_it_to_the_owner(team, kinds):
    task = TaskFactory(
        authority=team.authority, post=team.post, due_on=DUE, kind=OWN_MAIL
    )
    at(DUE - timedelta(days=3))
    live_until(DUE + ONE_DAY)
    assert kinds.own_mail == [(task.pk, team.ada.pk)]
    assert not mails()
    assert task.chases.count() == 1


def test_a_courtesy_is_never_chased(team):
    TaskFactory(authority=team.authority, post=team.post, due_on=DUE, kind=NEVER_CHASED)
    live_until(DUE + timedelta(days=60))
    assert not Escalation.objects.exists()


def test_the_chair_has_one_list_and_no_mail(team, late):
    at(DUE - timedelta(days=3))
    live_until(add_working_days(DUE, 20))
    assert list(for_the_chair(team.authority)) == [late]
    assert team.dee.email not in [mail["to"] for mail in mails()]
    services.close_tasks(late.kind, [late.subject_id], event="plans.reported")
    assert not for_the_chair(team.authority)


def test_what_was_brought_to_a_lead_stays_until_it_is_done(team, late):
    at(DUE - timedelta(days=3))
    live_until(add_working_days(DUE, 5))
    assert list(brought_to(team.ben)) == [late]
    assert not brought_to(team.ada)
    services.close_tasks(late.kind, [late.subject_id], event="plans.reported")
    assert not brought_to(team.ben)


def test_nothing_leaves_on_a_weekend_or_a_bank_holiday(team, late):
    easter = date(2027, 3, 29)
    Task.objects.update(due_on=date(2027, 3, 24))
    at(date(2027, 3, 23))
    climb({})
    assert late.escalations.get().leaves_on == date(2027, 3, 25)
    Escalation.objects.update(leaves_on=date(2027, 3, 26))  # a Good Friday
    live_until(easter)
    assert not mails()
    live_until(easter + ONE_DAY)
    assert len(mails()) == 1


def test_a_second_run_on_the_day_changes_nothing(team, late):
    at(DUE - timedelta(days=3))
    live_until(DUE + ONE_DAY)
    before = steps(late), len(mails()), Chase.objects.count()
    climb({})
    assert (steps(late), len(mails()), Chase.objects.count()) == before


def test_a_clock_that_is_a_day_ahead_and_comes_back_doubles_nothing(team, late):
    at(DUE - timedelta(days=3))
    live_until(DUE + ONE_DAY)
    at(DUE)
    climb({})
    live_until(DUE + ONE_DAY)
    assert len(mails()) == 1
    assert Chase.objects.count() == 1


@pytest.mark.parametrize("night", [date(2027, 3, 28), date(2027, 10, 31)])
def test_a_night_on_which_the_clocks_change_neither_loses_nor_doubles(team, night):
    friday, monday = night - timedelta(days=2), night + ONE_DAY
    TaskFactory(authority=team.authority, post=team.post, due_on=friday - ONE_DAY)
    at(friday - timedelta(days=3))
    day = clock.today()
    while day <= monday + ONE_DAY:
        for hour in (0, 1, 2, 9, 23):
            at(day, hour)
            climb({})
        day += ONE_DAY
    assert len([one for one in mails() if one["to"] == team.ada.email]) == 1


def test_what_is_due_on_29_february_is_late_on_the_first_of_march(team):
    task = TaskFactory(
        authority=team.authority, post=team.post, due_on=date(2028, 2, 29)
    )
    Membership.objects.update(ends_on=date(2029, 1, 1))
    at(date(2028, 2, 28))
    live_until(date(2028, 3, 1))
    assert steps(task)[0] == (Step.OWNER, date(2028, 3, 1), Outcome.SENT)


def test_a_room_switched_off_is_silent_until_it_is_on_again(team, late):
    at(DUE - timedelta(days=3))
    climb({})
    RoomSwitch.objects.filter(room=late.room).delete()
    live_until(DUE + timedelta(days=7))
    assert not mails()
    assert not for_the_chair(team.authority)
    RoomSwitch.objects.create(authority=team.authority, room=late.room)
    live_until(DUE + timedelta(days=8))
    assert len(mails()) == 1


def test_what_left_is_on_record_once_an_authority(team, late):
    at(DUE - timedelta(days=3))
    live_until(DUE + ONE_DAY)
    entry = Entry.objects.get(event="reminders.chased")
    assert entry.authority_id == team.authority.pk
    assert entry.facts == {"sent": 1, "listed": 0, "not_sent": 0}
