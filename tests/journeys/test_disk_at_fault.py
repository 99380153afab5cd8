"""The disk is full, or fails, while people refer: an honest answer, no half a record.

F07: whatever was answered with a receipt is there, whole; everything else is answered
with what to do, and can be sent again once there is room, without a restart. F08: the
disk does not say that a file is safe, so nobody is told that it is.
"""

import pytest

from . import services
from .disks import failing_to_sync, small_disk
from .strangers import REFERENCE, Stranger
from .test_killed_while_referring import found, none_lost_and_none_twice
from .web_workers import processes_of, web_workers

WORDS = b"On the wall of the hall, in red."
NOT_KEPT, NOT_SENT = "The file was not kept", "A file could not be kept, so nothing was"
NO_ROOM_IN_THE_LOG = (  # SQLite's own log of writes has room that was used before
    "from django.db import connection\n"
    "if connection.vendor == 'sqlite':\n"
    "    connection.cursor().execute('PRAGMA wal_checkpoint(TRUNCATE)')"
)
AWAY = "acted on once, however often it is sent"


def files_kept(folder) -> set[str]:
    """Names of the sealed files of referrals that lie on the disk."""
    return {path.name for path in folder.glob("files/referrals/*")}


@pytest.fixture
def on_a_small_disk(rehearsed, tmp_path):
    """A service whose data lie on a small disk, and the disk."""
    with (
        small_disk(tmp_path / "disk") as disk,
        rehearsed.copy(disk.folder) as (environment, owner),
        services.serving(environment, owner, tmp_path) as service,
    ):
        yield service, disk


@pytest.mark.short
def test_what_is_sent_while_the_disk_is_full_is_whole_or_is_sent_again(on_a_small_disk):
    server, disk = on_a_small_disk
    before = found(server)
    text, with_file, adding = (Stranger(server.url) for _ in range(3))
    for each in (text, with_file, adding):
        each.fill()
    assert with_file.attach(WORDS)[0] == 200
    with_file.get("/refer/check/")
    server.shell(NO_ROOM_IN_THE_LOG)
    disk.fill(processes_of(server))
    receipts = answered(text.try_to_send(), AWAY)
    assert bool(receipts) == ("DATABASE_URL" in server.environment)
    assert answered(with_file.try_to_send(), AWAY, NOT_SENT) == []
    assert answered(adding.attach(WORDS), AWAY, NOT_KEPT) == []
    disk.free(processes_of(server))
    unsent = [with_file, adding] if receipts else [text, with_file, adding]
    for each in unsent:
        each.get("/refer/check/")
        receipts.append(each.send())
    after = found(server)
    none_lost_and_none_twice(before, after, receipts)
    assert len(after["files"]) == len(before["files"]) + 1
    assert files_kept(disk.folder) == set(after["files"])


def answered(answer: tuple[int, str], *honest: str) -> list[str]:
    """The receipt, if it is one; else the answer says what happened and what to do."""
    status, page = answer
    receipt = REFERENCE.findall(page)[:1] if status == 200 else []
    if not receipt:
        assert any(sentence in page for sentence in honest), f"{status}: {page}"
        assert not REFERENCE.search(page)
    return receipt


@pytest.fixture
def alone(rehearsed, tmp_path):
    """A service with one process that answers people, and where its data are."""
    with rehearsed.copy(tmp_path) as (environment, owner):
        environment["WEB_WORKERS"] = "1"
        with services.serving(environment, owner, tmp_path) as service:
            yield service, tmp_path


@pytest.mark.short
def test_what_the_disk_does_not_confirm_gets_no_receipt_and_no_row(alone):
    server, folder = alone
    before = found(server)
    [worker] = web_workers(server)
    stranger = Stranger(server.url)
    stranger.fill()
    with failing_to_sync(worker, time=1):
        assert answered(stranger.attach(WORDS), NOT_KEPT) == []
    assert stranger.attach(WORDS)[0] == 200
    stranger.get("/refer/check/")
    for step in (1, 2):  # the file itself, then its name
        with failing_to_sync(worker, time=step):
            assert answered(stranger.try_to_send(), NOT_SENT) == []
        assert found(server) == before
        assert files_kept(folder) == set(before["files"])
    receipt, after = stranger.send(), found(server)
    none_lost_and_none_twice(before, after, [receipt])
    assert len(after["files"]) == len(before["files"]) + 1
    assert files_kept(folder) == set(after["files"])
