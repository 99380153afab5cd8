import pytest
from django.db import DatabaseError, connection


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
