"""A session that cannot be saved: the database is away, or somebody ended it."""

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def writing(marlbrook, coordinator):
    """A browser that has begun the public form, and would save its session again."""
    browser = Client(raise_request_exception=False)
    session = browser.session
    session["refer"] = {"authority": marlbrook.pk, "owner": "nobody", "door": "public"}
    session.save()
    return browser


def begun(browser):
    """Ask for a code: the session is written whatever the answer."""
    return browser.post("/refer/return/", {"email": "someone@fernshire.example"})


def test_while_the_database_is_away_nobody_is_told_that_they_asked_wrongly(
    writing, monkeypatch
):
    def away(self, **kwargs):
        raise OperationalError("the database system is starting up")

    with monkeypatch.context() as broken:
        broken.setattr(Session, "save", away)
        answer = begun(writing)
    assert answer.status_code == 503
    assert writing.session["refer"]["owner"] == "nobody"
    assert begun(writing).status_code == 302


def test_a_session_that_was_ended_meanwhile_is_not_begun_again(writing, monkeypatch):
    def ended(email, councils):
        Session.objects.all().delete()

    monkeypatch.setattr("dueregard.referrals.services.returning.saved_by", ended)
    assert begun(writing).status_code == 400
    assert not Session.objects.exists()
