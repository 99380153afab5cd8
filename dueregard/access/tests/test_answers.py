import logging
import re

import pytest
from django.test import Client

from dueregard.access.logs import NothingTyped
from dueregard.access.refusals import NotAllowed, NotNow, allows

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("dueregard.access.tests.urls"),
]
REFERENCE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("kind", "status", "sentence"),
    [
        ("not-allowed", 403, "Only the board&#x27;s chair can do this."),
        ("not-now", 409, "The plan is closed."),
    ],
)
def test_a_refusal_is_a_page_with_its_sentence(client, kind, status, sentence):
    response = client.get(f"/wrong/{kind}/")
    assert response.status_code == status
    assert sentence in response.content.decode()


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("bad", 400),
        ("forbidden", 403),
        ("missing", 404),
        ("broken", 500),
        ("away", 503),
        ("cut", 503),
    ],
)
def test_what_went_wrong_shows_a_reference_that_the_log_holds(
    client, caplog, kind, status
):
    caplog.set_level(logging.INFO, "dueregard")
    response = client.get(f"/wrong/{kind}/?canary=1", headers={"User-Agent": "canary"})
    reference = REFERENCE.search(response.content.decode())
    whole = logging.Formatter().format  # with the traceback, if a line has one
    ours = [whole(line) for line in caplog.records if NothingTyped().filter(line)]
    assert response.status_code == status
    assert reference.group() in "\n".join(ours)
    assert "canary" not in response.content.decode()
    assert "canary" not in "\n".join(ours)


def test_while_the_database_is_away_the_page_says_what_to_do(client):
    response = client.get("/wrong/away/")
    assert "send the form again" in response.text
    assert "999" in response.text
    assert response.headers["Retry-After"]


def test_a_forged_form_gets_its_own_page():
    response = Client(enforce_csrf_checks=True).post("/fine/", {"a": "b"})
    assert response.status_code == 403
    assert REFERENCE.search(response.content.decode())


def test_a_page_is_not_stored_unless_its_view_says_so(client):
    assert client.get("/fine/").headers["Cache-Control"] == "no-store"
    assert client.get("/wrong/missing/").headers["Cache-Control"] == "no-store"
    assert "max-age=60" in client.get("/kept/").headers["Cache-Control"]


def test_a_rule_can_be_asked_without_being_refused():
    def refuses(user):
        raise NotAllowed("No.")

    assert not allows(refuses, None)
    assert allows(lambda user: None, None)


def test_a_refusal_says_its_answer():
    assert (NotAllowed("No.").status, NotNow("Not now.").status) == (403, 409)
    assert str(NotNow("Not now.")) == NotNow("Not now.").sentence == "Not now."
