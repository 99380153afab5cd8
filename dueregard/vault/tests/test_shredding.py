"""Destroying a key is the deletion, and it outlives every backup."""

import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from dueregard.access.refusals import NotNow
from dueregard.audit.models import Entry
from dueregard.vault import blind, registry, services, tenancy
from dueregard.vault.errors import Shredded
from dueregard.vault.models import BlindToken, DataKey, Erasure, WrappedKey
from dueregard.vault.services import erasing


@pytest.fixture
def ledger(settings, tmp_path):
    settings.ERASURES = tmp_path / "erasures.jsonl"
    return settings.ERASURES


def key_of(note):
    with tenancy.of(note.authority_id):
        return DataKey.objects.get(pk=note.data_key_id)


def is_whole(note):
    with tenancy.of(note.authority_id):
        return WrappedKey.objects.filter(pk=note.data_key_id).exists()


def test_the_key_and_what_found_it_are_gone(note, coordinator):
    services.index(note.data_key, blind.tokens_of_name("Ann Other"))
    services.shred(note.data_key, by=coordinator, because_code="retention")
    assert not is_whole(note)
    assert key_of(note).destroyed_at is not None
    with tenancy.of(note.authority_id):
        assert not BlindToken.objects.exists()


def test_only_the_record_that_was_meant_is_destroyed(make_note, coordinator, opened):
    gone, kept = make_note("gone"), make_note("kept")
    services.shred(gone.data_key, by=coordinator, because_code="spam")
    with opened(gone, kept):
        assert kept.words == "kept"
        with pytest.raises(Shredded):
            gone.words  # noqa: B018


def test_destroying_twice_is_once(note, coordinator):
    for _ in range(2):
        services.shred(note.data_key, by=coordinator, because_code="spam")
    services.shred(key_of(note), by=coordinator, because_code="spam")
    assert Erasure.objects.count() == 1
    assert Entry.objects.filter(event="vault.shredded").count() == 1


def test_the_record_says_who_destroyed_what_and_why(note, coordinator):
    services.shred(note.data_key, by=coordinator, because_code="retention")
    entry = Entry.objects.get(event="vault.shredded")
    assert entry.person_id == coordinator.pk
    assert entry.authority_id == note.authority_id
    assert entry.facts == {
        "kind": "referral",
        "keys": [str(note.data_key_id)],
        "because": "retention",
    }


def test_a_legal_hold_refuses_and_the_attempt_is_recorded(
    note, coordinator, monkeypatch
):
    monkeypatch.setattr(registry, "_holds", [lambda key: "legal_hold"])
    with pytest.raises(NotNow, match="legal hold"):
        services.shred(note.data_key, by=coordinator, because_code="retention")
    assert is_whole(note)
    entry = Entry.objects.get(event="vault.shred_refused")
    assert entry.facts["reason"] == "legal_hold"


def test_one_held_key_keeps_the_whole_list(make_note, coordinator, monkeypatch):
    free, held = make_note(), make_note()
    monkeypatch.setattr(
        registry,
        "_holds",
        [lambda key: "legal_hold" if key.pk == held.data_key_id else ""],
    )
    keys = [free.data_key, held.data_key]
    with pytest.raises(NotNow):
        services.shred_all(keys, by=coordinator, because_code="retention")
    assert is_whole(free)


def test_the_key_of_the_indexes_is_not_shredded(note, marlbrook, coordinator):
    services.index(note.data_key, blind.tokens_of_name("Ann"))
    with tenancy.of(marlbrook):
        key = DataKey.objects.get(kind=DataKey.Kind.INDEX)
    with pytest.raises(ValueError, match="not shredded"):
        services.shred(key, by=coordinator, because_code="spam")


def test_the_ledger_is_written_once_the_erasure_is_sure(
    note, coordinator, ledger, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks() as callbacks:
        services.shred(note.data_key, by=coordinator, because_code="spam")
    assert not ledger.exists()
    for callback in callbacks:
        callback()
    (line,) = ledger.read_text().splitlines()
    content = json.loads(line)
    assert content.pop("at")
    assert content == {
        "key": str(note.data_key_id),
        "authority": note.authority_id,
    }
    assert ledger.stat().st_mode & 0o077 == 0


def test_what_the_ledger_lacks_is_brought_once(make_note, coordinator, ledger):
    for _ in range(2):
        key = make_note().data_key
        services.shred(key, by=coordinator, because_code="spam")
    assert services.bring_ledger_up_to_date() == 2
    assert services.bring_ledger_up_to_date() == 0


def test_a_half_written_line_is_left_out(ledger):
    whole = {"key": "8b0f4e4e-9d5a-4a6e-8f0b-1c2d3e4f5a6b", "authority": 1}
    ledger.write_text(json.dumps(whole) + '\n{"key": "8b0f')
    assert len(erasing.read(ledger)) == 1


def test_a_key_that_a_backup_brought_back_is_destroyed_again(
    note, coordinator, ledger, kept_of, opened
):
    before = kept_of(note)
    services.shred(note.data_key, by=coordinator, because_code="spam")
    services.bring_ledger_up_to_date()
    with tenancy.of(note.authority_id):
        before.save(force_insert=True)
        DataKey.objects.filter(pk=note.data_key_id).update(destroyed_at=None)
    assert len(erasing.undone(ledger)) == 1
    assert services.replay(ledger) == 1
    assert services.replay(ledger) == 0
    assert not is_whole(note)
    with opened(note), pytest.raises(Shredded):
        note.words  # noqa: B018
    assert Entry.objects.filter(event="vault.erasures_replayed").count() == 1


def test_the_command_destroys_only_when_it_is_told_twice(note, capsys):
    key = str(note.data_key_id)
    with pytest.raises(CommandError, match="Add --yes"):
        call_command("shred", key, because="court_order")
    assert is_whole(note)
    call_command("shred", key, because="court_order", yes=True)
    assert not is_whole(note)
    assert "Destroyed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("key", "because", "words"),
    [
        ("8b0f4e4e-9d5a-4a6e-8f0b-1c2d3e4f5a6b", "spam", "no such"),
        ("", "some words", "without spaces"),
    ],
)
def test_the_command_refuses_what_it_does_not_understand(note, key, because, words):
    key = key or str(note.data_key_id)
    with pytest.raises(CommandError, match=words):
        call_command("shred", key, because=because, yes=True)
    assert is_whole(note)


def test_the_command_bows_to_a_hold(note, monkeypatch):
    monkeypatch.setattr(registry, "_holds", [lambda key: "legal_hold"])
    with pytest.raises(CommandError, match="legal hold"):
        call_command("shred", str(note.data_key_id), because="spam", yes=True)
    assert is_whole(note)
