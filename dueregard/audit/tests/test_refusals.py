import re

import pytest
from django.contrib.auth import authenticate
from django.test import Client, RequestFactory

from dueregard.audit.models import Entry

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("dueregard.access.tests.urls"),
]


def events():
    return list(Entry.objects.order_by("sequence").values_list("event", "facts"))


def test_a_refusal_is_recorded_by_the_pages_name(client, coordinator):
    client.force_login(coordinator)
    Entry.objects.all()
    client.get("/wrong/not-now/?secret=canary")
    assert events() == [("access.refused", {"page": "wrong", "status": 409})]
    assert Entry.objects.get().person_id == coordinator.pk


def test_a_forged_form_is_recorded():
    Client(enforce_csrf_checks=True).post("/fine/", {"a": "canary"})
    assert events() == [("access.forged", {"page": "fine"})]


def test_asking_for_a_thing_that_is_not_there_is_recorded_of_a_signed_in_person(
    client, coordinator
):
    client.get("/wrong/missing/")
    assert events() == []
    client.force_login(coordinator)
    client.get("/wrong/missing/")
    assert events() == [("access.missing", {"page": "wrong"})]


def test_an_address_that_is_no_page_is_not_recorded(client, coordinator):
    client.force_login(coordinator)
    assert client.get("/no-such-page/").status_code == 404
    assert events() == []


def test_a_failed_sign_in_is_recorded_without_the_account_that_was_tried():
    request = RequestFactory().post("/")
    for tried in ("Ada@marlbrook.example", "ada@marlbrook.example"):
        assert authenticate(request, email=tried, password="wrong") is None
    [(event, first), (_, second)] = events()
    assert event == "access.sign_in_failed"
    assert set(first) == {"account_hash"}
    assert re.fullmatch(r"\d+:[0-9a-f]{64}", first["account_hash"])
    assert first == second


def test_an_answered_page_records_nothing(client, coordinator):
    client.force_login(coordinator)
    client.get("/fine/")
    assert events() == []
