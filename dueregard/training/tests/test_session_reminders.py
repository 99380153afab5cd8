"""Mails that come by themselves, and what is removed by itself."""

from datetime import UTC, datetime, timedelta

import pytest

from dueregard import clock
from dueregard.audit.models import Entry
from dueregard.clock import services as clock_services
from dueregard.training.jobs import ask, forget, remind
from dueregard.training.models import Place, PlaceLink, Session
from dueregard.training.services import places as services

from .factories import FeedbackFactory, LearnerFactory, PlaceFactory, SessionFactory
from .registering import BIRCH, letters_to, link_in, mails_to, text_of

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
SESSION = NOON + timedelta(days=20)
JOIN = "https://meet.marlbrook.example/1"


def go_to(moment: datetime) -> None:
    clock_services.shift(clock.offset() + (moment - clock.now()))


@pytest.fixture
def booked(marlbrook):
    """A place at a session of 21 December 2026, taken on the first."""
    go_to(NOON)
    session = SessionFactory(
        authority=marlbrook,
        starts_at=SESSION,
        ends_at=SESSION + timedelta(hours=1),
        online_link=JOIN,
        mode="online",
        venue="",
    )
    return services.register(session, name="Birch Example", email=BIRCH)


def reminded_on_each_day_until(days: int) -> list[str]:
    """The days of December on which the daily job mailed Birch a reminder."""
    found = []
    for day in range(days):
        go_to(NOON + timedelta(days=day))
        before = len(mails_to(BIRCH))
        remind({})
        remind({})
        found += [clock.today().day] * (len(mails_to(BIRCH)) - before)
    return found


def test_a_reminder_comes_seven_days_and_one_day_before_and_each_once(booked):
    assert reminded_on_each_day_until(24) == [14, 20]


def test_the_reminder_holds_the_link_to_join_and_a_private_address(client, booked):
    go_to(SESSION - timedelta(days=7))
    remind({})
    letter = letters_to(BIRCH)[-1]
    assert letter["subject"] == "Your training session is near"
    assert JOIN in letter["body"]
    assert "Monday 21 December 2026, 12pm to 1pm" in letter["body"]
    assert "You have a place." in text_of(client.get(link_in(letter["body"])))


def test_who_registers_late_gets_only_the_reminder_that_is_left(booked):
    go_to(SESSION - timedelta(days=3))
    late = "rowan@fernshire.example"
    services.register(booked.session, name="Rowan", email=late)
    remind({})
    assert len(mails_to(late)) == 1
    go_to(SESSION - timedelta(days=1))
    remind({})
    assert len(mails_to(late)) == 2


def test_a_day_on_which_the_worker_stood_still_is_made_up_for(booked):
    go_to(SESSION - timedelta(days=4))
    remind({})
    assert len(mails_to(BIRCH)) == 2
    go_to(SESSION - timedelta(hours=3))
    remind({})
    assert len(mails_to(BIRCH)) == 3


@pytest.mark.parametrize("status", ["waiting", "cancelled"])
def test_who_has_no_place_is_not_reminded(booked, status):
    Place.objects.update(status=status)
    assert reminded_on_each_day_until(21) == []


def test_nobody_is_reminded_of_a_session_that_does_not_take_place(booked):
    Session.objects.update(status="cancelled")
    assert reminded_on_each_day_until(21) == []


def test_where_the_room_is_off_nobody_is_reminded(booked, marlbrook):
    marlbrook.rooms.filter(room="training").delete()
    assert reminded_on_each_day_until(21) == []


def test_a_session_that_was_moved_is_called_to_mind_anew(booked):
    assert reminded_on_each_day_until(15) == [14]
    later = SESSION + timedelta(days=7)
    Session.objects.update(starts_at=later, ends_at=later + timedelta(hours=1))
    go_to(NOON + timedelta(days=20))
    remind({})
    assert len(mails_to(BIRCH)) == 3


def test_a_session_just_after_midnight_is_counted_by_londons_days(marlbrook):
    """0:30 on 30 June in London is 23:30 on the 29th in UTC."""
    go_to(datetime(2027, 6, 1, 12, tzinfo=UTC))
    begins = datetime(2027, 6, 29, 23, 30, tzinfo=UTC)
    session = SessionFactory(
        authority=marlbrook, starts_at=begins, ends_at=begins + timedelta(hours=1)
    )
    services.register(session, name="Birch", email=BIRCH)
    go_to(datetime(2027, 6, 22, 12, tzinfo=UTC))
    remind({})
    assert len(mails_to(BIRCH)) == 1
    go_to(datetime(2027, 6, 23, 12, tzinfo=UTC))
    remind({})
    assert len(mails_to(BIRCH)) == 2


def test_who_was_there_is_asked_once_what_they_thought(client, booked):
    go_to(SESSION + timedelta(hours=2))
    ask({})
    assert len(mails_to(BIRCH)) == 1
    Session.objects.update(status="held")
    Place.objects.update(status="attended")
    ask({})
    ask({})
    assert len(mails_to(BIRCH)) == 2
    page = text_of(client.get(link_in(mails_to(BIRCH)[-1])))
    assert "Say what you thought" in page


def test_nobody_is_asked_weeks_later_or_for_having_been_away(booked):
    Session.objects.update(status="held")
    Place.objects.update(status="absent")
    go_to(SESSION + timedelta(hours=2))
    ask({})
    Place.objects.update(status="attended")
    go_to(SESSION + timedelta(days=15))
    ask({})
    assert len(mails_to(BIRCH)) == 1


def test_what_would_help_somebody_take_part_goes_with_the_sessions_end(booked):
    Place.objects.update(needs="A hearing loop")
    go_to(SESSION - timedelta(hours=1))
    forget({})
    assert Place.objects.get().needs
    go_to(SESSION + timedelta(hours=2))
    forget({})
    assert not Place.objects.get().needs


def test_six_months_later_nothing_says_who_was_there(client, booked):
    url = link_in(mails_to(BIRCH)[0])
    learner = LearnerFactory(authority=booked.session.authority)
    Place.objects.update(
        status="attended", learner=learner, number="N1", organisation_text="A shop"
    )
    PlaceFactory(session=booked.session, status="waiting")
    FeedbackFactory(session=booked.session)
    go_to(datetime(2027, 6, 21, 12, tzinfo=UTC))
    forget({})
    assert Place.objects.count() == 2
    go_to(datetime(2027, 6, 22, 12, tzinfo=UTC))
    forget({})
    forget({})
    place = Place.objects.get()
    assert (place.name, place.email, place.number) == ("Name removed", "", "")
    assert (place.organisation_text, place.status) == ("", "attended")
    assert place.learner == learner
    assert not PlaceLink.objects.exists()
    assert client.get(url).status_code == 404
    assert booked.session.feedback.count() == 1
    entry = Entry.objects.get(event="training.places_forgotten")
    assert entry.facts == {"deleted": 1, "stripped": 1}
