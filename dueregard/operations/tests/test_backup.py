import json
import stat
import tarfile

import pytest


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
    assert json.loads(done.stdout)["files"] == 2
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
    for name in ("archive", "keys"):
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
