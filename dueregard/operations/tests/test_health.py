import pytest
from django.db import DatabaseError, connection

from dueregard import keys
from dueregard.vault.services import making


@pytest.mark.django_db
def test_anybody_may_ask_whether_the_service_is_well(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_said_without_details(
    client, monkeypatch, settings
):
    settings.REHEARSAL = False

    def refuse():
        raise DatabaseError("host secret.example refused")

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"no\n")


@pytest.mark.django_db
def test_locked_records_are_said_and_do_not_take_the_service_away(
    client, settings, tmp_path
):
    making.usable_version()
    settings.KEY_FILE = tmp_path / "other.json"
    keys.create(settings.KEY_FILE)
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\nrecords locked\n")
