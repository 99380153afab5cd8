"""How long a session lives, how it ends, and what was typed when it had ended."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path, reverse

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts import services
from dueregard.accounts.models import HeldPost
from dueregard.accounts.sessions import background
from dueregard.accounts.tests.factories import person_with
from dueregard.clock.services import shift
from dueregard.config.urls import urlpatterns as service


@background
def poll(request):
    return HttpResponse("polled")


def written(request):
    return HttpResponse(request.POST.get("note", "nothing"))


urlpatterns = [*service, path("poll/", poll), path("written/", written)]


@pytest.fixture(autouse=True)
def these_urls():
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def person(marlbrook):
    return person_with(Role.ACTION_OWNER, marlbrook)


@pytest.fixture
def inside(client, person):
    """A client signed in and seen just now."""
    client.force_login(person)
    client.get("/written/")
    return client


def later(**span):
    shift(clock.offset() + timedelta(**span))


def is_inside(client):
    return client.get("/written/").status_code == 200


def test_a_session_ends_after_an_hour_without_use(inside):
    later(minutes=59)
    assert is_inside(inside)
    later(minutes=61)
    answer = inside.get("/written/")
    assert answer.url == "/accounts/login/?next=/written/"


def test_use_lengthens_a_session_but_not_past_ten_hours(inside):
    for _ in range(13):
        later(minutes=45)
        assert is_inside(inside)
    later(minutes=45)
    assert not is_inside(inside)


@pytest.mark.parametrize("back", [{"days": -1}, {"minutes": -10}])
def test_a_clock_that_is_set_back_lengthens_no_session(inside, back):
    later(**back)
    answer = inside.get("/written/")
    assert answer.url == "/accounts/login/?next=/written/"


def test_a_clock_that_is_put_right_by_seconds_ends_no_session(inside):
    later(seconds=-50)
    assert is_inside(inside)


def test_a_page_that_asks_by_itself_never_lengthens_a_session(inside):
    for _ in range(4):
        later(minutes=14)
        assert inside.get("/poll/").status_code == 200
    later(minutes=14)
    assert inside.get("/poll/").status_code == 302


def test_what_was_typed_is_kept_and_given_back_after_sign_in(inside, person):
    later(hours=2)
    answer = inside.post("/written/", {"note": "Two schools are left.", "day": "3"})
    assert answer.url == "/accounts/login/?next=%2Fkept-answers%2F"
    inside.force_login(person)
    page = inside.get("/kept-answers/")
    assert b"Two schools are left." in page.content
    assert page.context["held"].path == "/written/"
    sent = inside.post("/written/", dict(page.context["answers"]))
    assert sent.content == b"Two schools are left."


def test_it_is_kept_even_when_the_page_stood_open_overnight(inside, person):
    later(hours=15)
    answer = inside.post("/written/", {"note": "Written yesterday"})
    assert "kept-answers" in answer.url


def test_what_was_typed_is_sealed_in_the_database(inside):
    later(hours=2)
    inside.post("/written/", {"note": "Two schools are left."})
    assert "schools" not in HeldPost.objects.get().sealed


def test_passwords_and_codes_are_never_kept(inside):
    later(hours=2)
    secret = {"password": "x" * 20, "oldpassword": "y", "code": "123456"}
    inside.post("/written/", {"note": "a", **secret})
    assert services.read_post(HeldPost.objects.get()) == [("note", "a")]


def test_another_person_at_the_same_browser_gets_nothing(inside, coordinator):
    later(hours=2)
    inside.post("/written/", {"note": "For my eyes"})
    inside.force_login(coordinator)
    assert inside.get("/kept-answers/").status_code == 404


def test_the_same_person_at_another_browser_gets_nothing(inside, person):
    later(hours=2)
    inside.post("/written/", {"note": "At my desk"})
    other = type(inside)()
    other.force_login(person)
    assert other.get("/kept-answers/").status_code == 404


def test_kept_answers_are_dropped_after_a_day(inside, person):
    later(hours=2)
    inside.post("/written/", {"note": "Forgotten"})
    later(hours=25)
    services.purge_posts()
    assert not HeldPost.objects.exists()


def test_a_form_of_another_site_is_not_kept(person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    client.get("/written/")
    later(hours=2)
    assert client.post("/written/", {"note": "planted"}).status_code == 403
    assert not HeldPost.objects.exists()


def test_signing_out_everywhere_ends_the_other_sessions_at_once(inside, person):
    other = type(inside)()
    other.force_login(person)
    inside.post(reverse("accounts:sign_out_everywhere"))
    assert is_inside(inside)
    assert not is_inside(other)


def test_ending_a_role_ends_the_sessions_of_its_holder(inside, person, administrator):
    membership = person.memberships.get()
    services.end_role(
        membership, ends_on=clock.today(), reason="Left.", by=administrator
    )
    assert not is_inside(inside)


def test_somebody_switched_off_is_out_with_the_next_request(inside, person):
    person.is_active = False
    person.save()
    assert not is_inside(inside)


def test_my_account_lists_sessions_and_ends_one(client, person):
    login = {"login": person.email, "password": "a long walk by the river Marl"}
    client.post(reverse("account_login"), login)
    other = type(client)()
    other.post(reverse("account_login"), login)
    page = client.get(reverse("accounts:my_account"))
    sessions = page.context["sessions"]
    assert len(sessions) == 2
    theirs = next(
        row for row in sessions if row.session_key == other.session.session_key
    )
    client.post(reverse("accounts:end_session", args=[theirs.pk]))
    assert not is_inside(other)
    assert is_inside(client)


def test_a_session_of_somebody_else_cannot_be_ended(client, person, coordinator):
    login = {"login": person.email, "password": "a long walk by the river Marl"}
    client.post(reverse("account_login"), login)
    page = client.get(reverse("accounts:my_account"))
    pk = page.context["sessions"][0].pk
    stranger = type(client)()
    stranger.force_login(coordinator)
    address = reverse("accounts:end_session", args=[pk])
    assert stranger.post(address).status_code == 404
    assert is_inside(client)
