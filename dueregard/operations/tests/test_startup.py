import json
import runpy
from pathlib import Path

import pytest
from django.db import connection

from dueregard import keys
from dueregard.config import settings as config_settings
from dueregard.operations import startup
from dueregard.vault import rooms
from dueregard.vault import services as vault
from dueregard.vault.services import making

pytestmark = pytest.mark.django_db
UUID = "00000000-0000-4000-8000-000000000001"


@pytest.fixture
def production(settings, tmp_path):
    """Settings with which production starts; each test makes one of them unsafe."""
    settings.MODE, settings.REHEARSAL = "production", False
    settings.SECRET_KEY = "u7Zq4t2wX9cVbN1mK8jH5gF3dS6aP0oIyTrEeWqLkJhGfDsAzXcVbNm"
    settings.ALLOWED_HOSTS = ["prevent.marlbrook.example"]
    settings.SITE_URL = "https://prevent.marlbrook.example"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "mail.marlbrook.example"
    settings.EMAIL_USE_TLS = True
    settings.DEFAULT_FROM_EMAIL = "prevent@marlbrook.example"
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "staticfiles.json").write_text("{}")
    return settings


def reasons():
    """Without those that hold of the tests' own database, whose owner runs them and
    which does not wait for its disk."""
    own = ("DATABASE_URL's role", "PostgreSQL's fsync", "PostgreSQL's synchronous")
    return [each for each in startup.check() if not each.startswith(own)]


def test_safe_settings_are_no_reason_to_refuse(production):
    assert reasons() == []


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("MODE", "testing", "DUE_REGARD_MODE is 'testing'"),
        ("DEBUG", True, "DEBUG is on"),
        ("SECRET_KEY", "", "SECRET_KEY is missing"),
        ("SECRET_KEY", "short", "SECRET_KEY is weak"),
        ("SECRET_KEY", "a" * 80, "SECRET_KEY is weak"),
        ("SECRET_KEY", "django-insecure-" + "q8w7e6r5" * 8, "SECRET_KEY is weak"),
        ("ALLOWED_HOSTS", [], "ALLOWED_HOSTS is missing"),
        ("ALLOWED_HOSTS", ["*"], "ALLOWED_HOSTS lets any name in"),
        ("ALLOWED_HOSTS", ["other.example"], "not among ALLOWED_HOSTS"),
        ("SITE_URL", "http://prevent.marlbrook.example", "not an https address"),
        ("ALLAUTH_TRUSTED_PROXY_COUNT", 0, "TRUSTED_PROXY_COUNT is missing"),
        (
            "EMAIL_BACKEND",
            "django.core.mail.backends.console.EmailBackend",
            "SMTP_HOST is missing",
        ),
        ("CLAMAV_SOCKET", "/run/clamav/clamd.ctl", "CLAMAV_SOCKET is not an address"),
        ("EMAIL_USE_TLS", False, "SMTP_TLS is off"),
        ("DEFAULT_FROM_EMAIL", "due-regard@localhost", "MAIL_FROM is missing"),
        ("STATIC_ROOT", Path("nowhere"), "static files are missing"),
        ("KEY_FILE", Path("nowhere.json"), "KEY_FILE names no file"),
    ],
)
def test_an_unsafe_value_is_refused_by_name(production, name, value, words):
    setattr(production, name, value)
    (reason,) = reasons()
    assert words in reason


@pytest.fixture
def by_notify(production):
    """Production that sends its mail through GOV.UK Notify."""
    production.EMAIL_BACKEND = "dueregard.outbox.notify.EmailBackend"
    production.EMAIL_HOST = ""
    production.DEFAULT_FROM_EMAIL = "due-regard@localhost"
    production.NOTIFY_API_KEY = f"live-{UUID}-{UUID}"
    production.NOTIFY_TEMPLATE_ID = UUID
    return production


def test_notify_in_place_of_a_mail_server_is_no_reason_to_refuse(by_notify):
    assert reasons() == []


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("NOTIFY_API_KEY", "", "NOTIFY_API_KEY is missing"),
        ("NOTIFY_TEMPLATE_ID", "", "NOTIFY_TEMPLATE_ID is missing"),
        ("NOTIFY_API_KEY", "live-half-a-key", "NOTIFY_API_KEY is not a whole key"),
        ("EMAIL_HOST", "mail.marlbrook.example", "are both set"),
        ("NOTIFY_URL", "http://notify.example", "NOTIFY_URL is not an https address"),
    ],
)
def test_notify_half_set_or_beside_a_mail_server_is_refused_in_any_mode(
    by_notify, name, value, words
):
    setattr(by_notify, name, value)
    (reason,) = reasons()
    assert words in reason
    by_notify.MODE, by_notify.REHEARSAL = "rehearsal", True
    (reason,) = reasons()
    assert words in reason


@pytest.mark.parametrize(
    ("environment", "backend"),
    [
        ({}, "django.core.mail.backends.console.EmailBackend"),
        ({"SMTP_HOST": "mail"}, "django.core.mail.backends.smtp.EmailBackend"),
        (
            {"NOTIFY_API_KEY": "key", "NOTIFY_TEMPLATE_ID": "template"},
            "dueregard.outbox.notify.EmailBackend",
        ),
        ({"NOTIFY_API_KEY": "key"}, "django.core.mail.backends.console.EmailBackend"),
    ],
)
def test_what_is_set_chooses_how_mail_goes(monkeypatch, environment, backend):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert runpy.run_path(config_settings.__file__)["EMAIL_BACKEND"] == backend


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_file_that_others_can_read_is_refused(production, tmp_path, mode):
    production.KEY_FILE = tmp_path / "keys.json"
    key = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
    production.KEY_FILE.write_text(json.dumps({"current": 1, "keys": {"1": key}}))
    production.KEY_FILE.chmod(mode)
    (reason,) = reasons()
    assert "KEY_FILE can be read by others" in reason


def test_a_damaged_key_file_is_refused(production, tmp_path):
    production.KEY_FILE = tmp_path / "keys.json"
    production.KEY_FILE.write_text("not keys")
    production.KEY_FILE.chmod(0o600)
    (reason,) = reasons()
    assert "KEY_FILE cannot be read as keys" in reason


def test_a_missing_audit_trigger_is_refused(production):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP TRIGGER audit_entry_append_only_row ON audit_entry")
        else:
            cursor.execute("DROP TRIGGER audit_entry_append_only_update")
    (reason,) = reasons()
    assert "audit_entry is missing" in reason


def test_a_pending_migration_is_refused(production):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'plans'")
    (reason,) = reasons()
    assert "migrations are pending" in reason


def test_a_rehearsal_is_not_served_in_production(production, coordinator):
    (reason,) = reasons()
    assert "This database holds a rehearsal" in reason


def test_a_rehearsal_answers_on_this_machine_only(monkeypatch):
    assert startup.check() == []
    monkeypatch.setenv("BIND", "0.0.0.0")
    (reason,) = startup.check()
    assert "on this machine only" in reason


def test_web_server_and_worker_end_with_1_and_say_why(empty_place):
    server = ["-m", "gunicorn", "-c", "python:dueregard.config.gunicorn"]
    worker = ["-m", "dueregard", "work", "--once"]
    for command in (server, worker):
        done = empty_place.start(*command, ALLOWED_HOSTS="*", SECRET_KEY="short")
        assert done.returncode == 1
        assert "Due Regard does not start:" in done.stderr
        assert "SECRET_KEY is weak" in done.stderr
        assert "ALLOWED_HOSTS lets any name in" in done.stderr
        assert "migrations are pending" in done.stderr
        assert "short" not in done.stderr
        assert "Traceback" not in done.stderr


def test_locked_records_are_said_and_no_reason_to_refuse(settings, tmp_path, capsys):
    making.usable_version()
    settings.KEY_FILE = tmp_path / "other.json"
    keys.create(settings.KEY_FILE)
    startup.refuse_unsafe()
    said = capsys.readouterr().err
    assert "Records about people are locked" in said
    assert "Plans and training work" in said


@pytest.mark.parametrize(
    "address", ["http://keys.marlbrook.example", "https://", "keys.marlbrook.example"]
)
def test_a_key_service_without_tls_is_refused(production, address):
    production.KEY_SERVICE_URL = address
    (reason,) = reasons()
    assert "KEY_SERVICE_URL" in reason


def test_a_database_that_brought_back_what_was_destroyed_is_refused(
    production, tmp_path, marlbrook
):
    with rooms.sealing(marlbrook):
        key = vault.new_key(marlbrook, "case")
    production.ERASURES = tmp_path / "erasures.jsonl"
    line = {"key": str(key.pk), "authority": marlbrook.pk}
    production.ERASURES.write_text(json.dumps(line))
    (reason,) = reasons()
    assert "run `due-regard replay-erasures`" in reason
