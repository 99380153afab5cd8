"""A private calendar address: read without sign-in, telling nothing, taken back."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
from django.core.cache import cache

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.access.rooms import Room
from dueregard.accounts.models import Membership, RoomSwitch
from dueregard.reminders import registry, services
from dueregard.reminders.models import CalendarFeed
from dueregard.reminders.registry import Appointment
from dueregard.reminders.views.feed import GUESSES, READS

from .factories import TaskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def counts_from_nought():
    cache.clear()


@pytest.fixture
def token(team):
    return services.make_feed(team.ada)


def events(answer) -> list:
    assert answer.status_code == 200
    return icalendar.Calendar.from_ical(answer.content).walk("VEVENT")


def test_it_shows_the_days_and_not_what_they_are_about(client, token, team):
    task = TaskFactory(
        authority=team.authority, post=team.post, due_on=date(2028, 2, 29)
    )
    answer = client.get(f"/calendar/{token}.ics")
    (event,) = events(answer)
    assert str(event["summary"]) == "Action due"
    assert event["dtstart"].dt == date(2028, 2, 29)
    assert event["dtend"].dt == date(2028, 3, 1)
    assert str(event["url"]).endswith("/my-work/")
    text = answer.content.decode()
    for word in (task.title, task.about, team.post.title, team.authority.name):
        assert word not in text
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies


def test_the_same_day_keeps_its_name_so_that_calendars_move_it(client, token, team):
    task = TaskFactory(authority=team.authority, post=team.post)
    (before,) = events(client.get(f"/calendar/{token}.ics"))
    type(task).objects.update(due_on=task.due_on + timedelta(days=9))
    (after,) = events(client.get(f"/calendar/{token}.ics"))
    assert before["uid"] == after["uid"]
    assert before["dtstart"].dt != after["dtstart"].dt


def test_a_meeting_that_a_room_adds_has_its_hour(client, token, monkeypatch):
    """Through the night on which the clocks change, too."""
    starts = datetime(2027, 3, 28, 9, 0, tzinfo=UTC)
    meeting = Appointment("meeting-1", "Meeting", starts, None, "/partnership/")
    monkeypatch.setattr(registry, "_calendars", {"test": lambda person: [meeting]})
    (event,) = events(client.get(f"/calendar/{token}.ics"))
    assert str(event["summary"]) == "Meeting"
    assert event["dtstart"].dt == starts
    assert event["dtend"].dt == starts + timedelta(hours=1)


def test_reading_it_writes_nothing_and_needs_no_session(client, token):
    before = list(CalendarFeed.objects.values())
    client.get(f"/calendar/{token}.ics")
    assert list(CalendarFeed.objects.values()) == before
    assert client.post(f"/calendar/{token}.ics").status_code == 405


def test_taken_back_and_never_given_answer_alike(client, token, team):
    services.revoke_feed(team.ada)
    gone = client.get(f"/calendar/{token}.ics")
    unknown = client.get(f"/calendar/{'x' * 43}.ics")
    assert gone.status_code == unknown.status_code == 404
    with pytest.raises(NotNow):
        services.revoke_feed(team.ada)


def test_a_new_address_ends_the_one_before(client, token, team):
    newer = services.make_feed(team.ada)
    assert client.get(f"/calendar/{token}.ics").status_code == 404
    assert client.get(f"/calendar/{newer}.ics").status_code == 200
    assert CalendarFeed.objects.live().count() == 1


def test_only_a_hash_of_the_token_is_kept(token):
    assert token not in str(list(CalendarFeed.objects.values()))


def test_whoever_left_has_no_calendar(client, token, team):
    Membership.objects.filter(person=team.ada).update(ended_at=clock.now())
    assert client.get(f"/calendar/{token}.ics").status_code == 404


def test_a_room_that_is_switched_off_has_no_days(client, token, team):
    TaskFactory(authority=team.authority, post=team.post)
    RoomSwitch.objects.filter(room=Room.PLAN).delete()
    assert not events(client.get(f"/calendar/{token}.ics"))


def test_reading_too_often_is_told_to_wait(client, token):
    for _ in range(READS.most):
        assert client.get(f"/calendar/{token}.ics").status_code == 200
    assert client.get(f"/calendar/{token}.ics").status_code == 429


def test_guessing_too_often_is_told_to_wait_even_when_right(client, token):
    for number in range(GUESSES.most):
        assert client.get(f"/calendar/guess-{number}.ics").status_code == 404
    assert client.get(f"/calendar/{token}.ics").status_code == 429


def test_the_page_shows_the_address_once(client, team):
    client.force_login(team.ada)
    page = client.get("/my-account/calendar/").content.decode()
    assert "You have no address at the moment." in page
    made = client.post("/my-account/calendar/make/", {"submission": "a" * 32})
    text = made.content.decode()
    address = text[text.index("/calendar/", text.index("<pre>")) :].split("<")[0]
    assert client.get(address).status_code == 200
    assert address not in client.get("/my-account/calendar/").content.decode()
    assert client.post("/my-account/calendar/take-back/").status_code == 302
    assert client.get(address).status_code == 404
