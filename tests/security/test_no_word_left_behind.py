"""After a day's work, no word about a person lies anywhere but sealed (canary search).

People refer, note, read, search, print and let a session run out, by the pages. Then
every place where a word could lie is searched for the canaries they typed and saw: the
database's own files and log (PostgreSQL's write-ahead log with them), a dump, uploaded
files, the temporary folder, sessions and the cache opened up, the service's log, mails,
addresses and titles.
"""

import base64
import logging
import os
import re
import subprocess
import tempfile
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from dueregard.access.roles import Role
from dueregard.referrals.models import Delivery, Match
from dueregard.referrals.tests import concerns, filling
from dueregard.referrals.views.doors import PURPOSES
from dueregard.vault import tenancy
from tests.adapter import HOME, Adapter
from tests.world_of_referrals import CASES

TYPED = "zqtypedqz"
WORDS = ("zqmarlbrook", "zqashbyvale", TYPED, concerns.CANARY, "1937-03", "March 1937")
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
READERS = (
    Role.COORDINATOR,
    Role.GATEWAY_OFFICER,
    Role.CASE_OFFICER,
    Role.PANEL_CHAIR,
    Role.REGISTERED_REFERRER,
)


@pytest.fixture
def watched(monkeypatch):
    """All that a browser or a proxy keeps of what was asked and answered."""
    kept: list[str] = []
    asked = Client.request

    def request(self, **environ):
        answer = asked(self, **environ)
        kept.append(f"{environ.get('PATH_INFO')}?{environ.get('QUERY_STRING')}")
        kept.append(str(answer.headers) + str(answer.cookies))
        if not answer.streaming:
            kept.extend(TITLE.findall(answer.text))
        return answer

    monkeypatch.setattr(Client, "request", request)
    return kept


@pytest.fixture
def places(settings, tmp_path, monkeypatch):
    """Folders of this test's own for files and for what is temporary."""
    for name in ("files", "temp"):
        (tmp_path / name).mkdir()
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temp"))
    return tmp_path


def a_days_work(adapter) -> int:
    """Every way in which words about a person come in and are read; pages shown."""
    with transaction.atomic():  # written to the disk once
        adapter.seed_world()
    shown = sum(read_all(adapter, role) for role in READERS)
    search(adapter)
    type_before_the_proof(adapter)
    notice(adapter)
    refer(adapter)
    run_out(adapter)
    adapter.run_jobs()
    return shown


def read_all(adapter, role) -> int:
    """Open every referral, its beginnings and its file; how many showed a word."""
    browser, tenant = adapter.login_as(role), adapter.tenants[HOME]
    session = browser.session
    session[PURPOSES] = {str(each.pk): "triage" for each in tenant.referrals.values()}
    session.save()
    pages = [reverse("referrals:home"), reverse("referrals:queue", args=[HOME])]
    for label in CASES:
        page = adapter.url_for("referral", label)
        pages += [page, f"{page}same-person/", f"{page}delivery/", f"{page}close/"]
    answers = [browser.get(page) for page in pages]
    for label in ("submitted", "gateway"):
        page = adapter.url_for("referral", label)
        with tenancy.of(tenant.authority):
            delivery = Delivery.objects.filter(referral=tenant.referrals[label]).first()
        browser.post(
            f"{page}delivery/form/",
            {"format": "pdf", "delivery": str(delivery.pk), "marking": "ours"},
        )
    return sum(b"zqmarlbrook" in b"".join(answer) for answer in answers)


def search(adapter) -> None:
    browser = adapter.login_as(Role.COORDINATOR)
    address = reverse("referrals:find", args=[HOME])
    found = browser.post(address, {"name": "zqmarlbrookgatewayg1qz Surname"})
    assert found.status_code == 200


def type_before_the_proof(adapter) -> None:
    """A grave act is sent when the last proof is too old: what was typed is kept."""
    browser, tenant = adapter.login_as(Role.COORDINATOR), adapter.tenants[HOME]
    session = browser.session
    for record in session["account_authentication_methods"]:
        record["at"] = 0
    session.save()
    subject = tenant.referrals["gateway"].subject_id
    with tenancy.of(tenant.authority):
        match = Match.objects.filter(second=subject).first()
    page = f"{adapter.url_for('referral', 'gateway')}same-person/{match.pk}/"
    asked = {"answer": "same", "because": f"{TYPED} told two people."}
    assert reverse("accounts:step_up") in browser.post(page, asked).url


def notice(adapter) -> None:
    school = concerns.a_school(adapter.tenants[HOME].authority)
    concerns.a_concern(school)


def refer(adapter) -> None:
    """Somebody refers by the public form, with a file, and leaves another half done."""
    stranger, authority = Client(), adapter.tenants[HOME].authority
    words = {
        "person": filling.ANSWERS["person"]
        | {"forenames": f"{TYPED} Corin", "surname": TYPED},
        "seen": filling.ANSWERS["seen"] | {"did_or_said": f"{TYPED} said so."},
    }
    filling.fill(stranger, authority, **words)
    content = f"{TYPED} in a file".encode()
    file = SimpleUploadedFile(f"{TYPED}.txt", content, "text/plain")
    assert stranger.post("/refer/files/", {"file": file}).status_code == 302
    assert TYPED not in filling.send(stranger).text
    filling.fill(Client(), authority, **words)


def run_out(adapter) -> None:
    """A form is sent after the session ended: what was typed is kept for them."""
    browser = adapter.login_as(Role.GATEWAY_OFFICER)
    adapter.advance_clock(timedelta(hours=3))
    address = adapter.url_for("referral", "submitted")
    browser.post(f"{address}accept/", {"note": f"{TYPED} is ours."})


def spellings(word: str) -> set[bytes]:
    """How a word may lie in a file: plain, wide, in hexadecimal, in base64.

    In base64 every character that the word alone decides: fewer are met by chance, in a
    gigabyte of other people's.
    """
    plain = word.encode()
    found = {plain, word.encode("utf-16-le"), plain.hex().encode()}
    for before in range(3):
        coded = base64.b64encode(bytes(before) + plain)
        found.add(coded[(before * 8 + 5) // 6 : (before + len(plain)) * 8 // 6])
    return found


def found_in(content: bytes) -> list[str]:
    return [word for word in WORDS if any(each in content for each in spellings(word))]


def files_beneath(*folders: Path) -> dict[str, bytes]:
    """Every file, by its path; one that goes while we look is left out."""
    found = {}
    for folder in folders:
        for path in folder.rglob("*"):
            try:
                found[str(path)] = path.read_bytes()
            except (OSError, IsADirectoryError):
                continue
    return found


def database_files(tmp_path) -> dict[str, bytes]:
    """The files that the database has, with its log, and a whole dump of it."""
    where = connection.settings_dict
    if connection.vendor == "sqlite":
        base = Path(where["NAME"])
        return {
            str(path): path.read_bytes()
            for path in base.parent.glob(f"{base.name}*")
            if path.is_file()
        }
    found = files_beneath(_cluster())
    target = tmp_path / "dump.sql"
    subprocess.run(
        [
            *["pg_dump", "--enable-row-security", "--inserts", f"--file={target}"],
            *["-h", where["HOST"], "-p", str(where["PORT"]), "-U", where["USER"]],
            where["NAME"],
        ],
        env={**os.environ, "PGOPTIONS": "-c dueregard.whole=yes"},
        check=True,
        capture_output=True,
    )
    return found | {"a dump": target.read_bytes()}


def _cluster() -> Path:
    """The folder of the whole cluster, its log beside it, all written to the disk."""
    url = os.environ["SUPERUSER_DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as superuser:
        superuser.execute("CHECKPOINT")
        row = superuser.execute("SHOW data_directory").fetchone()
    return Path(row[0]).parent


def sessions_and_cache() -> bytes:
    """What sessions and the shared cache hold, opened up."""
    held = [str(each.get_decoded()) for each in Session.objects.all()]
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM shared_cache")
        rows = cursor.fetchall()
    values = b" ".join(base64.b64decode(value) for _, value in rows)
    return " ".join([*held, *(key for key, _ in rows)]).encode() + values


def letters() -> bytes:
    return b" ".join(letter.message().as_bytes() for letter in mail.outbox)


@pytest.mark.django_db(transaction=True)
def test_no_word_is_left_behind_by_a_days_work(watched, places, caplog):
    caplog.set_level(logging.INFO)
    shown = a_days_work(Adapter())
    assert shown > 20  # the words were there to be left behind
    searched = {
        **database_files(places),
        **files_beneath(places / "files", places / "temp"),
        "sessions and cache": sessions_and_cache(),
        "log": caplog.text.encode(),
        "mails": letters(),
        "addresses, headers and titles": "\n".join(watched).encode(),
    }
    left = {name: found_in(content) for name, content in searched.items()}
    assert {name: words for name, words in left.items() if words} == {}
    assert any(b"Marlbrook" in content for content in searched.values())
    assert any(str(places / "files") in name for name in searched)
    assert mail.outbox


@pytest.mark.parametrize("word", WORDS)
def test_the_search_finds_a_word_however_it_lies(word):
    plain = f"before {word} after"
    for content in (
        plain.encode(),
        plain.encode("utf-16-le"),
        plain.encode().hex().encode(),
        *(base64.b64encode(b"x" * n + plain.encode()) for n in range(3)),
    ):
        assert word in found_in(content)
