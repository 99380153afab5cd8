"""Giving a place back: on record, told, and only before the session."""

from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.audit.models import Entry
from dueregard.training.models import Place, Session
from dueregard.training.services import places as services

from .factories import LearnerFactory, PlaceFactory, SessionFactory
from .registering import letters_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(marlbrook):
    return PlaceFactory(session=SessionFactory(authority=marlbrook))


def test_it_is_on_record_and_a_mail_says_so(place):
    services.give_back(place)
    entry = Entry.objects.get(event="training.place_given_back")
    assert entry.subject_id == str(place.pk)
    assert entry.facts == {"session_id": place.session_id, "status": "cancelled"}
    [letter] = letters_to(place.email)
    assert "You gave back your place" in letter["body"]


def test_moving_up_is_on_record_too(place):
    waits = PlaceFactory(session=place.session, status="waiting")
    Session.objects.update(capacity=1)
    services.give_back(place)
    entry = Entry.objects.get(event="training.place_promoted")
    assert entry.subject_id == str(waits.pk)
    assert entry.facts == {"session_id": place.session_id, "status": "booked"}


def test_somebody_takes_back_their_own_place_and_nobody_elses(
    place, action_owner, marlbrook
):
    own = PlaceFactory(
        session=place.session,
        learner=LearnerFactory(authority=marlbrook, person=action_owner),
    )
    with pytest.raises(NotAllowed):
        services.give_back(place, by=action_owner)
    services.give_back(own, by=action_owner)
    states = dict(Place.objects.values_list("pk", "status"))
    assert states == {place.pk: "booked", own.pk: "cancelled"}


@pytest.mark.parametrize("status", ["cancelled", "attended", "absent"])
def test_what_is_no_place_any_more_is_not_given_back(place, status):
    Place.objects.update(status=status)
    with pytest.raises(NotNow, match="given back already"):
        services.give_back(place)
    place.refresh_from_db()
    assert place.status == status


def test_from_the_minute_that_the_session_begins_nothing_changes(place, monkeypatch):
    start = place.session.starts_at
    monkeypatch.setattr(clock, "now", lambda: start)
    with pytest.raises(NotNow, match="has begun"):
        services.give_back(place)
    with pytest.raises(NotNow, match="not open"):
        services.register(place.session, name="Late", email="late@fernshire.example")
    assert services.promote_waiting(place.session) == 0
    monkeypatch.setattr(clock, "now", lambda: start - timedelta(seconds=1))
    services.register(place.session, name="Early", email="early@fernshire.example")
    services.give_back(place)
    place.refresh_from_db()
    assert (place.status, place.changed_at) == ("cancelled", clock.now())
