"""One door for every private address: what it says, what it counts, what it hides."""

import pytest
from django.http import HttpResponse

from dueregard.access.limits import Limit, count, is_over
from dueregard.access.private_links import (
    GUESSES,
    SENT,
    SPENT,
    TOO_OFTEN,
    UNKNOWN,
    opened_by,
)

pytestmark = pytest.mark.django_db  # the shared cache
LINKS = {"good": "a letter", "old": "an old letter"}


def no_link(request, status, found):
    return HttpResponse(f"no link, found {found}", status=status)


@pytest.fixture
def door():
    @opened_by(LINKS.get, is_live=lambda found: found == "a letter", no_link=no_link)
    def view(request, found, token, page="first"):
        return HttpResponse(f"{found}, {page}")

    return view


def test_a_private_address_opens_and_is_kept_nowhere(door, rf):
    answer = door(rf.get("/"), token="good", page="second")
    assert answer.content == b"a letter, second"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "token, status, found", [("bad", UNKNOWN, None), ("old", SPENT, "an old letter")]
)
def test_what_does_not_open_says_so_and_is_kept_nowhere(door, rf, token, status, found):
    answer = door(rf.get("/"), token=token)
    assert answer.status_code == status
    assert answer.content == f"no link, found {found}".encode()
    assert answer.headers["Cache-Control"] == "no-store"


def test_guessing_is_counted_by_where_it_comes_from(door, rf):
    for number in range(GUESSES.most):
        assert door(rf.get("/"), token=f"guess {number}").status_code == UNKNOWN
    here, elsewhere = rf.get("/"), rf.get("/", REMOTE_ADDR="192.0.2.7")
    assert door(here, token="good").status_code == TOO_OFTEN
    assert door(elsewhere, token="good").status_code == 200


def test_spent_addresses_are_no_guesses(door, rf):
    for _ in range(GUESSES.most + 1):
        assert door(rf.get("/"), token="old").status_code == SPENT


def test_sending_is_counted_by_link_and_reading_is_not(door, rf):
    for _ in range(SENT.most):
        assert door(rf.post("/"), token="good").status_code == 200
    assert door(rf.post("/"), token="good").status_code == TOO_OFTEN
    assert door(rf.get("/"), token="good").status_code == 200


def test_a_limit_counts_each_apart_and_survives_any_text():
    limit = Limit("test", 2, GUESSES.window)
    assert [count(limit, "one\ud800") for _ in range(3)] == [False, False, True]
    assert is_over(limit, "one\ud800")
    assert not is_over(limit, "two")
