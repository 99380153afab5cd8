"""Changing the keys while the service runs, interrupted or not."""

import threading

import pytest
from django.core.management import call_command
from django.db import connections

from dueregard import keys
from dueregard.audit.models import Entry
from dueregard.drafts import services as drafts
from dueregard.vault import (
    blind,
    keyring,
    rooms,
    seals,
    services,
    tenancy,
    wrapping,
)
from dueregard.vault.errors import KeysUnavailable
from dueregard.vault.models import DataKey, KeyVersion, WrappedKey
from dueregard.vault.services import making, rotating


@pytest.fixture(autouse=True)
def own_key_file(settings, tmp_path):
    """Rotation adds to the key file: not to the whole run's."""
    settings.KEY_FILE = tmp_path / "keys.json"
    keys.create(settings.KEY_FILE)


def versions(authority):
    """How many of an authority's keys each version wraps."""
    with tenancy.of(authority):
        rows = WrappedKey.objects.filter(authority=authority)
        return sorted(rows.values_list("kek_version", flat=True))


def test_every_key_is_under_the_new_version_and_the_old_is_retired(
    make_note, marlbrook, opened, fetched
):
    notes = [make_note(f"{n}") for n in range(3)]
    services.index(notes[0].data_key, blind.tokens_of_name("Ann"))
    assert versions(marlbrook) == [1, 1, 1, 1]
    assert services.rotate() == (2, 4)
    assert versions(marlbrook) == [2, 2, 2, 2]
    assert keyring.newest().number == 2
    assert KeyVersion.objects.get(number=1).retired_at
    notes = [fetched(note) for note in notes]
    with opened(*notes):
        assert [note.words for note in notes] == ["0", "1", "2"]


def test_a_key_under_the_old_version_is_refused_afterwards(
    note, opened, bytes_of, put_bytes, kept_of
):
    kept = kept_of(note)
    before = bytes_of(kept, "wrapped")
    services.rotate()
    put_bytes(kept, "wrapped", before)
    put_bytes(kept, "kek_version", 1)
    with pytest.raises(KeysUnavailable, match="retired"), opened(note):
        pass


def test_sealed_words_are_left_as_they_are(note, bytes_of):
    before = bytes_of(note, "words")
    services.rotate()
    assert bytes_of(note, "words") == before


def test_destroyed_keys_stay_destroyed(note, coordinator, marlbrook):
    services.shred(note.data_key, by=coordinator, because_code="spam")
    services.rotate()
    with tenancy.of(marlbrook):
        assert not WrappedKey.objects.exists()


def test_it_can_be_done_again_and_again(note, opened):
    assert [services.rotate()[0] for _ in range(3)] == [2, 3, 4]
    with opened(note):
        assert note.words


def test_an_empty_service_can_change_its_keys(db):
    assert services.rotate() == (2, 0)


class Killed(BaseException):
    """The process was killed."""


@pytest.mark.parametrize("batches", [0, 1, 3, 7, 10])
def test_killed_on_the_way_it_goes_on_and_all_is_readable_meanwhile(
    make_note, opened, marlbrook, monkeypatch, batches
):
    notes = [make_note(f"{n}") for n in range(10)]
    monkeypatch.setattr(rotating, "BATCH", 1)

    def killed(done, version):
        if done > batches:
            raise Killed

    with pytest.raises(Killed):
        services.rotate(tell=killed if batches < 10 else _kill_at_the_end(monkeypatch))
    assert rotating.unfinished()
    assert len(set(versions(marlbrook))) == (1 if batches == 10 else 2)
    with opened(*notes):
        assert [note.words for note in notes] == [f"{n}" for n in range(10)]
    monkeypatch.undo()
    late = make_note("late")
    version, _ = services.rotate()
    assert version == 2
    assert set(versions(marlbrook)) == {2}
    assert not rotating.unfinished()
    with opened(*notes, late):
        assert late.words == "late"
        assert notes[9].words == "9"


def _kill_at_the_end(monkeypatch):
    def finish(*args):
        raise Killed

    monkeypatch.setattr(rotating, "_finish", finish)


def test_killed_after_the_file_has_the_new_key_it_uses_that_one(note, settings):
    assert keys.add() == 2
    assert services.rotate()[0] == 2
    assert keys.newest_version() == 2


def test_a_wrong_key_changes_nothing(note, settings, tmp_path, marlbrook):
    kept = settings.KEY_FILE
    settings.KEY_FILE = tmp_path / "other.json"
    keys.create(settings.KEY_FILE)
    with pytest.raises(KeysUnavailable):
        services.rotate()
    assert keys.newest_version() == 1
    settings.KEY_FILE = kept
    assert versions(marlbrook) == [1]
    assert not rotating.unfinished()


def test_both_ends_are_recorded(note):
    services.rotate()
    facts = {
        entry.event: entry.facts
        for entry in Entry.objects.filter(event__startswith="vault.rotat")
    }
    assert facts == {
        "vault.rotation_began": {"version": 2},
        "vault.rotated": {"version": 2, "keys": 1, "retired": [1]},
    }


def test_the_audit_still_verifies(note):
    services.rotate()
    call_command("verify_audit")


def test_a_key_made_while_the_keys_were_changed_is_not_left_under_the_old(
    marlbrook, monkeypatch, note
):
    """As if this process had stood still between choosing the version and writing."""
    old = keyring.newest()
    services.rotate()
    old.retired_at = None
    monkeypatch.setattr(making, "usable_version", lambda: old)
    with rooms.sealing(marlbrook):
        services.new_keys(marlbrook, DataKey.Kind.PERSON, DataKey.Kind.REFERRAL)
    assert versions(marlbrook) == [2, 2, 2]


def test_a_room_that_was_open_while_the_keys_were_changed_makes_keys_that_open(
    marlbrook, make_note, opened, fetched
):
    with rooms.sealing(marlbrook):
        before = make_note("before")
        services.rotate()
        after = make_note("after")
        services.new_keys(marlbrook, DataKey.Kind.PERSON, DataKey.Kind.REFERRAL)
    assert set(versions(marlbrook)) == {2}
    notes = [fetched(before), fetched(after)]
    with opened(*notes):
        assert [note.words for note in notes] == ["before", "after"]


def test_a_key_that_came_under_the_old_version_at_the_last_moment_is_wrapped_too(
    make_note, marlbrook, monkeypatch
):
    """As if its writer had committed after the last batch and before the lock."""
    make_note()
    old, batch, late = keyring.newest(), rotating._batch, []

    def then_one_more(authority_id, version):
        changed = batch(authority_id, version)
        if not changed and not late:
            late.append(DataKey(authority=marlbrook, kind=DataKey.Kind.CASE))
            with tenancy.of(marlbrook):
                late[0].save()
                key, kek = seals.new_key(), keyring.opened(old)
                wrapping.wrapped(late[0], key, old, kek).save(force_insert=True)
        return changed

    monkeypatch.setattr(rotating, "_batch", then_one_more)
    assert services.rotate() == (2, 2)
    assert versions(marlbrook) == [2, 2]


@pytest.mark.django_db(transaction=True)
def test_what_is_written_meanwhile_is_readable_after(marlbrook, coordinator):
    """Writers and readers go on in threads while the keys are changed three times."""
    stop, failures, saved = threading.Event(), [], []

    def write():
        number = 0
        try:
            while not stop.is_set() and number < 200:
                number += 1
                drafts.save_draft(
                    *["referral", {"n": number}],
                    authority=marlbrook,
                    by=coordinator,
                    tab=f"{threading.get_ident()}-{number}",
                    number=1,
                )
                saved.append(number)
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(3):
        services.rotate()
    stop.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert set(versions(marlbrook)) <= {4}
    rows = drafts.versions("referral", authority=marlbrook, by=coordinator)
    with rooms.own_words(marlbrook, rows):
        assert sorted(row.content["n"] for row in rows) == sorted(saved)


def test_the_command_says_what_it_did(note, capsys):
    call_command("rotate_keys")
    assert "1 keys were wrapped under version 2" in capsys.readouterr().out
