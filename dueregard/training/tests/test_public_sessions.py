"""Sessions open to all, as anyone reads them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.urls import reverse

from dueregard import clock
from dueregard.training.models import Session

from .factories import (
    CourseFactory,
    CoursePrerequisiteFactory,
    PlaceFactory,
    SessionFactory,
)
from .registering import text_of

pytestmark = pytest.mark.django_db
JOIN = "https://meet.marlbrook.example/1"
ALL = "/training/open/"
HERE = "/training/open/marlbrook/"


@pytest.fixture
def session(marlbrook):
    return SessionFactory(authority=marlbrook, course__title="WRAP workshop")


def page_of(session) -> str:
    return reverse("training:open_session", args=[session.pk])


def test_anybody_reads_which_sessions_are_open(client, session):
    for url in (ALL, HERE):
        page = text_of(client.get(url))
        assert "WRAP workshop" in page
        assert "Library, Mill Street" in page
    page = text_of(client.get(page_of(session)))
    assert "Places left" in page
    assert "Register" in page


@pytest.mark.parametrize(
    "change",
    [
        {"is_public": False},
        {"status": "cancelled"},
        {"status": "held"},
        {"starts_at": clock.now() - timedelta(minutes=1)},
    ],
)
def test_a_session_that_is_not_open_is_not_there(client, session, change):
    Session.objects.update(**change)
    for url in (ALL, HERE):
        assert "WRAP workshop" not in text_of(client.get(url))
    assert client.get(page_of(session)).status_code == 404


def test_where_the_room_is_off_nothing_is_there(client, session, marlbrook):
    marlbrook.rooms.filter(room="training").delete()
    assert "WRAP workshop" not in text_of(client.get(ALL))
    assert client.get(HERE).status_code == 404
    assert client.get(page_of(session)).status_code == 404


def test_each_authority_lists_its_own(client, session, ashby_vale):
    SessionFactory(authority=ashby_vale, course__title="Signs and symbols")
    assert "Signs and symbols" not in text_of(client.get(HERE))
    page = text_of(client.get(ALL))
    assert "Signs and symbols" in page
    assert "Ashby Vale" in page


def test_whoever_looks_for_an_authority_that_passed_over_finds_its_successor(
    client, ashby_vale, marlbrook
):
    ashby_vale.successor, ashby_vale.succeeded_on = marlbrook, clock.today()
    ashby_vale.save()
    answer = client.get("/training/open/ashby-vale/")
    assert answer["Location"] == HERE


def test_pages_are_the_same_for_everyone_and_may_be_shared(client, session, lead):
    stranger = [client.get(url) for url in (ALL, HERE, page_of(session))]
    client.force_login(lead)
    known = [client.get(url) for url in (ALL, HERE, page_of(session))]
    for one, other in zip(stranger, known, strict=True):
        assert one.content == other.content
        assert "public" in one["Cache-Control"]
        assert not one.cookies
        assert "Cookie" not in one.get("Vary", "")


def test_the_link_to_join_is_never_in_public(client, session):
    Session.objects.update(online_link=JOIN, mode="online", venue="")
    for url in (ALL, HERE, page_of(session), f"{page_of(session)}register/"):
        page = text_of(client.get(url))
        assert "Online" in page
        assert JOIN not in page


def test_neither_names_nor_the_code_of_the_room_are_in_public(client, session):
    PlaceFactory(session=session, name="Birch Example")
    for url in (ALL, HERE, page_of(session)):
        page = text_of(client.get(url))
        assert "Birch" not in page
        assert session.code not in page


@pytest.mark.parametrize(
    ("capacity", "taken", "words"),
    [
        (None, 9, "Places left"),
        (10, 4, "Places left"),
        (10, 5, "Few places left"),
        (10, 10, "Full, with a waiting list"),
    ],
)
def test_how_many_places_are_left_is_said_in_words(
    client, session, capacity, taken, words
):
    Session.objects.update(capacity=capacity)
    PlaceFactory.create_batch(taken, session=session)
    PlaceFactory.create_batch(3, session=session, status="cancelled")
    assert words in text_of(client.get(page_of(session)))
    assert words in text_of(client.get(HERE))


def test_what_must_be_done_before_is_said(client, session):
    awareness = CourseFactory(authority=session.authority, title="Awareness")
    CoursePrerequisiteFactory(course=session.course, needs=awareness)
    assert "Awareness" in text_of(client.get(page_of(session)))


def test_the_list_is_narrowed_to_whom_a_session_is_for(client, session, marlbrook):
    SessionFactory(authority=marlbrook, course__title="For parents", audience="parent")
    page = text_of(client.get(HERE, {"audience": "parent"}))
    assert "For parents" in page
    assert "WRAP workshop" not in page
    nobody = text_of(client.get(HERE, {"audience": "venue"}))
    assert "Clear the filter" in nobody
    assert client.get(HERE, {"audience": "nonsense"}).status_code == 200


def test_an_empty_list_says_what_to_do(client, marlbrook):
    page = text_of(client.get(HERE))
    assert "No session is open at the moment." in page
    assert "01632 960000" in page


def test_summer_time_is_londons(client, session):
    day = date(clock.today().year + 1, 7, 1)
    begins = datetime.combine(day, time(13), tzinfo=UTC)
    Session.objects.update(starts_at=begins, ends_at=begins + timedelta(minutes=90))
    page = text_of(client.get(page_of(session)))
    assert f"{day:%A} 1 July {day.year}, 2pm to 3:30pm" in page


def test_the_front_page_names_who_has_sessions_open(client, session):
    page = text_of(client.get("/"))
    assert HERE in page
    Session.objects.update(is_public=False)
    assert HERE not in text_of(client.get("/"))
