"""A form that is saved comes back by a code, and nobody learns whose there is."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from dueregard.accounts.tests.factories import AuthorityFactory
from dueregard.clock import services as clock_services
from dueregard.outbox.models import Job
from dueregard.outbox.services import payload_of
from dueregard.referrals.models import Referral
from dueregard.vault import tenancy
from dueregard.vault.models import BlindToken

from .filling import ANSWERS, fill, go_on, send, start

pytestmark = pytest.mark.django_db
EMAIL = {"email": "Neighbour@Fernshire.example"}


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


def letters() -> list[str]:
    jobs = Job.objects.filter(kind="outbox.mail").order_by("pk")
    return ["\n".join(map(str, payload_of(job).values())) for job in jobs]


def the_code() -> str:
    """The code in the newest mail."""
    (found,) = re.findall(r"\b[0-9A-Z]{8}\b", letters()[-1])
    return found


def save(client, authority) -> None:
    start(client, authority)
    client.post("/refer/form/danger/", ANSWERS["danger"])
    client.post("/refer/form/seen/", ANSWERS["seen"])
    assert client.post("/refer/save/", EMAIL).url == "/refer/saved/"


def test_a_saved_form_comes_back_in_another_browser(marlbrook, client):
    save(client, marlbrook)
    other = Client()
    assert other.post("/refer/return/", EMAIL).url == "/refer/code/"
    assert other.post("/refer/code/", {"code": the_code()}).url == "/refer/form/you/"
    assert ANSWERS["seen"]["did_or_said"] in (
        other.get("/refer/form/seen/").content.decode()
    )
    go_on(other)
    assert "R-" in send(other).content.decode()


def test_the_browser_that_saved_has_forgotten_the_form(marlbrook, client):
    save(client, marlbrook)
    assert client.get("/refer/form/seen/").url == "/refer/"


def test_the_mail_holds_a_code_and_nothing_of_the_form(marlbrook, client):
    save(client, marlbrook)
    Client().post("/refer/return/", EMAIL)
    (letter,) = letters()
    assert "arrows" not in letter
    assert "Prevent" not in letter
    assert "referral" not in letter.lower().replace("referrals/mail", "")


def test_an_unknown_address_is_answered_alike_and_gets_no_mail(marlbrook, client):
    save(client, marlbrook)
    known, unknown = Client(), Client()
    answers = [
        known.post("/refer/return/", EMAIL),
        unknown.post("/refer/return/", {"email": "nobody@fernshire.example"}),
    ]
    assert [(one.status_code, one.url) for one in answers] == [
        (302, "/refer/code/")
    ] * 2
    pages = [one.get("/refer/code/").content.decode() for one in (known, unknown)]
    plain = [re.sub(r'value="[^"]{20,}"', "", page) for page in pages]
    assert plain[0] == plain[1]
    assert len(letters()) == 1


def test_a_wrong_code_opens_nothing_and_is_not_guessed(marlbrook, client):
    save(client, marlbrook)
    other = Client()
    other.post("/refer/return/", EMAIL)
    for _ in range(5):
        page = other.post("/refer/code/", {"code": "22222222"})
        assert "is not right" in page.content.decode()
    assert other.post("/refer/code/", {"code": the_code()}).status_code == 200


def test_a_code_works_for_a_quarter_of_an_hour_and_once(marlbrook, client):
    save(client, marlbrook)
    late, other = Client(), Client()
    late.post("/refer/return/", EMAIL)
    code = the_code()
    clock_services.shift(timedelta(minutes=16))
    assert late.post("/refer/code/", {"code": code}).status_code == 200
    other.post("/refer/return/", EMAIL)
    code = the_code()
    assert other.post("/refer/code/", {"code": code}).status_code == 302
    assert other.post("/refer/code/", {"code": code}).url == "/refer/"


def test_a_code_works_only_where_it_was_asked_for(marlbrook, client):
    save(client, marlbrook)
    asked, stranger = Client(), Client()
    asked.post("/refer/return/", EMAIL)
    code = the_code()
    stranger.post("/refer/return/", {"email": "nobody@fernshire.example"})
    assert stranger.post("/refer/code/", {"code": code}).status_code == 200


def test_nobodys_mailbox_is_filled_by_others(marlbrook, client):
    save(client, marlbrook)
    for _ in range(9):
        Client().post("/refer/return/", EMAIL)
    assert len(letters()) == 5


def test_after_a_day_a_form_that_was_not_sent_is_gone(marlbrook, client):
    save(client, marlbrook)
    clock_services.shift(timedelta(hours=25))
    Client().post("/refer/return/", EMAIL)
    assert letters() == []


def test_the_session_gets_a_new_key_when_the_form_comes_back(marlbrook, client):
    save(client, marlbrook)
    other = Client()
    other.post("/refer/return/", EMAIL)
    before = other.session.session_key
    other.post("/refer/code/", {"code": the_code()})
    assert other.session.session_key != before


@pytest.mark.parametrize(
    ("status", "word"),
    [("submitted", "Received"), ("gateway", "Passed on"), ("screening", "Received")],
)
def test_who_gave_an_address_reads_one_of_three_words(marlbrook, client, status, word):
    fill(client, marlbrook)
    send(client)
    with tenancy.of(marlbrook):
        Referral.objects.update(status=status)
        reference = Referral.objects.get().reference
    other = Client()
    asked = {"reference": reference.lower(), "email": ANSWERS["reach"]["email"]}
    other.post("/refer/news/", asked)
    assert other.post("/refer/code/", {"code": the_code()}).url == "/refer/word/"
    page = other.get("/refer/word/").content.decode()
    assert f"<strong>{word}</strong>" in page
    assert "Ashgrove" not in page


def test_a_reference_with_another_address_is_answered_alike(marlbrook, client):
    fill(client, marlbrook)
    send(client)
    with tenancy.of(marlbrook):
        reference = Referral.objects.get().reference
    other = Client()
    asked = {"reference": reference, "email": "nobody@fernshire.example"}
    assert other.post("/refer/news/", asked).url == "/refer/code/"
    assert letters() == []


def test_an_anonymous_writer_can_ask_after_nothing(marlbrook, client):
    fill(client, marlbrook, reach={"contact": "no"})
    send(client)
    with tenancy.of(marlbrook):
        key = Referral.objects.get().data_key
        assert not BlindToken.objects.filter(data_key=key).exists()
