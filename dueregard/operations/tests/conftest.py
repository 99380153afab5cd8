import pytest

from .places import Place


@pytest.fixture
def empty_place(tmp_path):
    """Nothing has been done here yet."""
    place = Place(tmp_path / "empty")
    yield place
    place.close()


@pytest.fixture(scope="session")
def used_place(tmp_path_factory):
    """A service in use: an authority, its administrator, a file, audit entries."""
    place = Place(tmp_path_factory.mktemp("used") / "data")
    assert place.run("migrate", "-v", "0").returncode == 0
    begun = place.run(
        *["begin", "--authority", "Marlbrook", "--kind", "unitary"],
        *["--administrator", "administrator@marlbrook.example"],
    )
    assert begun.returncode == 0, begun.stderr
    uploads = place.folder / "files" / "uploads"
    uploads.mkdir(parents=True)
    (uploads / "0123456789abcdef0123456789abcdef").write_bytes(b"a plan\x00" * 5000)
    yield place
    place.close()
