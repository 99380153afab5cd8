import base64
import json
import stat
import subprocess
import tarfile
from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.operations.backup import BackupError, wrapped_keys


@pytest.fixture(scope="module")
def backup(used_place, tmp_path_factory):
    """A backup of the used place: the archive, and its keys apart."""
    folder = tmp_path_factory.mktemp("backup")
    done = used_place.run(
        *["backup", folder / "archive", "--keys", folder / "keys", "--json"]
    )
    assert done.returncode == 0, done.stderr
    return folder


def restored(place, backup, *more):
    return place.run("restore", backup / "archive", "--keys", backup / "keys", *more)


def test_a_restored_place_holds_the_same_rows_files_and_audit(
    used_place, empty_place, backup
):
    done = restored(empty_place, backup, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["files"] == 4
    name = "files/uploads/0123456789abcdef0123456789abcdef"
    assert (empty_place.folder / name).read_bytes() == (
        used_place.folder / name
    ).read_bytes()
    before, after = (
        json.loads(place.run("verify-audit", "--json").stdout)
        for place in (used_place, empty_place)
    )
    assert after == before
    assert after["ok"]
    assert sum(chain["entries"] for chain in after["chains"]) > 0


def test_a_restored_document_has_its_bytes(empty_place, backup):
    restored(empty_place, backup)
    read = (
        "from dueregard import store; "
        "from dueregard.documents.models import FileVersion; "
        "name = FileVersion.objects.get().stored_name; "
        "print(store.path(name, store.DOCUMENTS).read_text())"
    )
    done = empty_place.run("shell", "-v", "0", "-c", read)
    assert done.stdout.strip() == "Twelve came.", done.stderr


READ_SEALED = """
from dueregard import store
from dueregard.accounts.models import Authority
from dueregard.referrals.models import ReferralFile
from dueregard.vault import files
from dueregard.vault.rooms import WORKER, case_room
place = Authority.objects.get()
def words(row, name, folder):
    return b"".join(store.read(name, folder, seal=files.seal_to_read(row.data_key)))
room = case_room(WORKER, authority=place, purpose="delivery", door="test", groups=[])
with room as opened:
    row = opened.show(ReferralFile.objects.get())
    print(words(row, row.stored_name, "referrals").decode())
"""


def test_sealed_files_of_referrals_and_of_forms_half_written_come_back(
    used_place, empty_place, backup
):
    restored(empty_place, backup)
    for folder in ("referrals", "referral-drafts"):
        [kept] = (used_place.folder / "files" / folder).rglob("*")
        [back] = (empty_place.folder / "files" / folder).rglob("*")
        assert back.read_bytes() == kept.read_bytes()
        assert b"On the wall" not in back.read_bytes()
    done = empty_place.run("shell", "-v", "0", "-c", READ_SEALED)
    assert done.stdout.strip() == "On the wall: sent", done.stderr


def test_a_restored_place_can_be_migrated_and_starts(empty_place, backup):
    restored(empty_place, backup)
    assert empty_place.run("migrate", "-v", "0").returncode == 0
    checked = empty_place.run(
        "shell",
        *["-v", "0", "-c"],
        "from dueregard.operations import startup; print(startup.check())",
        DUE_REGARD_MODE="rehearsal",
    )
    assert checked.stdout.strip() == "[]", checked.stderr


def test_keys_are_never_in_the_archive(used_place, backup):
    with tarfile.open(backup / "archive") as archive:
        content = b"".join(archive.extractfile(member).read() for member in archive)
    for key in json.loads(used_place.keys.read_text())["keys"].values():
        assert key.encode() not in content
    assert (backup / "keys").read_bytes() == used_place.keys.read_bytes()


def test_archive_and_keys_are_for_their_owner_only(backup):
    for name in ("archive", "keys", "archive.wrapped-keys"):
        assert stat.S_IMODE((backup / name).stat().st_mode) == 0o600


def test_a_backup_never_overwrites_a_file(used_place, backup):
    done = used_place.run("backup", backup / "archive")
    assert done.returncode == 1
    assert "is there already" in done.stderr


def test_an_empty_database_is_not_backed_up(empty_place, tmp_path):
    done = empty_place.run("backup", tmp_path / "archive")
    assert done.returncode == 1
    assert "nothing to back up" in done.stderr
    assert not (tmp_path / "archive").exists()


def test_a_place_in_use_is_not_overwritten(used_place, backup):
    done = restored(used_place, backup)
    assert done.returncode == 1
    assert "The database is not empty" in done.stderr


def test_a_folder_with_files_is_not_overwritten(empty_place, backup):
    (empty_place.folder / "files").mkdir()
    (empty_place.folder / "files" / "somebody's").write_text("x")
    done = restored(empty_place, backup)
    assert done.returncode == 1
    assert "The folder of files is not empty" in done.stderr


def test_without_keys_nothing_is_restored(empty_place, backup):
    done = empty_place.run("restore", backup / "archive")
    assert done.returncode == 1
    assert "The keys are not here" in done.stderr
    assert not (empty_place.folder / "due-regard.sqlite3").exists()


def test_keys_of_another_service_do_not_verify(empty_place, backup, tmp_path):
    foreign = tmp_path / "foreign"
    key = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
    foreign.write_text(json.dumps({"current": 1, "keys": {"1": key}}))
    done = empty_place.run("restore", backup / "archive", "--keys", foreign)
    assert done.returncode == 1
    assert "The audit does not verify" in done.stderr


def repacked(backup, tmp_path, change):
    """The archive again, with `change(name, content)` applied to each part."""
    target = tmp_path / "changed"
    with (
        tarfile.open(backup / "archive") as source,
        tarfile.open(target, "w:gz") as copy,
    ):
        for member in source:
            name, content = change(member.name, source.extractfile(member).read())
            path = tmp_path / "part"
            path.write_bytes(content)
            copy.add(path, arcname=name)
    return target


def test_one_changed_byte_is_found_before_anything_is_touched(
    empty_place, backup, tmp_path
):
    def change(name, content):
        return name, content[:-1] + b"!" if name.startswith("files") else content

    target = repacked(backup, tmp_path, change)
    done = empty_place.run("restore", target, "--keys", backup / "keys")
    assert done.returncode == 1
    assert "damaged at files/" in done.stderr
    assert not (empty_place.folder / "due-regard.sqlite3").exists()


def test_an_archive_cannot_write_outside_its_place(empty_place, backup, tmp_path):
    def change(name, content):
        return ("files/../../evil" if name.startswith("files") else name), content

    target = repacked(backup, tmp_path, change)
    done = empty_place.run("restore", target, "--keys", backup / "keys")
    assert done.returncode == 1
    assert "which is not ours" in done.stderr
    assert not list(tmp_path.rglob("evil"))


def test_half_an_archive_is_refused(empty_place, backup, tmp_path):
    half = tmp_path / "half"
    whole = (backup / "archive").read_bytes()
    half.write_bytes(whole[: len(whole) // 2])
    done = empty_place.run("restore", half, "--keys", backup / "keys")
    assert done.returncode == 1
    assert "not a whole backup" in done.stderr


def test_an_old_backup_is_caught_by_heads_saved_since(empty_place, used_place, backup):
    heads = used_place.folder / "heads"
    newer = used_place.run(
        *["begin", "--authority", "Netherbrook", "--kind", "district"],
        *["--administrator", "administrator@netherbrook.example"],
    )
    assert newer.returncode == 0, newer.stderr
    code = f"from dueregard.audit import heads; heads.append({str(heads)!r})"
    used_place.run("shell", "-v", "0", "-c", code)
    done = restored(empty_place, backup, "--heads", heads)
    assert done.returncode == 1
    assert "The audit does not verify" in done.stderr


READ = """
from dueregard.accounts.models import Authority, Person
from dueregard.drafts import services
from dueregard.vault import rooms
authority = Authority.objects.order_by("pk").first()
person = Person.objects.order_by("pk").first()
drafts = services.versions("{}", authority=authority, by=person)
with rooms.own_words(authority, drafts):
    print([draft.content["words"] for draft in drafts])
"""
DROP = """
from dueregard.accounts.models import Authority, Person
from dueregard.drafts import services
services.drop("gone", authority=Authority.objects.order_by("pk").first(),
              by=Person.objects.order_by("pk").first())
"""


def sealed_words(place, form):
    done = place.run("shell", "-v", "0", "-c", READ.format(form))
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_sealed_words_are_readable_after_a_restore(empty_place, backup):
    assert restored(empty_place, backup).returncode == 0
    assert empty_place.run("migrate", "-v", "0").returncode == 0
    assert sealed_words(empty_place, "kept") == "['CANARY kept']"


def test_without_the_wrapped_keys_nothing_is_restored(empty_place, backup):
    done = restored(empty_place, backup, "--wrapped-keys", backup / "nowhere")
    assert done.returncode == 1
    assert "The wrapped keys are not at" in done.stderr
    assert not (empty_place.folder / "due-regard.sqlite3").exists()


def test_wrapped_keys_of_another_backup_are_refused(empty_place, backup, tmp_path):
    other = tmp_path / "other"
    lines = (backup / "archive.wrapped-keys").read_text().splitlines(keepends=True)
    other.write_text("".join(lines[:-1]))
    done = restored(empty_place, backup, "--wrapped-keys", other)
    assert done.returncode == 1
    assert "of another backup" in done.stderr


def test_no_wrapped_key_is_in_the_archive(backup, tmp_path):
    lines = (backup / "archive.wrapped-keys").read_text().splitlines()
    keys = [base64.b64decode(json.loads(line)[3]) for line in lines[1:]]
    assert len(keys) == 6  # three drafts, a referral and its person, an index
    with tarfile.open(backup / "archive") as archive:
        dumped = archive.extractfile("database").read()
    path = tmp_path / "database"
    path.write_bytes(dumped)
    if dumped.startswith(b"PGDMP"):
        program = ["pg_restore", "--file=-", str(path)]
        done = subprocess.run(program, capture_output=True, check=True)
        dumped = done.stdout
        assert b"COPY public.vault_datakey" in dumped
    for key in keys:
        assert key not in dumped
        assert key.hex().encode() not in dumped
    assert b"CANARY" not in dumped


def test_what_was_destroyed_after_the_backup_is_destroyed_again(
    used_place, empty_place, backup
):
    """The last test here: it destroys one of the two drafts."""
    ledger = used_place.folder / "erasures.jsonl"
    before = len(ledger.read_text().splitlines())
    done = used_place.run("shell", "-v", "0", "-c", DROP)
    assert done.returncode == 0, done.stderr
    assert len(ledger.read_text().splitlines()) == before + 1
    done = restored(empty_place, backup, "--json", "--erasures", ledger)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["destroyed_again"] == 1
    assert empty_place.run("migrate", "-v", "0").returncode == 0
    assert sealed_words(empty_place, "kept") == "['CANARY kept']"
    done = empty_place.run("shell", "-v", "0", "-c", READ.format("gone"))
    assert "Shredded" in done.stderr


@pytest.fixture
def wrapped(tmp_path):
    """Write such a file as it was made so many days ago."""

    def write(days, name="old.wrapped-keys"):
        clock.set_offset(timedelta(days=-days))
        row = ("8b0f4e4e-9d5a-4a6e-8f0b-1c2d3e4f5a6b", 1, 1, b"wrapped")
        wrapped_keys.write(tmp_path / name, [row])
        clock.set_offset(timedelta(0))
        return tmp_path / name

    return write


def test_wrapped_keys_older_than_35_days_are_refused(wrapped):
    assert len(list(wrapped_keys.read(wrapped(34)))) == 1
    with pytest.raises(BackupError, match="older than 35 days"):
        wrapped_keys.read(wrapped(36, "older.wrapped-keys"))


def test_old_ones_are_removed_where_a_new_one_is_written(wrapped, tmp_path):
    kept, gone = wrapped(34, "a.wrapped-keys"), wrapped(36, "b.wrapped-keys")
    strange = tmp_path / "c.wrapped-keys"
    strange.write_text("somebody else's")
    assert wrapped_keys.remove_old(tmp_path) == 1
    assert (kept.exists(), gone.exists(), strange.exists()) == (True, False, True)
