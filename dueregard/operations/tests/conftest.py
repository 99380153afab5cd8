import pytest

from .places import Place

GIVE = """
from django.core.files.uploadedfile import SimpleUploadedFile
from dueregard.accounts.models import Authority, Person
from dueregard.documents import services
file = SimpleUploadedFile("list.txt", b"Twelve came.")
services.receive(file, by=Person.objects.get(), authority=Authority.objects.get())
"""
SEAL = """
from dueregard.accounts.models import Authority, Person
from dueregard.drafts import services
for form in ("kept", "gone"):
    services.save_draft(form, {"words": f"CANARY {form}"}, tab="t", number=1,
                        authority=Authority.objects.get(), by=Person.objects.get())
"""
REFER = """
from django.core.files.uploadedfile import SimpleUploadedFile
from dueregard.accounts.models import Authority
from dueregard.drafts.services import session_owner
from dueregard.referrals.codes import Door
from dueregard.referrals.services import completing, keeping_files, writing
place = Authority.objects.get()
for form in ("sent", "begun"):
    new = writing.Writing(place, session_owner(form), Door.PUBLIC, {})
    writing.begin(new)
    file = SimpleUploadedFile("wall.txt", b"On the wall: " + form.encode())
    keeping_files.attach(new, file)
    if form == "sent":
        completing.send(new)
"""


@pytest.fixture
def empty_place(tmp_path):
    """Nothing has been done here yet."""
    place = Place(tmp_path / "empty")
    yield place
    place.close()


@pytest.fixture(scope="session")
def used_place(tmp_path_factory):
    """A service in use: an authority, its administrator, files, audit entries."""
    place = Place(tmp_path_factory.mktemp("used") / "data", is_migrated=True)
    assert place.run("migrate", "-v", "0").returncode == 0
    begun = place.run(
        *["begin", "--authority", "Marlbrook", "--kind", "unitary"],
        *["--administrator", "administrator@marlbrook.example"],
    )
    assert begun.returncode == 0, begun.stderr
    uploads = place.folder / "files" / "uploads"
    uploads.mkdir(parents=True)
    (uploads / "0123456789abcdef0123456789abcdef").write_bytes(b"a plan\x00" * 5000)
    given = place.run("shell", "-v", "0", "-c", GIVE)
    assert given.returncode == 0, given.stderr
    sealed = place.run("shell", "-v", "0", "-c", SEAL)
    assert sealed.returncode == 0, sealed.stderr
    referred = place.run("shell", "-v", "0", "-c", REFER)
    assert referred.returncode == 0, referred.stderr
    yield place
    place.close()
