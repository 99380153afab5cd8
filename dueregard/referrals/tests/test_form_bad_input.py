"""What nobody should send is answered with a sentence, and the rest is kept."""

from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.accounts.tests.factories import AuthorityFactory

from .filling import ANSWERS, fill, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(client):
    start(client, AuthorityFactory(name="Marlbrook"))
    return client


def test_a_hidden_control_character_is_refused_and_the_rest_is_kept(form):
    sent = {**ANSWERS["seen"], "did_or_said": "He said\x00 no"}
    page = form.post("/refer/form/seen/", sent).content.decode()
    assert "hidden control character" in page
    assert ANSWERS["seen"]["when_and_where"] in page


def test_letters_that_turn_the_line_are_shown_before_sending(client):
    seen = {**ANSWERS["seen"], "did_or_said": "Sent me a \u202egpj.exe"}
    fill(client, AuthorityFactory(name="Marlbrook"), seen=seen)
    assert "⟨U+202E⟩" in client.get("/refer/check/").content.decode()


def test_the_account_takes_20000_characters_and_says_when_it_is_more(form):
    sent = {**ANSWERS["seen"], "did_or_said": "x" * 20_001}
    assert form.post("/refer/form/seen/", sent).status_code == 200
    sent["did_or_said"] = "x" * 20_000
    assert form.post("/refer/form/seen/", sent).status_code == 302


@pytest.mark.parametrize(
    ("day", "month", "year", "sentence"),
    [
        ("30", "2", "2010", "must be a real date"),
        ("1", "1", "1", "Year must include 4 numbers"),
        ("1", "1", "0001", "must be in the last 120 years"),
        ("1", "1", "1870", "must be in the last 120 years"),
        ("", "3", "2010", "must include a day"),
    ],
)
def test_an_impossible_date_of_birth_is_answered(form, day, month, year, sentence):
    born = {"born_on_day": day, "born_on_month": month, "born_on_year": year}
    page = form.post("/refer/form/person/", {**ANSWERS["person"], **born})
    assert page.status_code == 200
    assert sentence in page.content.decode()


def test_nobody_is_born_tomorrow(form):
    day = clock.today() + timedelta(days=1)
    born = {
        "born_on_day": day.day,
        "born_on_month": day.month,
        "born_on_year": day.year,
    }
    page = form.post("/refer/form/person/", {**ANSWERS["person"], **born})
    assert "must be today or in the past" in page.content.decode()


def test_an_age_of_150_is_answered(form):
    page = form.post(
        "/refer/form/person/", {**ANSWERS["person"], "approximate_age": "150"}
    )
    assert "from 0 to 120" in page.content.decode()


def test_a_known_name_needs_one_word_at_least(form):
    sent = {**ANSWERS["person"], "forenames": "", "surname": "", "aliases": " "}
    page = form.post("/refer/form/person/", sent).content.decode()
    assert "Enter a first name, a last name or both" in page


def test_markup_in_an_answer_is_text(client):
    seen = {**ANSWERS["seen"], "did_or_said": "<script>alert(1)</script>"}
    fill(client, AuthorityFactory(name="Marlbrook"), seen=seen)
    page = client.get("/refer/check/").content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in page


def test_a_step_that_is_not_there_is_not_found(form):
    assert form.get("/refer/form/nothing/").status_code == 404
