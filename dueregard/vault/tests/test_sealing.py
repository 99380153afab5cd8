"""Sealed bytes open where they were sealed, whole, by their own key, or not at all."""

import pytest

from dueregard import keys
from dueregard.vault import rooms, seals, services, tenancy
from dueregard.vault.errors import KeysUnavailable, Shredded, Unreadable
from dueregard.vault.models import DataKey, KeyVersion

from .conftest import CANARY
from .samples import Letter, Note


def test_bytes_moved_to_another_row_do_not_open(
    make_note, opened, fetched, bytes_of, put_bytes
):
    first, second = make_note("first"), make_note("second")
    put_bytes(second, "words", bytes_of(first, "words"))
    first, second = fetched(first), fetched(second)
    with opened(first, second):
        with pytest.raises(Unreadable):
            second.words  # noqa: B018
        assert first.words == "first"


def test_bytes_moved_to_another_row_of_the_same_record_do_not_open(
    note, marlbrook, opened, fetched, bytes_of, put_bytes
):
    with rooms.sealing(marlbrook):
        second = Note(authority=marlbrook, data_key=note.data_key, words="second")
        second.save()
    put_bytes(second, "words", bytes_of(note, "words"))
    note, second = fetched(note), fetched(second)
    with opened(note, second):
        with pytest.raises(Unreadable):
            second.words  # noqa: B018
        assert note.words == CANARY


def test_bytes_moved_to_another_column_do_not_open(
    make_note, opened, fetched, bytes_of, put_bytes
):
    note = make_note("words", reply="reply")
    put_bytes(note, "reply", bytes_of(note, "words"))
    note = fetched(note)
    with opened(note):
        with pytest.raises(Unreadable):
            note.reply  # noqa: B018
        assert note.words == "words"


def test_bytes_moved_to_another_table_do_not_open(
    note, marlbrook, opened, fetched, bytes_of, put_bytes
):
    with rooms.sealing(marlbrook):
        letter = Letter(
            pk=note.pk, authority=marlbrook, data_key=note.data_key, words="letter"
        )
        letter.save(force_insert=True)
    put_bytes(letter, "words", bytes_of(note, "words"))
    letter = fetched(letter)
    with opened(letter), pytest.raises(Unreadable):
        letter.words  # noqa: B018


def test_bytes_moved_to_another_authority_do_not_open(note, opened, ashby_vale):
    blob = note.__dict__["words"].blob
    with opened(note) as room:
        key = room.key_to_read(note)
        assert seals.unseal(key, blob, rooms.place(note, "words"))
        note.authority = ashby_vale
        with pytest.raises(Unreadable):
            seals.unseal(key, blob, rooms.place(note, "words"))


@pytest.mark.parametrize("position", [0, 1, 12, 13, 20, -1])
def test_one_changed_byte_is_refused(
    note, opened, fetched, bytes_of, put_bytes, position
):
    changed = bytearray(bytes_of(note, "words"))
    changed[position] ^= 1
    put_bytes(note, "words", bytes(changed))
    note = fetched(note)
    with opened(note), pytest.raises(Unreadable):
        note.words  # noqa: B018


@pytest.mark.parametrize("kept", [0, 1, 12, 28, 29, -1])
def test_cut_bytes_are_refused(note, opened, fetched, bytes_of, put_bytes, kept):
    put_bytes(note, "words", bytes_of(note, "words")[:kept])
    note = fetched(note)
    with opened(note), pytest.raises(Unreadable):
        note.words  # noqa: B018


def test_one_damaged_record_does_not_hide_the_others(
    make_note, opened, fetched, put_bytes, caplog
):
    damaged, sound = make_note("damaged"), make_note("sound")
    put_bytes(damaged, "words", b"\x01garbage that is long enough to look sealed")
    rows = [fetched(damaged), fetched(sound)]
    with opened(*rows):
        assert [rooms.readable(row, "words") for row in rows] == [None, "sound"]
    assert str(damaged.pk) in caplog.text
    assert "garbage" not in caplog.text


def test_a_wrapped_key_moved_to_another_record_does_not_open(
    make_note, opened, bytes_of, put_bytes, kept_of, caplog
):
    first, second = make_note("first"), make_note("second")
    put_bytes(kept_of(second), "wrapped", bytes_of(kept_of(first), "wrapped"))
    with opened(first, second):
        assert first.words == "first"
        with pytest.raises(Unreadable):
            second.words  # noqa: B018
    assert f"Data key {second.data_key_id} does not open" in caplog.text


def test_the_same_words_never_look_the_same(make_note, bytes_of):
    first, second = make_note("same"), make_note("same")
    assert bytes_of(first, "words") != bytes_of(second, "words")


def test_without_the_key_file_records_are_locked(note, opened, settings, tmp_path):
    settings.KEY_FILE = tmp_path / "gone.json"
    with pytest.raises(KeysUnavailable), opened(note):
        pass


def test_a_key_file_of_another_service_is_not_the_right_key(
    note, opened, settings, tmp_path
):
    settings.KEY_FILE = tmp_path / "other.json"
    keys.create(settings.KEY_FILE)
    with pytest.raises(KeysUnavailable, match="not the right key"), opened(note):
        pass


def test_with_a_wrong_key_nothing_is_written_either(
    note, marlbrook, settings, tmp_path, bytes_of
):
    before = bytes_of(note, "words")
    settings.KEY_FILE = tmp_path / "other.json"
    keys.create(settings.KEY_FILE)
    with pytest.raises(KeysUnavailable), rooms.sealing(marlbrook):
        note.words = ""
        note.save()
    with pytest.raises(KeysUnavailable), rooms.sealing(marlbrook):
        services.new_key(marlbrook, DataKey.Kind.PERSON)
    assert bytes_of(note, "words") == before


def test_a_retired_key_version_opens_nothing(note, opened):
    KeyVersion.objects.update(retired_at="2026-01-01T00:00Z")
    with pytest.raises(KeysUnavailable, match="retired"), opened(note):
        pass


def test_a_destroyed_key_opens_nothing(note, coordinator, opened):
    services.shred(note.data_key, by=coordinator, because_code="retention")
    with opened(note), pytest.raises(Shredded):
        note.words  # noqa: B018


def test_a_row_put_back_after_its_key_was_destroyed_stays_unreadable(
    note, coordinator, opened, bytes_of, put_bytes, fetched
):
    before = bytes_of(note, "words")
    services.shred(note.data_key, by=coordinator, because_code="retention")
    put_bytes(note, "words", before)
    note = fetched(note)
    with opened(note), pytest.raises(Shredded):
        note.words  # noqa: B018


@pytest.mark.django_db(transaction=True)
def test_no_word_is_in_the_database_files(make_draft, canaries_found):
    make_draft({"name": CANARY, "story": "He said CANARYWORD to his teacher"})
    assert canaries_found([CANARY, "Quillfeather", "CANARYWORD"]) == []


def test_a_new_data_key_belongs_to_the_room(marlbrook, ashby_vale):
    with rooms.sealing(marlbrook), pytest.raises(RuntimeError, match="another"):
        services.new_key(ashby_vale, DataKey.Kind.CASE)
    with pytest.raises(RuntimeError, match="Open a room"):
        services.new_key(marlbrook, DataKey.Kind.CASE)


def test_no_secret_is_in_what_a_data_key_says_of_itself(note, kept_of):
    kept = kept_of(note)
    said = f"{note.data_key} {note.data_key!r} {kept} {kept!r}"
    assert said == "Data key of a referral <DataKey> Wrapped key <WrappedKey>"


def test_without_the_wrapped_keys_records_are_locked_not_gone(note, opened, kept_of):
    with tenancy.of(note.authority_id):
        kept_of(note).delete()
    with pytest.raises(KeysUnavailable, match="not in this database"), opened(note):
        pass
