"""Nobody is signed out unawares, and no page keeps somebody signed in by itself."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts.models import HeldPost
from dueregard.accounts.tests.factories import person_with
from dueregard.clock.services import shift

pytestmark = pytest.mark.django_db
LEFT, STAY = reverse("accounts:time_left"), reverse("accounts:stay")


@pytest.fixture
def inside(client, marlbrook):
    client.force_login(person_with(Role.COORDINATOR, marlbrook))
    assert client.get(reverse("reminders:my_work")).status_code == 200
    return client


def later(**span):
    shift(clock.offset() + timedelta(**span))


def seconds(answer):
    return {name: pytest.approx(each, abs=20) for name, each in answer.json().items()}


def test_a_page_asks_how_long_is_left_and_lengthens_nothing(inside):
    later(minutes=30)
    assert seconds(inside.get(LEFT)) == {"idle": 1800, "left": 9.5 * 3600}
    later(minutes=29)
    assert seconds(inside.get(LEFT)) == {"idle": 59 * 60, "left": 541 * 60}
    later(minutes=2)
    assert inside.get(LEFT).status_code == 302


def test_whoever_says_that_they_are_there_stays(inside):
    later(minutes=59)
    assert inside.post(STAY).status_code == 204
    assert seconds(inside.get(LEFT))["idle"] == 0
    later(minutes=59)
    assert inside.get(reverse("reminders:my_work")).status_code == 200


def test_nobody_stays_by_a_link(inside):
    assert inside.get(STAY).status_code == 405


def test_after_the_end_there_is_no_staying_and_nothing_is_kept_of_the_button(inside):
    later(minutes=61)
    answer = inside.post(STAY)
    assert answer.status_code == 302
    assert not HeldPost.objects.exists()


def test_staying_never_passes_ten_hours(inside):
    for _ in range(12):
        later(minutes=50)
        inside.post(STAY)
    later(minutes=1)
    assert inside.post(STAY).status_code == 302


def test_the_page_says_how_long_it_stays_and_near_ten_hours_that_it_is_less(inside):
    page = inside.get(reverse("reminders:my_work")).content.decode()
    assert 'data-session="60" data-idle="60"' in page
    for _ in range(12):
        later(minutes=49)
        inside.post(STAY)
    page = inside.get(reverse("reminders:my_work")).content.decode()
    assert 'data-session="12" data-idle="60"' in page


def test_a_stranger_and_a_page_for_everyone_have_no_such_line(inside):
    for browser in (Client(), inside):
        assert b"data-session" not in browser.get("/accessibility/").content
    assert b"data-session" not in inside.get("/nowhere/").content
