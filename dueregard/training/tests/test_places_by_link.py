"""One's own place, by the private address that stands in each mail."""

from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.access.private_links import GUESSES, SENT
from dueregard.access.refusals import NotNow
from dueregard.audit.models import Entry
from dueregard.clock import services as clock_services
from dueregard.outbox.models import Job
from dueregard.training.models import Feedback, Place, PlaceLink, Session
from dueregard.training.services import places as services

from .factories import SessionFactory
from .registering import (
    BIRCH,
    link_in,
    mails_to,
    register_url,
    registered,
    text_of,
)

pytestmark = pytest.mark.django_db
JOIN = "https://meet.marlbrook.example/1"


@pytest.fixture
def session(marlbrook):
    return SessionFactory(authority=marlbrook)


def everything() -> list:
    return [
        list(model.objects.order_by("pk").values())
        for model in (Place, PlaceLink, Feedback, Job, Entry)
    ]


def test_an_older_private_address_goes_on_working(client, session):
    registered(client, session)
    registered(client, session)
    mails = mails_to(BIRCH)
    assert len(mails) == 2
    for mail in mails:
        assert client.get(link_in(mail)).status_code == 200


def test_opening_the_private_address_changes_nothing(client, session):
    registered(client, session)
    url = link_in(mails_to(BIRCH)[0])
    before = everything()
    pages = {url: 200, f"{url}give-back/": 200, f"{url}feedback/": 302}
    assert {path: client.get(path).status_code for path in pages} == pages
    assert client.head(url).status_code == 200
    assert everything() == before


def test_private_pages_are_kept_nowhere_and_found_by_nobody(client, session):
    registered(client, session)
    url = link_in(mails_to(BIRCH)[0])
    guessed = "/training/place/guessed/"
    for path in (url, f"{url}give-back/", guessed, register_url(session)):
        answer = client.get(path)
        assert answer["Cache-Control"] == "no-store"
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "same-origin"


def test_the_link_to_join_is_for_those_who_have_a_place(client, marlbrook):
    online = SessionFactory(
        authority=marlbrook, venue="", mode="online", online_link=JOIN, capacity=1
    )
    registered(client, online)
    waits = "rowan@fernshire.example"
    registered(client, online, email=waits)
    (booked,), (waiting,) = mails_to(BIRCH), mails_to(waits)
    assert JOIN in booked
    assert JOIN in text_of(client.get(link_in(booked)))
    assert JOIN not in waiting
    assert JOIN not in text_of(client.get(link_in(waiting)))
    clock_services.shift(timedelta(days=15))
    assert JOIN not in text_of(client.get(link_in(booked)))


def test_a_place_is_given_back_after_asking(client, session):
    registered(client, session)
    url = link_in(mails_to(BIRCH)[0])
    page = text_of(client.get(f"{url}give-back/"))
    assert "It goes to the first who waits." in page
    done = client.post(f"{url}give-back/", follow=True)
    assert "Thank you for telling us" in text_of(done)
    assert session.places.get().status == "cancelled"
    assert "You gave this place back" in text_of(client.get(url))
    assert "You gave back your place" in mails_to(BIRCH)[-1]


def test_a_place_that_was_given_back_is_not_given_back_again(client, session):
    registered(client, session)
    url = link_in(mails_to(BIRCH)[0])
    client.post(f"{url}give-back/")
    again = client.post(f"{url}give-back/")
    assert again.status_code == 409
    assert "This place was given back already" in text_of(again)
    assert client.get(f"{url}give-back/").status_code == 302


def test_whoever_gave_a_place_back_can_register_again(client, session):
    registered(client, session)
    client.post(f"{link_in(mails_to(BIRCH)[0])}give-back/")
    registered(client, session)
    assert sorted(session.places.values_list("status", flat=True)) == [
        "booked",
        "cancelled",
    ]
    assert "You have a place" in mails_to(BIRCH)[-1]


def test_once_the_session_has_begun_a_place_is_not_given_back(client, session):
    place = services.register(session, name="Birch", email=BIRCH)
    clock_services.shift(timedelta(days=14, minutes=5))
    url = link_in(mails_to(BIRCH)[0])
    assert client.get(f"{url}give-back/").status_code == 302
    assert client.post(f"{url}give-back/").status_code == 409
    with pytest.raises(NotNow, match="has begun"):
        services.give_back(place)


def test_a_cancelled_session_says_so_on_the_private_page(client, session):
    registered(client, session)
    Session.objects.update(status="cancelled")
    page = text_of(client.get(link_in(mails_to(BIRCH)[0])))
    assert "This session does not take place." in page
    assert "Give my place back" not in page


def test_a_guessed_address_is_answered_in_words(client):
    answer = client.get("/training/place/" + "x" * 43 + "/")
    assert answer.status_code == 404
    assert "This link does not work" in text_of(answer)


def test_guessing_over_and_over_is_made_to_wait(client, session):
    registered(client, session)
    for turn in range(GUESSES.most):
        assert client.get(f"/training/place/guess-{turn}/").status_code == 404
    page = client.get(link_in(mails_to(BIRCH)[0]))
    assert page.status_code == 429
    assert "Wait an hour" in text_of(page)


def test_sending_over_and_over_by_one_private_address_is_made_to_wait(client, session):
    registered(client, session)
    url = link_in(mails_to(BIRCH)[0])
    for _ in range(SENT.most):
        client.post(f"{url}feedback/", {})
    assert client.post(f"{url}give-back/").status_code == 429
    assert session.places.get().status == "booked"


def test_who_is_there_says_so_with_the_code_of_the_room(client, session):
    registered(client, session)
    url = link_in(mails_to(BIRCH)[0])
    assert "I am here" not in text_of(client.get(url))
    assert client.get(f"{url}here/").status_code == 302
    clock_services.shift(session.starts_at - clock.now())
    assert "I am here" in text_of(client.get(url))
    wrong = client.post(f"{url}here/", {"code": "nonsense"})
    assert "Enter the code that is shown in the room" in text_of(wrong)
    done = client.post(f"{url}here/", {"code": "abc 347"}, follow=True)
    assert "You said that you are here." in text_of(done)
    assert session.places.get().checked_in_at


def test_the_certificate_is_for_who_was_there(client, session):
    registered(client, session)
    url = link_in(mails_to(BIRCH)[0])
    clock_services.shift(timedelta(days=15))
    assert client.get(f"{url}certificate/").status_code == 404
    assert "certificate" not in text_of(client.get(url))
    Session.objects.update(status="held")
    Place.objects.update(status="attended", certificate_code="ACDEFGHJKM")
    assert "Get my certificate" in text_of(client.get(url))
    answer = client.get(f"{url}certificate/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Cache-Control"] == "no-store"
    assert answer.content.startswith(b"%PDF")
