"""Odd entries are looked at by a person first; nothing is dropped, nothing is told."""

import re
from itertools import count

import pytest
from django.test import Client

from dueregard.access import limits
from dueregard.accounts.tests.factories import AuthorityFactory
from dueregard.referrals import proof
from dueregard.referrals.models import Delivery, Referral
from dueregard.referrals.views.refer.steps import SENT_FROM
from dueregard.vault import tenancy

from .factories import police_destination
from .filling import ANSWERS, fill, send

pytestmark = pytest.mark.django_db
HERE = "127.0.0.0/24"  # where a test's browser stands
CHALLENGE = re.compile(r'name="proof" [^>]*data-proof="([0-9a-f]{32})"')


@pytest.fixture(autouse=True)
def little_work(monkeypatch):
    monkeypatch.setattr(proof, "BITS", 8)


@pytest.fixture
def marlbrook():
    authority = AuthorityFactory(name="Marlbrook")
    police_destination(authority)
    return authority


def statuses(authority) -> list[str]:
    with tenancy.of(authority):
        rows = Referral.objects.order_by("submitted_at", "status")
        return list(rows.values_list("status", flat=True))


def deliveries(authority) -> int:
    with tenancy.of(authority):
        return Delivery.objects.count()


def came_before(number: int) -> None:
    """So many were sent from here within the hour."""
    for _ in range(number):
        limits.count(SENT_FROM, HERE)


def challenge_of(client) -> str:
    found = CHALLENGE.search(client.get("/refer/check/").content.decode())
    assert found
    return found[1]


def is_proof(challenge: str, number: int) -> bool:
    return proof.zero_bits(f"{challenge}{number}") >= proof.BITS


def worked_out(client) -> str:
    """What a browser with script fills in while the answers are read over."""
    challenge = challenge_of(client)
    return str(next(number for number in count() if is_proof(challenge, number)))


def test_a_plain_entry_goes_to_the_police_and_the_council_at_once(marlbrook, client):
    fill(client, marlbrook)
    send(client)
    assert statuses(marlbrook) == ["submitted"]
    assert deliveries(marlbrook) == 1


def test_what_fills_in_the_hidden_box_waits_for_a_person(marlbrook, client):
    fill(client, marlbrook)
    send(client, leave_empty="https://spam.example")
    assert statuses(marlbrook) == ["screening"]
    assert deliveries(marlbrook) == 0


def test_what_is_written_faster_than_anybody_reads_waits_for_a_person(
    marlbrook, client
):
    fill(client, marlbrook)
    client.post("/refer/check/")
    assert statuses(marlbrook) == ["screening"]


def test_the_sixth_in_an_hour_from_one_place_waits_and_none_is_lost(marlbrook):
    for _ in range(6):
        one = Client()
        fill(one, marlbrook)
        send(one)
    assert sorted(statuses(marlbrook)) == ["screening"] + ["submitted"] * 5


def test_the_receipt_does_not_tell_that_an_entry_was_odd(marlbrook):
    pages = []
    for odd in ("", "https://spam.example"):
        one = Client()
        fill(one, marlbrook)
        page = send(one, leave_empty=odd).content.decode()
        pages.append(re.sub(r"R-\w{4}-\w{4}", "R", page))
    assert pages[0] == pages[1]


def test_with_a_proof_of_work_the_sixth_from_one_place_goes_at_once(marlbrook, client):
    came_before(5)
    fill(client, marlbrook)
    send(client, proof=worked_out(client))
    assert statuses(marlbrook) == ["submitted"]
    assert deliveries(marlbrook) == 1


def test_with_a_proof_of_work_the_fortieth_goes_and_the_next_waits(marlbrook):
    came_before(39)
    for _ in range(2):
        one = Client()
        fill(one, marlbrook)
        send(one, proof=worked_out(one))
    assert sorted(statuses(marlbrook)) == ["screening", "submitted"]


def test_those_with_a_proof_count_for_those_without(marlbrook):
    """A school's own: five with script, then one without."""
    for _ in range(5):
        one = Client()
        fill(one, marlbrook)
        send(one, proof=worked_out(one))
    other = Client()
    fill(other, marlbrook)
    send(other)
    assert sorted(statuses(marlbrook)) == ["screening"] + ["submitted"] * 5


def test_a_proof_of_work_lets_neither_the_hidden_box_nor_haste_pass(marlbrook):
    trapped, hasty = Client(), Client()
    fill(trapped, marlbrook)
    send(trapped, proof=worked_out(trapped), leave_empty="https://spam.example")
    fill(hasty, marlbrook)
    hasty.post("/refer/check/", {"proof": worked_out(hasty)})
    assert statuses(marlbrook) == ["screening", "screening"]
    assert deliveries(marlbrook) == 0


def test_one_proof_does_not_do_for_a_second_person(marlbrook, client):
    came_before(5)
    fill(client, marlbrook)
    first = challenge_of(client)
    send(client, proof=worked_out(client), another="yes")
    for step in ("person", "place"):
        client.post(f"/refer/form/{step}/", ANSWERS[step])
    second = challenge_of(client)
    assert second != first
    again = next(n for n in count() if is_proof(first, n) and not is_proof(second, n))
    send(client, proof=again)
    assert sorted(statuses(marlbrook)) == ["screening", "submitted"]


@pytest.mark.parametrize("sent", ["", "abc", "-1", "7" * 10_000, "\x00"])
def test_a_proof_that_is_none_is_as_if_there_were_no_script(marlbrook, client, sent):
    came_before(5)
    fill(client, marlbrook)
    page = send(client, proof=sent).content.decode()
    assert "We have what you sent" in page
    assert statuses(marlbrook) == ["screening"]


def test_the_receipt_is_the_same_with_a_proof_and_without(marlbrook):
    pages = []
    for has_script in (True, False):
        one = Client()
        fill(one, marlbrook)
        given = {"proof": worked_out(one)} if has_script else {}
        page = send(one, **given).content.decode()
        pages.append(re.sub(r"R-\w{4}-\w{4}", "R", page))
    assert pages[0] == pages[1]
