"""A mail server, letters to send, and real workers, for the outbox's tests."""

import os
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.conf import settings as django_settings
from django.db import connection

from dueregard.audit import services as audit
from dueregard.outbox import mail, registry
from dueregard.outbox import services as outbox
from dueregard.outbox.models import Job

from . import smtp


@pytest.fixture
def sink():
    with smtp.running() as server:
        yield server


@pytest.fixture
def mails_go_to_the_sink(settings, sink):
    """Mail of this process goes to the sink, which must answer within 0.3 s."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT = False, 0.3
    return sink


@pytest.fixture
def no_recurring_jobs(monkeypatch):
    monkeypatch.setattr(registry, "recurring", list)


@pytest.fixture
def ask():
    """Ask for a mail under each key; answers their rows."""

    def ask_for(*keys, to="ada@marlbrook.example"):
        letter = {"to": to, "subject": "You have a task", "body": "x"}
        with audit.atomic():
            for key in keys:
                payload = letter | {"id": mail.message_id(key)}
                outbox.enqueue(mail.KIND, key=key, payload=payload)
        return list(Job.objects.filter(kind=mail.KIND, key__in=keys).order_by("pk"))

    return ask_for


@pytest.fixture
def worker_environment(sink):
    """What a worker process needs to work on the tests' database and the sink."""
    return os.environ | {
        "DATABASE_URL": database_url(),
        "KEY_FILE": str(django_settings.KEY_FILE),
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(sink.port),
        "SMTP_TLS": "0",
    }


@pytest.fixture
def start(worker_environment):
    """Start a worker on the tests' database; it ends with the test."""
    started = []

    def worker(*arguments):
        process = subprocess.Popen(
            [sys.executable, "-m", "dueregard", "work", *arguments],
            cwd=django_settings.BASE_DIR,
            env=worker_environment,
            stderr=subprocess.PIPE,
        )
        started.append(process)
        return process

    yield worker
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def database_url():
    place = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{place['NAME']}"
    password = f":{quote(place['PASSWORD'])}" if place["PASSWORD"] else ""
    address = f"{place['HOST']}:{place['PORT'] or 5432}"
    return f"postgres://{place['USER']}{password}@{address}/{place['NAME']}"
