"""Files about a case are never on the disk in the clear; they open whole or not."""

import hashlib

import pytest

from dueregard import store
from dueregard.vault import files, rooms, services
from dueregard.vault.errors import RoomClosed, Shredded, Unreadable

from .conftest import CANARY

FOLDER = "cases"
MOST = 10 * 1024 * 1024
FRAME = store.CHUNK


@pytest.fixture(autouse=True)
def private_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture
def keep(note, marlbrook):
    def keep(content, key=None):
        chunks = [content[n : n + 70_000] for n in range(0, len(content), 70_000)]
        with rooms.sealing(marlbrook):
            seal = files.seal_to_add(key or note.data_key)
            return store.keep(chunks, limit=MOST, folder=FOLDER, seal=seal)

    return keep


@pytest.fixture
def read(note, opened):
    def read(name, of=None):
        with opened(of or note):
            seal = files.seal_to_read((of or note).data_key)
            return b"".join(store.read(name, FOLDER, seal=seal))

    return read


@pytest.mark.parametrize(
    "size", [0, 1, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME, 3 * FRAME + 17]
)
def test_a_file_of_any_length_comes_back(keep, read, size):
    content = bytes(n % 251 for n in range(size))
    stored = keep(content)
    assert stored.size == size
    assert read(stored.name) == content


def test_nothing_of_it_is_on_the_disk_in_the_clear(keep):
    stored = keep(CANARY.encode() * 20_000)
    on_disk = store.path(stored.name, FOLDER).read_bytes()
    assert b"Quillfeather" not in on_disk
    assert stored.sha256 == hashlib.sha256(on_disk).hexdigest()


def test_the_limit_counts_what_was_given(note, marlbrook):
    with rooms.sealing(marlbrook), pytest.raises(store.TooLarge):
        seal = files.seal_to_add(note.data_key)
        store.keep([b"abcd"], limit=3, folder=FOLDER, seal=seal)
    assert not list(store.path("0" * 32, FOLDER).parent.glob("*"))


def test_the_scanner_reads_through_the_seal(keep, note, opened):
    content = b"PDF " * 200_000
    stored = keep(content)
    with opened(note):
        seal = files.seal_to_read(note.data_key)
        with store.stream(stored.name, FOLDER, seal=seal) as stream:
            pieces = iter(lambda: stream.read(5000), b"")
            assert b"".join(pieces) == content


def test_what_is_not_sealed_is_read_the_same_way(db):
    stored = store.keep([b"a plan"], limit=MOST)
    assert store.stream(stored.name).read() == b"a plan"
    assert b"".join(store.read(stored.name)) == b"a plan"


def frames_of(path):
    """The mark, and the frames with their lengths."""
    content = path.read_bytes()
    mark, rest, frames = content[:8], content[8:], []
    while rest:
        length = 4 + int.from_bytes(rest[:4])
        frames.append(rest[:length])
        rest = rest[length:]
    return mark, frames


@pytest.mark.parametrize(
    "change",
    [
        lambda frames: frames[:-1],  # cut between two frames
        lambda frames: frames[:1],
        lambda frames: [],
        lambda frames: [*frames[:-1], frames[-1][:-1]],  # cut within one
        lambda frames: [frames[1], frames[0], *frames[2:]],  # swapped
        lambda frames: [frames[0], *frames],  # one twice
        lambda frames: [frames[0], *frames[2:]],  # one left out
        lambda frames: [*frames, frames[-1]],  # the last again
        lambda frames: [frames[0][:-1] + b"!", *frames[1:]],  # a byte changed
        lambda frames: [b"\xff\xff\xff\xff" + frames[0][4:], *frames[1:]],
    ],
)
def test_a_file_that_was_tampered_with_is_refused(keep, read, change):
    stored = keep(bytes(3 * FRAME))
    path = store.path(stored.name, FOLDER)
    mark, frames = frames_of(path)
    path.write_bytes(mark + b"".join(change(frames)))
    with pytest.raises((Unreadable, store.Damaged)):
        read(stored.name)


def test_a_file_put_under_another_name_is_refused(keep, read):
    first, second = keep(b"first"), keep(b"second")
    path = store.path(second.name, FOLDER)
    path.write_bytes(store.path(first.name, FOLDER).read_bytes())
    with pytest.raises(Unreadable):
        read(second.name)


def test_a_file_that_was_never_sealed_is_not_taken_for_one(keep, read):
    stored = keep(b"sealed")
    store.path(stored.name, FOLDER).write_bytes(b"put here by somebody")
    with pytest.raises(store.Damaged):
        read(stored.name)


def test_a_file_is_of_its_record(keep, read, make_note):
    with pytest.raises(Unreadable):
        read(keep(b"x").name, of=make_note())


def test_a_file_is_read_only_where_its_record_is_shown(keep, note, opened):
    keep(b"x")
    with opened(), pytest.raises(RoomClosed):
        files.seal_to_read(note.data_key)
    with pytest.raises(RoomClosed):
        files.seal_to_read(note.data_key)


def test_a_seal_does_not_outlive_its_room(keep, note, opened):
    stored = keep(b"x")
    with opened(note):
        seal = files.seal_to_read(note.data_key)
        pieces = store.read(stored.name, FOLDER, seal=seal)
    with pytest.raises(RoomClosed):
        next(pieces)


def test_a_seal_to_add_opens_nothing(keep, note, marlbrook):
    stored = keep(b"x")
    with rooms.sealing(marlbrook), pytest.raises(RoomClosed):
        seal = files.seal_to_add(note.data_key)
        next(store.read(stored.name, FOLDER, seal=seal))


def test_a_file_goes_with_its_key(keep, read, note, coordinator):
    stored = keep(b"x")
    services.shred(note.data_key, by=coordinator, because_code="retention")
    with pytest.raises(Shredded):
        read(stored.name)
