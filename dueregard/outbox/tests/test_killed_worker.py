"""A worker process, stopped in the worst moment: the mail is out, but not noted."""

import os
import re
import signal
import socketserver
import subprocess
import sys
import threading
from collections import Counter
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from dueregard.audit import services as audit
from dueregard.clock import services as clock_services
from dueregard.outbox import mail
from dueregard.outbox import services as outbox
from dueregard.outbox.models import Job

pytestmark = pytest.mark.django_db(transaction=True)
KEYS = [f"mail-{number}" for number in range(5)]


class Sink(socketserver.ThreadingTCPServer):
    """A mail server that keeps the Message-IDs and can act before it says yes."""

    allow_reuse_address = daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.received: list[str] = []
        self.before_yes = lambda number: None


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 sink")
        for line in self.rfile:
            word = line[:4].upper()
            if word == b"DATA":
                self.say("354 go on")
                self.take()
            elif word == b"QUIT":
                self.say("221 bye")
                return
            self.say("250 yes")

    def take(self):
        letter = []
        for line in self.rfile:
            if line.rstrip() == b".":
                break
            letter.append(line.decode())
        found = re.search(r"Message-ID: (<.*>)", "".join(letter))
        self.server.received.append(found.group(1))
        self.server.before_yes(len(self.server.received))

    def say(self, text):
        try:
            self.wfile.write(f"{text}\r\n".encode())
        except OSError:
            return


@pytest.fixture
def sink():
    with Sink() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def start(sink):
    """Start a worker on the tests' database; it ends with the test."""
    started = []

    def worker(*arguments):
        command = [sys.executable, "manage.py", "work", *arguments]
        environment = os.environ | {
            "DATABASE_URL": _database_url(),
            "KEY_FILE": str(settings.KEY_FILE),
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(sink.server_address[1]),
            "SMTP_TLS": "0",
        }
        process = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=environment,
            stderr=subprocess.PIPE,
        )
        started.append(process)
        return process

    yield worker
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def _database_url():
    place = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{place['NAME']}"
    password = f":{quote(place['PASSWORD'])}" if place["PASSWORD"] else ""
    address = f"{place['HOST']}:{place['PORT'] or 5432}"
    return f"postgres://{place['USER']}{password}@{address}/{place['NAME']}"


def ask():
    letter = {"to": "ada@marlbrook.example", "subject": "You have a task", "body": "x"}
    with audit.atomic():
        for key in KEYS:
            payload = letter | {"id": mail.message_id(key)}
            outbox.enqueue(mail.KIND, key=key, payload=payload)


def test_a_killed_worker_loses_no_mail_and_its_repeat_is_known_by_its_id(sink, start):
    ask()
    killed = start()
    sink.before_yes = lambda number: killed.kill() if number == 3 else None
    assert killed.wait(timeout=60) == -signal.SIGKILL
    left = Job.objects.filter(kind=mail.KIND).exclude(status=Job.Status.DONE)
    assert left.count() == 3

    clock_services.shift(timedelta(minutes=5))  # past the dead worker's lease
    sink.before_yes = lambda number: None
    assert start("--until-idle").wait(timeout=60) == 0
    assert left.count() == 0
    copies = Counter(sink.received)
    assert set(copies) == {mail.message_id(key) for key in KEYS}
    assert copies[mail.message_id(KEYS[2])] == 2
    assert sum(copies.values()) == len(KEYS) + 1


def test_a_worker_told_to_stop_finishes_the_mail_in_hand(sink, start):
    ask()
    told = start()
    sink.before_yes = lambda number: told.send_signal(signal.SIGTERM)
    assert told.wait(timeout=60) == 0
    assert len(sink.received) == 1
    mails = Job.objects.filter(kind=mail.KIND)
    assert mails.filter(status=Job.Status.DONE).count() == 1
    assert mails.filter(status=Job.Status.WAITING).count() == len(KEYS) - 1
