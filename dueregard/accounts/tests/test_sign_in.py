"""Passwords, what a stranger can learn from the answers, and attempts that fail."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from dueregard.access.roles import Role
from dueregard.accounts.models import Person
from dueregard.accounts.tests.factories import PASSWORD, PersonFactory, person_with
from dueregard.audit.models import Entry
from dueregard.clock.services import shift
from dueregard.outbox.models import Job
from dueregard.outbox.services import payload_of

WRONG = "quite another password"


@pytest.fixture(autouse=True)
def no_attempts_yet(db):
    cache.clear()


@pytest.fixture
def person(marlbrook):
    return person_with(Role.ACTION_OWNER, marlbrook)


def sign_in(client, email, password=PASSWORD, **extra):
    answer = {"login": email, "password": password}
    return client.post(reverse("account_login"), answer, **extra)


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_the_right_password_signs_in_and_is_recorded(client, person):
    assert sign_in(client, person.email).status_code == 302
    assert is_signed_in(client)
    assert Entry.objects.filter(event="accounts.signed_in", person_id=person.pk)


def test_an_address_is_known_whatever_its_case(client, person):
    sign_in(client, person.email.upper())
    assert is_signed_in(client)


def test_a_known_and_an_unknown_address_get_the_same_answer(client, person):
    known = sign_in(client, person.email, WRONG)
    unknown = sign_in(client, "nobody@fernshire.example", WRONG)
    assert known.status_code == unknown.status_code == 200
    assert plain(known, person.email) == plain(unknown, "nobody@fernshire.example")


def test_somebody_invited_who_has_no_password_gets_the_same_answer(client, person):
    invited = PersonFactory(email="invited@fernshire.example", password="!unusable")
    first = sign_in(client, invited.email, WRONG)
    second = sign_in(client, person.email, WRONG)
    assert plain(first, invited.email) == plain(second, person.email)


def test_an_unknown_address_costs_as_much_work_as_a_known_one(
    client, person, monkeypatch
):
    """So that nobody tells them apart by the time that it takes (security C-ID6)."""
    hashed = []
    encode = MD5PasswordHasher.encode

    def counted(self, password, salt):
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    work = []
    for address in (person.email, "nobody@fernshire.example"):
        hashed.clear()
        sign_in(client, address, WRONG)
        work.append(len(hashed))
    assert work == [1, 1]


def plain(answer, email):
    """The page without what differs in every page: its tokens and the address."""
    lines = answer.content.decode().replace(email, "ADDRESS").splitlines()
    return [line for line in lines if "csrf" not in line and "submission" not in line]


def test_a_reset_answers_alike_for_known_and_unknown(client, person):
    address = reverse("account_reset_password")
    known = client.post(address, {"email": person.email})
    unknown = client.post(address, {"email": "nobody@fernshire.example"})
    assert known.status_code == unknown.status_code == 302
    assert known.url == unknown.url
    assert [payload_of(job)["to"] for job in Job.objects.all()] == [person.email]


def test_a_reset_link_sets_a_new_password_and_ends_sessions(client, person, settings):
    client.force_login(person)
    other = type(client)()
    other.post(reverse("account_reset_password"), {"email": person.email})
    body = payload_of(Job.objects.get())["body"]
    page = other.get(body.split(settings.SITE_URL)[1].split()[0], follow=True)
    new = {"password1": "seven slow barges pass", "password2": "seven slow barges pass"}
    other.post(page.redirect_chain[-1][0], new)
    person.refresh_from_db()
    assert person.check_password("seven slow barges pass")
    assert not get_user(client_request(client)).is_authenticated


def client_request(client):
    class Request:
        session = client.session

    return Request


def test_nobody_signs_up(client):
    assert client.get("/accounts/signup/").status_code == 404
    client.post("/accounts/signup/", {"email": "new@fernshire.example"})
    assert not Person.objects.filter(email="new@fernshire.example").exists()


def test_the_session_has_a_new_id_after_sign_in(client, person):
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    sign_in(client, person.email)
    assert client.session.session_key != before


def test_after_five_failures_the_sixth_attempt_must_wait(client, person):
    for _ in range(5):
        sign_in(client, person.email, WRONG)
    answer = sign_in(client, person.email)
    assert not is_signed_in(client)
    assert b"Wait a few minutes" in answer.content


def test_the_owner_can_sign_in_after_the_wait(client, person):
    for _ in range(5):
        sign_in(client, person.email, WRONG)
    shift(timedelta(seconds=31))
    sign_in(client, person.email)
    assert is_signed_in(client)


def test_each_further_failure_doubles_the_wait_up_to_a_quarter_of_an_hour(
    client, person
):
    later = timedelta(0)
    for wait in (30, 60, 120, 240, 480, 900, 900):
        for _ in range(5 if wait == 30 else 1):
            sign_in(client, person.email, WRONG, REMOTE_ADDR=f"10.0.0.{wait % 250}")
        later += timedelta(seconds=wait - 1)
        shift(later)
        assert b"Wait a few" in sign_in(client, person.email, WRONG).content
        later += timedelta(seconds=2)
        shift(later)
    sign_in(client, person.email, REMOTE_ADDR="10.1.0.1")
    assert is_signed_in(client)


def test_failures_and_used_codes_are_kept_where_every_process_sees_them():
    cache.set("counted", 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM shared_cache")
        assert cursor.fetchone()[0] == 1


def test_a_stranger_who_keeps_failing_does_not_keep_the_owner_out(client, person):
    sign_in(client, person.email)
    client.post(reverse("account_logout"))
    stranger = type(client)()
    for _ in range(9):
        sign_in(stranger, person.email, WRONG, REMOTE_ADDR="10.9.9.9")
    sign_in(client, person.email)
    assert is_signed_in(client)


def test_an_unknown_address_must_wait_like_a_known_one(client):
    for _ in range(5):
        sign_in(client, "nobody@fernshire.example", WRONG)
    answer = sign_in(client, "nobody@fernshire.example", WRONG)
    assert b"Wait a few minutes" in answer.content


def test_twenty_failures_from_one_address_make_it_wait_for_everybody(client, person):
    for number in range(20):
        sign_in(client, f"guess{number}@fernshire.example", WRONG)
    sign_in(client, person.email)
    assert not is_signed_in(client)
    sign_in(client, person.email, REMOTE_ADDR="10.2.2.2")
    assert is_signed_in(client)


def test_a_person_who_is_switched_off_cannot_sign_in(client, person):
    Person.objects.filter(pk=person.pk).update(is_active=False)
    sign_in(client, person.email)
    assert not is_signed_in(client)


def test_signing_out_tells_the_browser_to_forget(client, person):
    sign_in(client, person.email)
    answer = client.post(reverse("account_logout"))
    assert "cache" in answer.headers["Clear-Site-Data"]
    assert not is_signed_in(client)


def test_a_cookie_copied_before_signing_out_opens_nothing_after_it(client, person):
    sign_in(client, person.email)
    copied = type(client)()
    copied.cookies.load(client.cookies.output(header="", sep=";"))
    assert is_signed_in(copied)
    client.post(reverse("account_logout"))
    assert not is_signed_in(copied)
    page = copied.get(reverse("accounts:my_account"))
    assert page.url.startswith(reverse("account_login"))


def test_signing_out_takes_a_post(client, person):
    sign_in(client, person.email)
    client.get(reverse("account_logout"))
    assert is_signed_in(client)
