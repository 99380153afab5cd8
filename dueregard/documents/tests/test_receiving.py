import errno
import gc
import hashlib
import io
import os
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import UnreadablePostError
from django.test import RequestFactory

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.audit.models import Entry
from dueregard.documents import services
from dueregard.documents.models import Document, FileVersion
from dueregard.outbox.models import Job

from .files import HONEST, upload

Status = FileVersion.Status


@pytest.mark.parametrize("name", HONEST)
def test_a_file_of_each_kind_that_is_taken_is_kept_as_it_came(name, give, files):
    document = give(name, HONEST[name])
    version = document.newest
    assert version.file_name == name
    stored = files / version.stored_name
    assert stored.read_bytes() == HONEST[name]
    assert version.sha256 == hashlib.sha256(HONEST[name]).hexdigest()
    assert version.size == len(HONEST[name])
    assert stored.stat().st_mode & 0o077 == 0


def test_a_file_waits_in_quarantine_and_its_scan_is_asked_for(give):
    version = give().newest
    assert version.status == Status.QUARANTINED
    (move,) = version.moves.all()
    assert (move.move, move.by) == ("quarantine", None)
    assert Job.objects.get(kind="documents.scan").key == f"version-{version.pk}"


def test_what_was_given_is_on_the_record_without_its_words(give, marlbrook):
    document = give(title="Attendance list of the spring course")
    entry = Entry.objects.get(event="documents.given")
    assert entry.authority_id == marlbrook.pk
    assert entry.facts["sha256"] == document.newest.sha256
    assert "spring" not in str(entry.facts)


def test_a_document_carries_its_days_and_tags(give):
    today = clock.today()
    document = give(
        happened_on=today, expires_on=today + timedelta(days=365), tags=["risk"]
    )
    assert [tag.tag for tag in document.tags.all()] == ["risk"]
    assert (document.happened_on, document.received_on) == (today, today)


def test_a_file_without_a_title_is_called_by_its_name(give):
    assert give(title=" ").title == "notes.txt"


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/notes.txt", "notes.txt"),
        ("C:\\Users\\sam\\notes.txt", "notes.txt"),
        ("no\x00tes.txt", "no□tes.txt"),
        ("\u202etxt.fdp.txt", "□txt.fdp.txt"),
        ("a\r\nSet-Cookie: x.txt", "a□□Set-Cookie: x.txt"),
        ("n" * 400 + ".txt", "n" * 196 + ".txt"),
    ],
)
def test_a_name_is_for_people_and_never_a_path(sent, shown, marlbrook, action_owner):
    file = SimpleUploadedFile("x.txt", b"Twelve came.\n")
    file._name = sent
    document = services.receive(file, by=action_owner, authority=marlbrook)
    version = document.newest
    assert version.file_name == shown
    assert len(version.stored_name) == 32


def test_a_newer_file_is_another_version(give, action_owner, kept):
    document = give()
    services.add_version(document, upload("v2.txt", b"Thirteen.\n"), by=action_owner)
    assert [one.number for one in document.versions.all()] == [2, 1]
    assert len(kept()) == 2


def test_a_link_is_kept_and_has_no_file(marlbrook, action_owner):
    document = services.add_link(
        "https://marlbrook.example/notes",
        by=action_owner,
        authority=marlbrook,
        tags=["section_1"],
    )
    assert document.title == "https://marlbrook.example/notes"
    with pytest.raises(NotNow, match="link"):
        services.add_version(document, upload("a.txt", b"a"), by=action_owner)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "x"])
def test_a_link_that_is_no_web_address_is_refused(url, marlbrook, action_owner):
    with pytest.raises(NotNow, match="web address"):
        services.add_link(url, by=action_owner, authority=marlbrook)


def test_a_file_that_is_not_taken_leaves_nothing(give, kept):
    with pytest.raises(NotNow, match="not a kind of file we take"):
        give("tool.exe", b"MZ\x00\x01")
    assert not Document.objects.exists()
    assert kept() == []


def test_bytes_go_when_their_rows_cannot_be_written(give, kept):
    with pytest.raises(ValueError, match="nonsense"):
        give(tags=["nonsense"])
    assert not Document.objects.exists()
    assert kept() == []


@pytest.fixture
def full_disk(monkeypatch):
    """Every write to a document's file finds no room."""
    real = os.fdopen

    def fdopen(descriptor, mode="r", *args, **more):
        stream = real(descriptor, mode, *args, **more)
        if mode != "wb":
            return stream

        class Full(io.RawIOBase):
            def write(self, data):
                raise OSError(errno.ENOSPC, "No space left on device")

            def close(self):
                stream.close()
                super().close()

        return Full()

    monkeypatch.setattr(os, "fdopen", fdopen)


def test_on_a_full_disk_the_words_stay_and_the_page_can_say_why(
    full_disk, marlbrook, action_owner, kept
):
    with transaction.atomic():
        marlbrook.public_contact = "The words of the form"
        marlbrook.save()
        document, sentence = services.receive_or_say(
            upload("notes.txt", b"Twelve came.\n"), by=action_owner, authority=marlbrook
        )
    marlbrook.refresh_from_db()
    assert document is None
    assert "was not kept" in sentence
    assert "full" in sentence
    assert marlbrook.public_contact == "The words of the form"
    assert not Document.objects.exists()
    assert kept() == []


def test_what_a_form_gave_is_kept_but_for_what_cannot_be(
    full_disk, marlbrook, action_owner
):
    given = {
        "file": upload("notes.txt", b"Twelve came.\n"),
        "link": "https://marlbrook.example/notes",
        "title": "Notes",
        "happened_on": None,
        "expires_on": None,
        "tags": ["risk"],
    }
    documents, sentence = services.keep_given(
        given, by=action_owner, authority=marlbrook
    )
    assert [one.kind for one in documents] == [Document.Kind.LINK]
    assert "not kept" in sentence


class Cut(io.BytesIO):
    """A body whose sender goes away."""

    def read(self, *args):
        data = super().read(*args)
        if not data:
            raise OSError("Connection reset by peer")
        return data


def send_half() -> bool:
    """Send 4 MB of a file of 9; whether the request failed."""
    head = b'--b\r\nContent-Disposition: form-data; name="evidence_file"; '
    body = Cut(head + b'filename="a.txt"\r\n\r\n' + b"x" * 4_000_000)
    environ = {
        "CONTENT_TYPE": "multipart/form-data; boundary=b",
        "CONTENT_LENGTH": "9000000",
        "wsgi.input": body,
    }
    request = RequestFactory(**environ).post("/documents/add/")
    request.META |= environ
    request._stream = body
    try:
        return not request.FILES
    except UnreadablePostError:
        return True


def test_an_upload_that_is_cut_off_leaves_nothing(settings, tmp_path, kept):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "temp"
    (tmp_path / "temp").mkdir()
    assert send_half()
    gc.collect()
    assert list((tmp_path / "temp").iterdir()) == []
    assert kept() == []


def test_only_who_gave_it_or_the_coordinator_tags_it(
    give, education_officer, coordinator
):
    document = give()
    services.tag(document, by=coordinator, tags=["risk", "section_8"])
    services.tag(document, by=coordinator, tags=["section_8"])
    assert [one.tag for one in document.tags.all()] == ["section_8"]
    with pytest.raises(NotAllowed, match="Only who gave"):
        services.tag(document, by=education_officer, tags=[])
