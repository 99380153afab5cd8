import hashlib
import os
import stat
from datetime import timedelta

import pytest

from dueregard import store


@pytest.fixture(autouse=True)
def private_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def stored(tmp_path):
    """The names of the files that are kept now."""
    return lambda: [path.name for path in (tmp_path / "uploads").glob("*")]


def test_bytes_are_kept_privately_under_a_random_name():
    first = store.keep([b"ab", b"c"], limit=3)
    second = store.keep([b"abc"], limit=3)
    assert first.name != second.name
    assert first.sha256 == second.sha256 == hashlib.sha256(b"abc").hexdigest()
    assert first.size == 3
    assert store.path(first.name).read_bytes() == b"abc"
    assert stat.S_IMODE(store.path(first.name).stat().st_mode) == 0o600


def test_bytes_are_on_the_disk_before_we_answer(monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(descriptor))
    store.keep([b"abc"], limit=3)
    assert len(synced) == 2


def test_too_many_bytes_leave_nothing(stored):
    with pytest.raises(store.TooLarge):
        store.keep([b"abc", b"d"], limit=3)
    assert stored() == []


def test_a_failing_source_leaves_nothing(stored):
    def source():
        yield b"a"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        store.keep(source(), limit=10)
    assert stored() == []


@pytest.mark.parametrize("name", ["../../settings.py", "", "/etc/passwd", "a" * 33])
def test_only_our_own_names_are_opened(name):
    with pytest.raises(ValueError, match="not the name"):
        store.path(name)


def test_removing_twice_is_no_error(stored):
    kept = store.keep([b"abc"], limit=3)
    store.remove(kept.name)
    store.remove(kept.name)
    store.remove("")
    assert stored() == []


def test_files_that_no_row_names_are_swept_once_they_are_old(stored):
    named = store.keep([b"a"], limit=3)
    orphan = store.keep([b"b"], limit=3)
    young = store.keep([b"c"], limit=3)
    for name in (named.name, orphan.name):
        os.utime(store.path(name), (0, 0))
    assert store.sweep({named.name}, older_than=timedelta(hours=1)) == 1
    assert sorted(stored()) == sorted([named.name, young.name])
