"""A key service that is away or answers badly locks records, and harms nothing."""

import pytest

from dueregard.vault import key_service, keyring, rooms, services
from dueregard.vault.errors import KeysUnavailable
from dueregard.vault.models import KeyVersion

from .fake_key_service import FakeKeyService

FAULTS = [
    "error",
    "redirect",
    "wrong plaintext",
    "empty",
    "short",
    "older",
    "garbled",
    "not json",
    "a list",
    "endless",
    "slow",
]


@pytest.fixture(autouse=True)
def service(settings, monkeypatch):
    monkeypatch.setattr(key_service, "CONNECT_SECONDS", 0.5)
    monkeypatch.setattr(key_service, "TOTAL_SECONDS", 0.5)
    key_service.forget()
    with FakeKeyService() as fake:
        settings.KEY_SERVICE_URL = fake.url
        yield fake
    key_service.forget()


def test_records_are_sealed_and_read_by_its_key(note, opened):
    with opened(note):
        assert note.words
    (version,) = KeyVersion.objects.all()
    assert len(version.sealed) > 32


def test_the_key_is_kept_for_a_while_and_then_asked_for_again(
    note, opened, service, settings
):
    before = len(service.asked)
    for _ in range(3):
        with opened(note):
            assert note.words
    assert len(service.asked) == before
    settings.KEY_SERVICE_SECONDS = 0
    key_service.forget()
    with opened(note):
        assert note.words
    assert len(service.asked) > before


@pytest.mark.parametrize("fault", FAULTS)
def test_a_bad_answer_locks_records(note, opened, service, fault):
    service.fault = fault
    key_service.forget()
    with pytest.raises(KeysUnavailable), opened(note):
        pass
    assert "locked" in keyring.trouble()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_bad_answer_never_empties_or_reseals_a_record(
    note, marlbrook, service, bytes_of, fault
):
    before = bytes_of(note, "words")
    service.fault = fault
    key_service.forget()
    with pytest.raises(KeysUnavailable), rooms.sealing(marlbrook):
        note.words = ""
        note.save()
    assert bytes_of(note, "words") == before


@pytest.mark.parametrize("fault", [*FAULTS, "wrong ciphertext", "in the clear"])
def test_no_key_is_made_that_could_not_be_opened_again(marlbrook, db, service, fault):
    service.fault = fault
    with pytest.raises(KeysUnavailable), rooms.sealing(marlbrook):
        services.new_key(marlbrook, "case")
    assert not KeyVersion.objects.exists()


def test_a_key_that_it_does_not_give_back_is_not_used(service):
    service.fault = "wrong plaintext"
    with pytest.raises(KeysUnavailable, match="does not give back"):
        keyring.ServiceKeyring().new(after=0)


def test_it_is_well_again_when_the_service_is(note, opened, service):
    service.fault = "error"
    key_service.forget()
    with pytest.raises(KeysUnavailable), opened(note):
        pass
    service.fault = ""
    with opened(note):
        assert note.words


def test_after_three_failures_it_is_left_alone_for_a_while(note, opened, service):
    service.fault = "error"
    key_service.forget()
    before = len(service.asked)
    for _ in range(6):
        with pytest.raises(KeysUnavailable), opened(note):
            pass
    assert len(service.asked) - before == key_service.FAILURES_TO_OPEN


def test_keys_are_changed_through_it(note, opened, service):
    assert services.rotate() == (2, 1)
    old, new = KeyVersion.objects.order_by("number")
    assert (bytes(old.sealed), old.retired_at is not None) == (b"", True)
    assert len(new.sealed) > 32
    with opened(note):
        assert note.words


def test_a_service_that_is_away_locks_records(note, opened, service, settings):
    key_service.forget()
    settings.KEY_SERVICE_URL = "http://127.0.0.1:9/v1"
    with pytest.raises(KeysUnavailable, match="cannot be reached"), opened(note):
        pass
