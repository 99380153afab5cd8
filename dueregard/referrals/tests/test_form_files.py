"""Files come sealed, wait for the virus check, and are read once they are clean."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dueregard import store
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.documents import scanner
from dueregard.documents.scanner import Unavailable, Verdict
from dueregard.outbox.models import Job
from dueregard.referrals import services
from dueregard.referrals.codes import Door
from dueregard.referrals.models import Referral, ReferralFile
from dueregard.referrals.services import writing
from dueregard.referrals.services.scanning_files import FOLDER, SCAN, scan_file
from dueregard.vault import rooms, tenancy

from .filling import ANSWERS, fill, send

pytestmark = pytest.mark.django_db
WORDS = b"zqcanaryqz was written on the wall."


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "MEDIA_ROOT", str(tmp_path))
    return tmp_path


@pytest.fixture
def scanned(monkeypatch):
    """What the scanner answers from now on."""

    def answer(is_clean: bool):
        monkeypatch.setattr(scanner, "is_configured", lambda: True)
        monkeypatch.setattr(scanner, "ask", lambda stream: Verdict(is_clean))

    return answer


def give(client, name="wall.txt", content=WORDS):
    return client.post("/refer/files/", {"file": SimpleUploadedFile(name, content)})


def sent_with_a_file(client, authority) -> ReferralFile:
    fill(client, authority)
    assert give(client).status_code == 302
    send(client)
    with tenancy.of(authority):
        return ReferralFile.objects.select_related("referral").get()


def on_the_disk(folder) -> list[bytes]:
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_never_on_the_disk_in_the_clear(marlbrook, client, own_folder):
    fill(client, marlbrook)
    give(client)
    assert len(on_the_disk(own_folder)) == 1
    send(client)
    assert not any(b"zqcanaryqz" in each for each in on_the_disk(own_folder))


def test_a_file_arrives_under_the_referrals_key_and_waits_for_the_check(
    marlbrook, client
):
    row = sent_with_a_file(client, marlbrook)
    assert row.status == ReferralFile.Status.QUARANTINED
    assert row.data_key_id == row.referral.data_key_id
    assert Job.objects.filter(kind=SCAN).count() == 1


def test_what_another_window_added_while_it_was_sent_is_sent_too(marlbrook, client):
    fill(client, marlbrook)
    owner = client.session["refer"]["owner"]
    here = writing.read(marlbrook, owner, Door.PUBLIC)
    give(client)
    client.post("/refer/form/means/", ANSWERS["means"] | {"means": "Said later."})
    referral = services.send(here)
    with tenancy.of(marlbrook), rooms.sealing(marlbrook) as room:
        assert ReferralFile.objects.get().referral == referral
        assert room.show(referral.account).means == "Said later."


def test_nobody_reads_a_file_before_it_is_clean(marlbrook, client, scanned):
    row = sent_with_a_file(client, marlbrook)
    officer = Client()
    officer.force_login(person_with(Role.COORDINATOR, marlbrook))
    session = officer.session
    session["purposes"] = {str(row.referral_id): "triage"}
    session.save()
    address = f"/refer/in/marlbrook/{row.referral_id}/{row.pk}/"
    assert officer.get(address).status_code == 404
    scanned(is_clean=True)
    scan_file(marlbrook.pk, row.pk)
    page = officer.get(address)
    assert page.getvalue() == WORDS
    assert page.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in page.headers["Content-Security-Policy"]


def test_a_file_with_a_virus_is_refused_and_the_referral_stays(
    marlbrook, client, scanned
):
    row = sent_with_a_file(client, marlbrook)
    scanned(is_clean=False)
    scan_file(marlbrook.pk, row.pk)
    with tenancy.of(marlbrook):
        assert ReferralFile.objects.get().status == ReferralFile.Status.REFUSED
        assert Referral.objects.get().status == "submitted"


def test_without_a_scanner_the_file_waits(marlbrook, client):
    row = sent_with_a_file(client, marlbrook)
    scan_file(marlbrook.pk, row.pk)
    with tenancy.of(marlbrook):
        assert ReferralFile.objects.get().status == ReferralFile.Status.QUARANTINED
    assert store.path(row.stored_name, FOLDER).is_file()


def test_whoever_sends_does_not_wait_for_a_scanner_that_hangs(
    marlbrook, client, monkeypatch, settings, django_capture_on_commit_callbacks
):
    settings.CLAMAV_SOCKET = "unix:/nowhere/clamd.sock"
    asked = []

    def hang(stream):
        asked.append(stream)
        raise Unavailable

    monkeypatch.setattr(scanner, "ask", hang)
    with django_capture_on_commit_callbacks(execute=True):
        row = sent_with_a_file(client, marlbrook)
    assert asked == []
    scan_file(marlbrook.pk, row.pk)  # the worker does
    assert len(asked) == 1
    with tenancy.of(marlbrook):
        assert ReferralFile.objects.get().status == ReferralFile.Status.QUARANTINED


def test_a_file_can_be_taken_out_again(marlbrook, client):
    fill(client, marlbrook)
    give(client)
    page = client.get("/refer/check/").content.decode()
    assert "wall.txt" in page
    name = client.get("/refer/files/").context["writing"].files[0]["stored_name"]
    client.post("/refer/files/", {"remove": name})
    assert "wall.txt" not in client.get("/refer/check/").content.decode()


def test_a_file_that_is_not_what_it_is_called_is_refused_in_words(marlbrook, client):
    fill(client, marlbrook)
    page = give(client, "photo.png", b"%PDF-1.4 not a picture")
    assert page.status_code == 200
    assert "named as PNG" in page.content.decode()


def test_ten_files_are_the_most(marlbrook, client):
    fill(client, marlbrook)
    for number in range(10):
        assert give(client, f"{number}.txt").status_code == 302
    assert "10 files at most" in give(client).content.decode()


def test_a_name_that_turns_the_line_is_shown_as_it_is(marlbrook, client):
    fill(client, marlbrook)
    give(client, "annfdp\u202e.txt")
    assert "\u202e" not in client.get("/refer/files/").content.decode()


def test_a_large_upload_is_held_in_memory_and_not_in_the_temporary_folder(
    marlbrook, client, monkeypatch
):
    def on_disk(*args, **kwargs):
        raise AssertionError("A temporary file was made.")

    monkeypatch.setattr(
        "django.core.files.uploadhandler.TemporaryUploadedFile", on_disk
    )
    fill(client, marlbrook)
    assert give(client, content=b"a line of text\n" * 250_000).status_code == 302
