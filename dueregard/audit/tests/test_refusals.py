import re

import pytest
from django.contrib.auth import authenticate
from django.http.multipartparser import MultiPartParser
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


def test_names_that_are_not_the_senders_to_set_are_recorded_and_never_values(
    client, coordinator
):
    client.force_login(coordinator)
    sent = {"is_staff": "canary", "tenant": "canary", "title": "canary"}
    assert client.post("/fine/", sent).status_code == 200
    noted = {"page": "fine", "names": ["is_staff", "tenant"]}
    assert events() == [("access.unasked", noted)]
    assert Entry.objects.get().person_id == coordinator.pk


def test_they_are_recorded_of_somebody_without_an_account_beside_the_refusal():
    stranger = Client(enforce_csrf_checks=True)
    kind = "application/x-www-form-urlencoded"
    sent = "created_at=2020-01-01&author=1&author=2"
    stranger.post("/fine/", sent, content_type=kind)
    assert events() == [
        ("access.forged", {"page": "fine"}),
        ("access.unasked", {"page": "fine", "names": ["author", "created_at"]}),
    ]
    assert set(Entry.objects.values_list("person_id", flat=True)) == {None}


def test_files_that_were_refused_unread_are_not_read_for_it(monkeypatch):
    """They would be written to the temporary folder on their way."""

    def read(*args):
        raise AssertionError("read")

    monkeypatch.setattr(MultiPartParser, "parse", read)
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post("/fine/", {"author": "1"}).status_code == 403
    assert events() == [("access.forged", {"page": "fine"})]


def test_such_names_in_an_address_are_not_answers(client):
    client.get("/fine/?tenant=7")
    client.post("/fine/?tenant=7", {"title": "canary"})
    assert events() == []


def test_a_post_that_cannot_be_read_is_answered_as_ever(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    sent = dict.fromkeys(("tenant", "author", "is_staff"), "1")
    assert client.post("/fine/", sent).status_code == 200
    kind = "multipart/form-data"  # which says nothing of where its parts begin
    assert client.post("/fine/", b"tenant=1", content_type=kind).status_code == 200
    assert events() == []
