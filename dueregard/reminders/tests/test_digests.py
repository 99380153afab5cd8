"""One digest a week, on a working day, of numbers only."""

from datetime import date, timedelta

import pytest

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.models import Membership, RoomSwitch
from dueregard.accounts.tests.factories import AuthorityFactory, MembershipFactory
from dueregard.outbox.models import Job
from dueregard.outbox.services import payload_of
from dueregard.partners.tests.factories import PostFactory, PostHoldingFactory
from dueregard.reminders import services
from dueregard.reminders.jobs import digest
from dueregard.reminders.models import MailPreference

from .conftest import MONDAY, at
from .factories import TaskFactory

pytestmark = pytest.mark.django_db
Rhythm = MailPreference.Rhythm
ONE_DAY = timedelta(days=1)


@pytest.fixture
def owed(team):
    """Ada owes one thing that is overdue and one for Thursday, by her post."""
    for days in (-5, 3, 40):
        TaskFactory(
            authority=team.authority,
            post=team.post,
            due_on=MONDAY + timedelta(days=days),
        )


def days_with_mail(person, first: date, days: int) -> list[date]:
    """The days on which a digest left to `person`, with the worker's daily round."""
    found = []
    for number in range(days):
        day = first + number * ONE_DAY
        at(day)
        before = count(person)
        digest({})
        if count(person) > before:
            found.append(day)
    return found


def letters(person) -> list[dict]:
    jobs = Job.objects.filter(kind="outbox.mail").order_by("pk")
    return [one for job in jobs if (one := payload_of(job))["to"] == person.email]


def count(person) -> int:
    return len(letters(person))


def prefer(person, rhythm, weekday=0):
    MailPreference.objects.create(person=person, rhythm=rhythm, weekday=weekday)


def test_unless_they_chose_people_hear_on_mondays(team, owed):
    assert days_with_mail(team.ada, MONDAY, 14) == [MONDAY, MONDAY + 7 * ONE_DAY]


def test_a_digest_says_how_many_and_where_and_nothing_else(team, owed):
    digest({})
    body = letters(team.ada)[0]["body"]
    assert "Overdue: 1" in body
    assert "Due in the next seven days: 1" in body
    assert "/my-work/" in body
    assert "Report on" not in body
    assert "Marlbrook" not in body


def test_whoever_owes_nothing_soon_is_not_written_to(team, owed):
    digest({})
    assert not letters(team.ben)


def test_a_monday_that_is_a_bank_holiday_moves_the_digest_to_tuesday(team, owed):
    easter = date(2027, 3, 29)
    assert days_with_mail(team.ada, easter, 7) == [easter + ONE_DAY]


def test_another_day_of_the_week_can_be_chosen(team, owed):
    prefer(team.ada, Rhythm.WEEKLY, weekday=3)
    assert days_with_mail(team.ada, MONDAY, 7) == [MONDAY + 3 * ONE_DAY]


def test_good_fridays_digest_leaves_after_easter(team, owed):
    prefer(team.ada, Rhythm.WEEKLY, weekday=4)
    friday = date(2027, 3, 26)
    assert days_with_mail(team.ada, friday, 7) == [date(2027, 3, 30)]


def test_a_daily_digest_comes_on_working_days_only(team, owed):
    prefer(team.ada, Rhythm.DAILY)
    heard = days_with_mail(team.ada, MONDAY, 7)
    assert heard == [MONDAY + n * ONE_DAY for n in range(5)]


def test_whoever_hears_as_it_comes_gets_no_digest(team, owed):
    prefer(team.ada, Rhythm.AT_ONCE)
    assert not days_with_mail(team.ada, MONDAY, 7)


def test_a_second_run_on_the_day_sends_no_second_mail(team, owed):
    digest({})
    digest({})
    assert count(team.ada) == 1


def test_a_clock_a_day_ahead_and_back_sends_no_second_mail(team, owed):
    prefer(team.ada, Rhythm.DAILY)
    for day in (MONDAY, MONDAY + ONE_DAY, MONDAY, MONDAY + ONE_DAY):
        at(day)
        digest({})
    assert count(team.ada) == 2


@pytest.mark.parametrize("night", [date(2027, 3, 28), date(2027, 10, 31)])
def test_a_night_on_which_the_clocks_change_sends_one(team, owed, night):
    prefer(team.ada, Rhythm.DAILY)
    before = night - 2 * ONE_DAY
    while before.weekday() != 3:
        before -= ONE_DAY
    for hour in (0, 1, 2, 23):
        at(before, hour)
        digest({})
    assert count(team.ada) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("email", None), ("is_active", False), ("dormant_on", MONDAY)],
)
def test_nobody_is_written_to_who_could_not_read_it(team, owed, field, value):
    setattr(team.ada, field, value)
    team.ada.save()
    digest({})
    assert not Job.objects.exists()


def test_what_is_owed_where_somebody_no_longer_serves_is_not_counted(team, owed):
    elsewhere = AuthorityFactory(name="Netherbrook")
    MembershipFactory(person=team.ada, authority=elsewhere)
    Membership.objects.filter(person=team.ada, authority=team.authority).update(
        ended_at=clock.now()
    )
    digest({})
    assert not letters(team.ada)


def test_posts_at_two_authorities_and_a_task_of_ones_own_are_added_up(team, owed):
    elsewhere = AuthorityFactory(name="Netherbrook")
    MembershipFactory(person=team.ada, authority=elsewhere)
    post = PostFactory(authority=elsewhere)
    PostHoldingFactory(post=post, person=team.ada)
    TaskFactory(authority=elsewhere, post=post, due_on=MONDAY - ONE_DAY)
    TaskFactory(authority=elsewhere, person=team.ada, due_on=MONDAY)
    digest({})
    body = letters(team.ada)[0]["body"]
    assert "Overdue: 2" in body
    assert "seven days: 2" in body


def test_a_room_that_is_switched_off_is_not_counted(team, owed):
    RoomSwitch.objects.filter(room=Room.PLAN).delete()
    digest({})
    assert not Job.objects.exists()


def test_what_somebody_chose_is_kept_and_on_record(team):
    services.choose_mail(team.ada, rhythm=Rhythm.DAILY, weekday=0, version=1)
    kept = MailPreference.objects.get(person=team.ada)
    assert (kept.rhythm, kept.version) == (Rhythm.DAILY, 2)
