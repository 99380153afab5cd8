"""The adapter that tests of security stand on does what it says."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.audit import services as audit
from dueregard.audit.models import Entry
from dueregard.audit.tests.lifting import lifted
from dueregard.documents import scanner
from dueregard.documents.tests.files import EICAR
from dueregard.outbox import services as outbox
from dueregard.outbox.mail import KIND, message_id
from dueregard.vault import key_service
from dueregard.vault.errors import KeysUnavailable

from . import fakes
from .adapter import ELSEWHERE, HOME, as_owner, undone
from .world_of_referrals import CASES

pytestmark = pytest.mark.django_db
MY_PAGE = "accounts:my_account"
KEY = bytes(range(32))


@pytest.fixture
def adapter(seeded):
    """The world, and nothing kept of what a test does to it."""
    with undone():
        yield seeded
    seeded.forget_factors()


def test_the_world_has_two_places_every_role_and_every_state(adapter):
    assert set(adapter.tenants) == {HOME, ELSEWHERE}
    for tenant in adapter.tenants.values():
        assert set(tenant.people) == set(Role.values)
        found = {label: each.status for label, each in tenant.referrals.items()}
        assert found == {label: case.status for label, case in CASES.items()}
    statuses = {case.status for case in CASES.values()}
    referral = adapter.tenants[HOME].referrals["sent"]
    assert statuses == set(referral.Status)


def test_signing_in_takes_the_password_and_the_code(adapter):
    for role in (Role.COORDINATOR, Role.GATEWAY_OFFICER):
        first, again = adapter.login_as(role), adapter.login_as(role)
        for browser in (first, again):
            answer = browser.get(reverse(MY_PAGE))
            assert answer.status_code == 200
            assert str(adapter.person(role)) in answer.text


def test_the_address_of_a_thing_is_the_one_that_pages_use(adapter):
    referral = adapter.tenants[HOME].referrals["sent"]
    assert str(referral.pk) in adapter.url_for("referral", "sent")
    assert adapter.url_for("plans:list", "") == reverse("plans:list")


def test_the_audit_is_exported_and_verified(adapter):
    entries = adapter.audit_export(HOME)
    assert [each["sequence"] for each in entries] == list(range(1, len(entries) + 1))
    assert "referrals.submitted" in {each["event"] for each in entries}
    assert not any(finding.fault for finding in adapter.verify_audit())
    with as_owner(), lifted():
        Entry.objects.filter(pk=entries[3]["id"]).update(event="something.else")
        faults = [each.fault for each in adapter.verify_audit() if each.fault]
    assert [fault.sequence for fault in faults] == [4]


def ask_for_a_mail(key):
    letter = {"to": "ada@marlbrook.example", "subject": "You have a task", "body": "x"}
    with audit.atomic():
        outbox.enqueue(KIND, key=key, payload=letter | {"id": message_id(key)})


def test_jobs_are_done_when_they_are_asked_for(adapter, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    ask_for_a_mail("one")
    assert adapter.run_jobs() >= 1
    sent = [letter.extra_headers.get("Message-ID") for letter in mail.outbox]
    assert sent.count(message_id("one")) == 1
    assert adapter.run_jobs() == 0


def test_every_mail_of_the_world_has_the_one_subject_and_no_name(adapter, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    adapter.run_jobs()
    assert {letter.subject for letter in mail.outbox} == {"You have a task"}
    assert "zqmarlbrook" not in " ".join(letter.body for letter in mail.outbox)


def test_the_clock_is_moved_for_everybody_and_sessions_end_by_it(adapter):
    before = clock.today()
    browser = adapter.login_as(Role.COORDINATOR)
    adapter.advance_clock(timedelta(days=2))
    assert clock.today() == before + timedelta(days=2)
    assert browser.get(reverse(MY_PAGE)).status_code == 302


def test_health_is_what_anybody_may_ask(adapter):
    assert adapter.health() == (200, "ok\n")


@pytest.mark.parametrize("habit", fakes.HABITS)
def test_the_mail_server_keeps_its_habit(adapter, settings, habit):
    with fakes.mail_server() as server:
        server.habit = habit
        for name, value in server.settings().items():
            setattr(settings, name, value)
        ask_for_a_mail(f"letter {habit}")
        adapter.run_jobs(3)
        wanted = [message_id(f"letter {habit}")] if habit == "ok" else []
        assert [each for each in server.received if each in wanted] == wanted
        assert bool(server.received) == (habit == "ok")


@pytest.mark.parametrize("habit", fakes.HABITS)
def test_the_scanner_keeps_its_habit(settings, habit, tmp_path):
    infected = tmp_path / "file"
    infected.write_bytes(EICAR)
    with fakes.scanner() as engine, infected.open("rb") as stream:
        engine.habit = habit
        for name, value in engine.settings().items():
            setattr(settings, name, value)
        if habit == "ok":
            assert not scanner.ask(stream).is_clean
        else:
            with pytest.raises(scanner.Unavailable):
                scanner.ask(stream)
        assert engine.asked == 1


@pytest.mark.parametrize("habit", fakes.HABITS)
def test_the_key_service_keeps_its_habit(settings, monkeypatch, habit):
    monkeypatch.setattr(key_service, "CONNECT_SECONDS", 0.5)
    monkeypatch.setattr(key_service, "TOTAL_SECONDS", 0.5)
    with fakes.key_service() as service:
        for name, value in service.settings().items():
            setattr(settings, name, value)
        key_service.forget()
        sealed = key_service.wrap(1, KEY)
        service.habit = habit
        if habit == "ok":
            assert key_service.unwrap(1, sealed) == KEY
        else:
            with pytest.raises(KeysUnavailable):
                key_service.unwrap(1, sealed)
        key_service.forget()
