import json
import stat

import pytest
from cryptography.fernet import InvalidToken
from django.core.exceptions import ImproperlyConfigured

from dueregard import keys


@pytest.fixture
def key_file(settings, tmp_path):
    settings.KEY_FILE = tmp_path / "keys" / "keys.json"
    keys.create(settings.KEY_FILE)
    return settings.KEY_FILE


def add_version(key_file, version):
    """A second key, as an operator would add it; the file is read anew."""
    content = json.loads(key_file.read_text())
    content["keys"][str(version)] = content["keys"]["1"][::-1].replace("=", "") + "="
    content["current"] = version
    key_file.write_text(json.dumps(content))
    keys._read.cache_clear()


def test_a_new_key_file_is_for_its_owner_only(key_file):
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert keys.exists()
    assert keys.current_version() == 1


def test_a_key_file_is_never_written_over(key_file):
    before = key_file.read_text()
    with pytest.raises(FileExistsError):
        keys.create(key_file)
    assert key_file.read_text() == before


def test_each_purpose_has_a_key_of_its_own(key_file):
    assert keys.derive("audit") == keys.derive("audit", 1)
    assert len(keys.derive("audit")) == 32
    assert keys.derive("audit") != keys.derive("audit-text")


def test_what_is_sealed_can_be_read_for_its_purpose_only(key_file):
    sealed = keys.seal("factors", "a secret")
    assert "secret" not in sealed
    assert keys.unseal("factors", sealed) == "a secret"
    with pytest.raises(InvalidToken):
        keys.unseal("outbox", sealed)


def test_what_was_sealed_under_an_older_key_can_still_be_read(key_file):
    sealed = keys.seal("factors", "a secret")
    old = keys.derive("audit", 1)
    add_version(key_file, 2)
    assert keys.current_version() == 2
    assert keys.unseal("factors", sealed) == "a secret"
    assert keys.derive("audit", 1) == old != keys.derive("audit")


def test_a_missing_key_file_is_said_in_words(settings, tmp_path):
    settings.KEY_FILE = tmp_path / "none.json"
    assert not keys.exists()
    with pytest.raises(ImproperlyConfigured, match="KEY_FILE names no file"):
        keys.derive("audit")


def test_a_missing_version_is_said_in_words(key_file):
    with pytest.raises(ImproperlyConfigured, match="no key of version 7"):
        keys.derive("audit", 7)
