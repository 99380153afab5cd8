import pytest
from django.urls import reverse

from dueregard import store
from dueregard.audit.models import Entry
from dueregard.documents.models import Document, FileVersion

from .factories import CONTENT
from .files import jpeg_with_place

Status = FileVersion.Status
Marking = Document.Marking


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_clean_file_is_served_as_an_attachment_and_never_as_a_page(
    document, signed_in, action_owner
):
    url = reverse("documents:download", args=[document.pk, 1])
    response = signed_in(action_owner).get(url)
    assert body(response) == CONTENT
    assert response.headers["Content-Disposition"] == 'attachment; filename="notes.txt"'
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.headers["Content-Length"] == str(len(CONTENT))
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].startswith("sandbox")
    assert response.headers["Cache-Control"] == "no-store"
    assert document.newest.stored_name not in str(response.headers)


def test_the_name_in_the_download_is_a_safe_one(document, signed_in, action_owner):
    document.versions.update(file_name='Café "list"□\u2019s.txt')
    url = reverse("documents:download", args=[document.pk, 1])
    header = signed_in(action_owner).get(url).headers["Content-Disposition"]
    assert header.startswith("attachment; filename*=utf-8''Caf%C3%A9%20%22list%22")


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (Status.RECEIVED, "waiting for the virus check"),
        (Status.QUARANTINED, "waiting for the virus check"),
        (Status.SCANNED, "waiting for the virus check"),
        (Status.REFUSED, "was refused"),
    ],
)
def test_only_a_clean_file_is_served(
    status, sentence, document, signed_in, action_owner
):
    document.versions.update(status=status)
    url = reverse("documents:download", args=[document.pk, 1])
    response = signed_in(action_owner).get(url)
    assert response.status_code == 409
    assert sentence in response.content.decode()


def test_a_file_that_is_gone_from_the_disk_is_told(document, signed_in, action_owner):
    store.remove(document.newest.stored_name, store.DOCUMENTS)
    url = reverse("documents:download", args=[document.pk, 1])
    response = signed_in(action_owner).get(url)
    assert response.status_code == 409
    assert "missing" in response.content.decode()


def test_another_authority_cannot_tell_that_a_document_exists(
    document, signed_in, outsider
):
    client = signed_in(outsider)
    for name in ("detail", "edit", "withdraw", "add_version"):
        url = reverse(f"documents:{name}", args=[document.pk])
        assert client.get(url).status_code == 404
    for name in ("download", "original"):
        url = reverse(f"documents:{name}", args=[document.pk, 1])
        assert client.get(url).status_code == 404


def test_what_hangs_nowhere_is_seen_by_who_gave_it_and_who_answers_for_all(
    document, action_owner, coordinator, auditor, board_member, training_lead
):
    for person in (action_owner, coordinator, auditor):
        assert document in Document.objects.visible_to(person)
    for person in (board_member, training_lead):
        assert document not in Document.objects.visible_to(person)


def test_what_hangs_somewhere_is_seen_by_who_reads_that(
    document, readable_by_board, board_member, signed_in
):
    page = signed_in(board_member).get(document.get_absolute_url())
    assert "Action 7" in page.content.decode()
    assert "Change title" not in page.content.decode()


def test_a_sensitive_document_is_kept_from_roles_that_do_not_read_such(
    document, readable_by_board, board_member, elected_member
):
    assert document in Document.objects.visible_to(elected_member)
    Document.objects.update(marking=Marking.SENSITIVE)
    assert document in Document.objects.visible_to(board_member)
    assert document not in Document.objects.visible_to(elected_member)


def test_taking_a_sensitive_file_is_on_the_record(document, signed_in, coordinator):
    url = reverse("documents:download", args=[document.pk, 1])
    signed_in(coordinator).get(url)
    assert not Entry.objects.filter(event="documents.downloaded").exists()
    Document.objects.update(marking=Marking.SENSITIVE)
    signed_in(coordinator).get(url)
    entry = Entry.objects.get(event="documents.downloaded")
    assert entry.person_id == coordinator.pk
    assert entry.facts["original"] is False


def test_a_picture_as_it_came_is_for_who_gave_it_and_the_coordinator(
    give, readable_by_board, coordinator, auditor, signed_in
):
    picture = give("room.jpg", jpeg_with_place())
    copy = store.keep([b"plain"], limit=10, folder=store.DOCUMENTS)
    picture.versions.update(status=Status.CLEAN, viewing_name=copy.name)
    viewing = reverse("documents:download", args=[picture.pk, 1])
    original = reverse("documents:original", args=[picture.pk, 1])
    assert body(signed_in(auditor).get(viewing)) == b"plain"
    assert signed_in(auditor).get(original).status_code == 403
    assert b"Sam Taker" in body(signed_in(coordinator).get(original))
    assert Entry.objects.get(event="documents.downloaded").facts["original"] is True
