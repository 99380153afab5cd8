"""Full sessions: nobody is turned away, the order is kept, the last place goes once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from dueregard.training.models import Place, Session
from dueregard.training.services import places as services
from dueregard.training.services import sessions as session_services

from .factories import PlaceFactory, SessionFactory
from .registering import answers, link_in, mails_to, register_url, text_of


def address(number: int) -> str:
    return f"guest{number}@fernshire.example"


def register(session, number: int):
    return services.register(session, name=f"Guest {number}", email=address(number))


def states(session) -> list[str]:
    return list(session.places.order_by("pk").values_list("status", flat=True))


@pytest.fixture
def small(marlbrook):
    """Two places, and both are taken."""
    session = SessionFactory(authority=marlbrook, capacity=2)
    for number in (1, 2):
        register(session, number)
    return session


@pytest.mark.django_db
def test_who_comes_to_a_full_session_waits_and_is_told_where_they_stand(client, small):
    assert "Every place is taken." in text_of(client.get(register_url(small)))
    for number in (3, 4):
        client.post(register_url(small), answers(email=address(number)))
    assert states(small) == ["booked", "booked", "waiting", "waiting"]
    (mail,) = mails_to(address(4))
    assert "You are number 2 on the waiting list" in mail
    page = text_of(client.get(link_in(mail)))
    assert "You are number 2 on the waiting list" in page


@pytest.mark.django_db
def test_giving_a_place_back_moves_up_the_first_who_waits(client, small):
    for number in (3, 4):
        register(small, number)
    first = small.places.get(email=address(1))
    services.give_back(first)
    assert states(small) == ["cancelled", "booked", "booked", "waiting"]
    assert "A place became free, and it is yours" in mails_to(address(3))[-1]
    assert "You have a place." in text_of(client.get(link_in(mails_to(address(3))[0])))
    assert len(mails_to(address(4))) == 1
    assert small.places.get(email=address(4)).position == 1


@pytest.mark.django_db
def test_leaving_the_waiting_list_gives_nobody_a_place_that_there_is_not(small):
    third = register(small, 3)
    register(small, 4)
    services.give_back(third)
    assert states(small) == ["booked", "booked", "cancelled", "waiting"]
    assert small.places.get(email=address(4)).position == 1


@pytest.mark.django_db
def test_who_waits_comes_before_who_registers_now(small):
    """Also where a place is free for a moment: the capacity was only just raised."""
    register(small, 3)
    Session.objects.update(capacity=3)
    small.refresh_from_db()
    register(small, 4)
    assert states(small) == ["booked", "booked", "waiting", "waiting"]
    assert services.promote_waiting(small) == 1
    assert states(small) == ["booked", "booked", "booked", "waiting"]


@pytest.mark.django_db
def test_more_places_go_to_those_who_wait_in_their_order(small, lead):
    for number in (3, 4, 5):
        register(small, number)
    session_services.change_session(small, version=small.version, by=lead, capacity=4)
    assert states(small) == ["booked"] * 4 + ["waiting"]


@pytest.mark.django_db
def test_who_waits_hears_of_a_change_without_the_link_to_join(small, lead):
    register(small, 3)
    link = "https://meet.marlbrook.example/1"
    session_services.change_session(
        small, version=small.version, by=lead, mode="online", online_link=link
    )
    has_place, waits = mails_to(address(1))[-1], mails_to(address(3))[-1]
    assert link in has_place
    assert "You keep your place." in has_place
    assert link not in waits
    assert "You keep your place on the waiting list." in waits


@pytest.mark.django_db
def test_a_session_without_a_number_of_places_is_never_full(marlbrook):
    session = SessionFactory(authority=marlbrook, capacity=None)
    for number in range(20):
        register(session, number)
    assert set(states(session)) == {"booked"}


@pytest.mark.django_db
def test_nobody_moves_up_in_a_session_that_does_not_take_place(small):
    register(small, 3)
    Session.objects.update(status="cancelled", capacity=9)
    assert services.promote_waiting(small) == 0
    assert states(small)[-1] == "waiting"


@pytest.mark.django_db
def test_no_mail_names_anybody_else(small):
    register(small, 3)
    services.give_back(small.places.get(email=address(1)))
    for number in (1, 2, 3):
        mails = mails_to(address(number))
        assert mails
        for mail in mails:
            assert "Guest" not in mail
            assert "guest" not in mail


def at_once(work, things) -> list:
    def one(thing):
        try:
            return work(thing)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(things)) as pool:
        return list(pool.map(one, things))


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_want_the_last_place_at_once_one_has_it(marlbrook):
    session = SessionFactory(authority=marlbrook, capacity=1)
    at_once(lambda number: register(session, number), range(8))
    assert sorted(states(session)) == ["booked"] + ["waiting"] * 7
    waiting = session.places.waiting()
    assert [place.position for place in waiting] == list(range(1, 8))


@pytest.mark.django_db(transaction=True)
def test_the_same_address_twice_at_once_has_one_place(marlbrook):
    session = SessionFactory(authority=marlbrook)
    at_once(lambda _: register(session, 1), range(4))
    assert states(session) == ["booked"]


@pytest.mark.django_db(transaction=True)
def test_two_places_given_back_at_once_move_two_people_up_and_no_third(marlbrook):
    session = SessionFactory(authority=marlbrook, capacity=2)
    booked = PlaceFactory.create_batch(2, session=session)
    PlaceFactory.create_batch(3, session=session, status="waiting")
    at_once(services.give_back, booked)
    assert states(session) == ["cancelled"] * 2 + ["booked"] * 2 + ["waiting"]
    assert Place.objects.coming().count() == 2
