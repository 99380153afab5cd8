"""Odd entries are looked at by a person first; nothing is dropped, nothing is told."""

import re

import pytest
from django.test import Client

from dueregard.accounts.tests.factories import AuthorityFactory
from dueregard.referrals.models import Delivery, Referral
from dueregard.vault import tenancy

from .factories import police_destination
from .filling import fill, send

pytestmark = pytest.mark.django_db


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
