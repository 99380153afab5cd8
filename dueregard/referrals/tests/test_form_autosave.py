"""What is typed into the form and not sent is there when the writer comes back."""

import pytest

from dueregard.accounts.tests.factories import AuthorityFactory

from .filling import ANSWERS, fill, go_on, send, start

pytestmark = pytest.mark.django_db
SEEN = "/refer/form/seen/"
TYPED = {"autosave": "1", "did_or_said": "He drew a pl", "when_and_where": ""}


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


@pytest.fixture
def writing(client, marlbrook):
    start(client, marlbrook)
    for code in ("danger", "you", "person", "place"):
        client.post(f"/refer/form/{code}/", ANSWERS[code])
    return client


def test_half_a_sentence_is_kept_and_shown_again(writing):
    answer = writing.post(SEEN, TYPED)
    assert (answer.status_code, answer.content) == (204, b"")
    assert "He drew a pl</textarea>" in writing.get(SEEN).content.decode()


def test_what_is_only_typed_answers_no_question(writing):
    writing.post(SEEN, TYPED | {"when_and_where": "In a lesson."})
    assert writing.get("/refer/check/").url == SEEN


def test_an_answer_replaces_what_was_typed_before(writing):
    writing.post(SEEN, TYPED)
    go_on(writing)
    page = writing.get(SEEN).content.decode()
    assert "He drew a pl<" not in page
    assert ANSWERS["seen"]["did_or_said"] in page


def test_what_is_only_typed_does_not_change_an_answer_that_was_sent(client, marlbrook):
    fill(client, marlbrook)
    client.post(SEEN, TYPED)
    page = client.get("/refer/check/").content.decode()
    assert ANSWERS["seen"]["did_or_said"] in page
    assert "He drew a pl" not in page.replace(ANSWERS["seen"]["did_or_said"], "")


def test_saving_after_it_was_sent_says_that_it_is_gone_and_sends_nothing(writing):
    go_on(writing)
    send(writing)
    answer = writing.post(SEEN, TYPED)
    assert answer.status_code == 302
    assert answer.url == "/refer/"
