import json
import stat


def test_migrating_an_empty_database_makes_a_key_for_its_owner_only(empty_place):
    assert empty_place.run("migrate", "-v", "0").returncode == 0
    assert len(json.loads(empty_place.keys.read_text())["keys"]) == 1
    assert stat.S_IMODE(empty_place.keys.stat().st_mode) == 0o600


def test_migrating_again_leaves_the_key_alone(used_place):
    before = used_place.keys.read_bytes()
    assert used_place.run("migrate", "-v", "0").returncode == 0
    assert used_place.keys.read_bytes() == before


def test_a_used_database_is_not_given_a_new_key(used_place, tmp_path):
    elsewhere = tmp_path / "keys.json"
    done = used_place.run("migrate", KEY_FILE=str(elsewhere))
    assert done.returncode == 1
    assert "Put the key file back" in done.stderr
    assert not elsewhere.exists()
