import hashlib
import os
from datetime import timedelta

import pytest

from dueregard import clock, store
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.audit.models import Entry
from dueregard.documents import jobs, scanner, services
from dueregard.documents.models import FileVersion
from dueregard.documents.workflow import WORKFLOW
from dueregard.exchange.tests.files import simple_docx, with_part
from dueregard.outbox.models import Job
from dueregard.outbox.registry import find

from . import engine
from .files import EICAR, jpeg_with_place, png

Status = FileVersion.Status


@pytest.fixture(scope="session")
def clamd():
    with engine.running() as address:
        yield address


@pytest.fixture
def real_engine(clamd, settings):
    settings.CLAMAV_SOCKET = clamd


@pytest.fixture
def scanned(django_capture_on_commit_callbacks):
    """Have the worker's job look at a document's newest file."""

    def run(document):
        version = document.newest
        with django_capture_on_commit_callbacks(execute=True):
            jobs.scan({"version": version.pk})
        version.refresh_from_db()
        return version

    return run


def test_a_clean_file_is_found_clean_by_the_real_engine(real_engine, give, scanned):
    version = scanned(give())
    assert version.status == Status.CLEAN
    assert [move.move for move in version.moves.all()] == [
        "quarantine",
        "scan",
        "clear",
    ]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("notes.txt", EICAR),
        ("notes.txt", engine.KNOWN_BAD),
        ("paper.docx", with_part(simple_docx(), "word/media/x.txt", EICAR)),
    ],
)
def test_what_the_engine_finds_is_refused_and_its_bytes_go(
    name, data, real_engine, give, scanned, kept
):
    version = scanned(give(name, data))
    assert version.status == Status.REFUSED
    assert "The virus check found “DueRegard." in version.refused_because
    assert version.moves.last().note == version.refused_because
    assert kept() == []
    entry = Entry.objects.get(event="documents.file_refused")
    assert entry.authority_id == version.document.authority_id


def test_a_file_larger_than_the_engine_takes_is_refused_with_the_reason(
    real_engine, give, scanned, kept
):
    version = scanned(give("notes.txt", b"Twelve came. " * (engine.MOST // 4)))
    assert version.status == Status.REFUSED
    assert "larger than the virus check takes" in version.refused_because
    assert kept() == []


def test_without_a_scanner_files_wait_and_nothing_fails(give, scanned):
    version = scanned(give())
    assert version.status == Status.QUARANTINED
    assert services.scan_waiting() == 0


def hang_up(call):
    pass


def say_nothing(call):
    engine.read_all(call)
    call.recv(1)


def talk_nonsense(call):
    engine.read_all(call)
    call.sendall(b"\xff\x00 nonsense\n")


def be_ill(call):
    engine.read_all(call)
    call.sendall(b"stream: Can't allocate memory ERROR\n")


def half_a_word(call):
    engine.read_all(call)
    call.sendall(b"stream: O")


@pytest.mark.parametrize(
    "behave", [hang_up, say_nothing, talk_nonsense, be_ill, half_a_word]
)
def test_an_engine_that_gives_no_answer_leaves_the_file_waiting(
    behave, settings, give, scanned, kept
):
    settings.CLAMAV_TIMEOUT = 0.5
    document = give()
    with engine.impostor(behave) as settings.CLAMAV_SOCKET:
        version = scanned(document)
    assert version.status == Status.QUARANTINED
    assert version.tried_at is not None
    assert len(kept()) == 1


@pytest.mark.parametrize("address", ["unix:/nowhere/clamd.sock", "tcp://127.0.0.1:1"])
def test_an_engine_that_is_away_leaves_the_file_waiting(
    address, settings, give, scanned
):
    settings.CLAMAV_SOCKET = address
    assert scanned(give()).status == Status.QUARANTINED


def test_what_waited_is_scanned_when_the_engine_is_back(
    clamd, settings, give, scanned, django_capture_on_commit_callbacks
):
    settings.CLAMAV_SOCKET = "unix:/nowhere/clamd.sock"
    waiting = [give(title=str(number)) for number in range(3)]
    for document in waiting:
        scanned(document)
    assert services.scan_waiting() == 0
    settings.CLAMAV_SOCKET = clamd
    with django_capture_on_commit_callbacks(execute=True):
        jobs.scan_waiting({})
    assert {one.newest.status for one in waiting} == {Status.CLEAN}


def test_the_sweep_asks_again_however_long_the_engine_was_away(give):
    sweep = find("documents.scan_waiting")
    assert sweep.every <= timedelta(minutes=5)
    version = give().newest
    for _ in range(20):
        jobs.scan({"version": version.pk})
    assert version.status == Status.QUARANTINED
    assert not Job.objects.dead().exists()


def test_one_file_that_stumps_the_engine_does_not_hold_up_the_rest(settings, give):
    stumper, other = give(title="First"), give(title="Second")
    FileVersion.objects.filter(document=stumper).update(tried_at=clock.now())
    waiting = FileVersion.objects.waiting()
    assert [one.document for one in waiting] == [other, stumper]


def test_a_file_is_scanned_once_however_often_it_is_asked(real_engine, give, scanned):
    document = give()
    scanned(document)
    version = scanned(document)
    assert version.moves.count() == 3


def test_of_two_workers_the_slower_one_leaves_nothing_behind(
    real_engine, give, scanned, kept, monkeypatch
):
    document = give("room.png", png())
    ask = scanner.ask

    def ask_while_another_does(stream):
        monkeypatch.setattr(scanner, "ask", ask)
        services.scan(document.newest.pk)
        return ask(stream)

    monkeypatch.setattr(scanner, "ask", ask_while_another_does)
    with pytest.raises(NotNow):
        services.scan(document.newest.pk)
    version = document.versions.get()
    assert version.status == Status.CLEAN
    assert kept() == sorted([version.stored_name, version.viewing_name])


def test_a_file_that_changed_on_the_disk_is_refused(real_engine, give, scanned, files):
    document = give()
    (files / document.newest.stored_name).write_bytes(b"Something else.\n")
    assert "changed" in scanned(document).refused_because


def test_a_file_that_is_gone_from_the_disk_is_refused(
    real_engine, give, scanned, files
):
    document = give()
    (files / document.newest.stored_name).unlink()
    assert "Give it again" in scanned(document).refused_because


def test_nobody_waves_a_file_through(give, coordinator):
    with pytest.raises(NotAllowed):
        WORKFLOW.make(give().newest, "scan", by=coordinator)


@pytest.mark.parametrize(
    ("address", "is_right"),
    [
        ("", True),
        ("unix:/run/clamav/clamd.ctl", True),
        ("unix:///run/clamav/clamd.ctl", True),
        ("tcp://127.0.0.1:3310", True),
        ("/run/clamav/clamd.ctl", False),
        ("tcp://127.0.0.1", False),
        ("http://127.0.0.1:3310", False),
    ],
)
def test_an_address_that_cannot_be_one_is_told(address, is_right):
    assert (scanner.mistake_in(address) == "") is is_right


def test_bytes_that_no_document_names_are_swept(give, files, kept):
    document = give()
    orphan = store.keep([b"half"], limit=10, folder=store.DOCUMENTS)
    fresh = store.keep([b"new"], limit=10, folder=store.DOCUMENTS)
    long_ago = (clock.now() - timedelta(hours=2)).timestamp()
    for name in (orphan.name, document.newest.stored_name):
        os.utime(files / name, (long_ago, long_ago))
    assert services.sweep() == 1
    assert kept() == sorted([document.newest.stored_name, fresh.name])


def test_a_picture_gets_a_copy_for_viewing_that_says_nothing(
    real_engine, give, scanned, files
):
    version = scanned(give("room.jpg", jpeg_with_place()))
    copy = (files / version.viewing_name).read_bytes()
    original = (files / version.stored_name).read_bytes()
    assert hashlib.sha256(original).hexdigest() == version.sha256
    for said in (b"Sam Taker", b"Telephone 9", b"Behind the school", b"Exif"):
        assert said in original
        assert said not in copy
