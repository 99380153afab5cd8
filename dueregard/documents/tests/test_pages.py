from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.access.rooms import Room
from dueregard.audit import services as audit
from dueregard.audit.models import Entry
from dueregard.documents import services
from dueregard.documents.checks import kinds, uploaded
from dueregard.documents.models import Document, FileVersion
from dueregard.plans.models import Evidence
from dueregard.plans.tests.factories import ActionFactory
from dueregard.submissions import new_key

from .factories import CONTENT, DocumentFactory
from .files import EICAR, upload

ADD = "/documents/add/"
Status = FileVersion.Status
Marking = Document.Marking


def day(name, when):
    return {f"{name}_{part}": getattr(when, part) for part in ("day", "month", "year")}


def test_evidence_is_added_by_its_page(signed_in, action_owner):
    today = clock.today()
    answers = {
        "evidence_file": upload("list.csv", b"Name,Came\nSchool,yes\n"),
        "evidence_title": "Attendance list",
        "evidence_duties": ["recognise"],
        "evidence_sections": ["section_6"],
        "marking": "official",
        **day("evidence_on", today),
    }
    response = signed_in(action_owner).post(ADD, answers)
    document = Document.objects.get()
    assert response.url == document.get_absolute_url()
    assert document.happened_on == today
    assert {tag.tag for tag in document.tags.all()} == {"recognise", "section_6"}


def test_a_link_is_added_by_its_page(signed_in, action_owner):
    answers = {"evidence_link": "marlbrook.example/notes", "marking": "official"}
    signed_in(action_owner).post(ADD, answers)
    assert Document.objects.get().url == "https://marlbrook.example/notes"


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({}, "Select a file, or enter a link below"),
        ({"evidence_link": "javascript:alert(1)"}, "Enter a full web address"),
        ({"evidence_file": ("a.exe", b"MZ")}, "the file must be chosen again"),
        ({"evidence_file": ("a.txt", b"")}, "The file is empty"),
        ({"evidence_file": ("a.png", b"text")}, "its content is something else"),
        ({"evidence_file": ("a.txt", b"a\x00")}, "NUL"),
        (
            {"evidence_link": "https://a.example", "evidence_on_year": "2099"},
            "must include a day and month",
        ),
        (
            {"evidence_link": "https://a.example"}
            | day("evidence_on", clock.today() + timedelta(days=1)),
            "must be today or in the past",
        ),
        (
            {"evidence_link": "https://a.example"}
            | day("evidence_on", clock.today())
            | day("evidence_expires_on", clock.today()),
            "must be after the day it is of",
        ),
    ],
)
def test_a_mistake_is_said_and_the_words_are_kept(
    answers, sentence, signed_in, action_owner
):
    sent = {
        name: SimpleUploadedFile(*value) if isinstance(value, tuple) else value
        for name, value in answers.items()
    }
    sent |= {"evidence_title": "What I typed", "marking": "official"}
    response = signed_in(action_owner).post(ADD, sent)
    page = response.content.decode()
    assert sentence in page
    assert "What I typed" in page
    assert "<title>Error: " in page
    assert not Document.objects.exists()


def test_a_file_and_a_link_are_given_one_by_one(signed_in, action_owner):
    answers = {
        "evidence_file": upload("a.txt", CONTENT),
        "evidence_link": "https://a.example",
        "marking": "official",
    }
    page = signed_in(action_owner).post(ADD, answers).content.decode()
    assert "not both" in page


def test_a_file_over_ten_mebibytes_is_refused_and_the_words_are_kept(
    signed_in, action_owner, settings
):
    settings.DOCUMENT_MOST = 1000
    answers = {
        "evidence_file": upload("a.txt", b"a" * 1001),
        "evidence_title": "What I typed",
        "marking": "official",
    }
    page = signed_in(action_owner).post(ADD, answers).content.decode()
    assert "larger than" in page
    assert "What I typed" in page


def test_the_same_form_twice_adds_one_document(signed_in, action_owner):
    client, key = signed_in(action_owner), new_key()
    for _ in range(2):
        answers = {"evidence_file": upload("a.txt", CONTENT), "marking": "official"}
        assert client.post(ADD, answers | {"submission_key": key}).status_code == 302
    assert Document.objects.count() == 1


def test_with_two_authorities_the_form_asks_whose_evidence_it_is(
    signed_in, action_owner, ashby_vale, factories
):
    factories.MembershipFactory(
        person=action_owner, authority=ashby_vale, role=Role.ACTION_OWNER
    )
    client = signed_in(action_owner)
    answers = {"evidence_link": "https://a.example", "marking": "official"}
    assert "Select whose evidence" in client.post(ADD, answers).content.decode()
    client.post(ADD, answers | {"authority": ashby_vale.pk})
    assert Document.objects.get().authority == ashby_vale


def test_pages_are_gone_with_the_last_room(
    document, signed_in, action_owner, marlbrook
):
    client = signed_in(action_owner)
    marlbrook.rooms.exclude(room=Room.PARTNERSHIP).delete()
    assert client.get(document.get_absolute_url()).status_code == 200
    marlbrook.rooms.all().delete()
    assert client.get("/documents/").status_code == 404


def test_the_list_is_filtered_by_each_question(marlbrook, coordinator, signed_in):
    today = clock.today()
    about = {"authority": marlbrook, "by": coordinator}
    link = DocumentFactory(kind="link", url="https://a.example", title="Link", **about)
    old = DocumentFactory(title="Old", expires_on=today, tagged=["risk"], **about)
    soon = DocumentFactory(title="Soon", expires_on=today + timedelta(days=30), **about)
    refused = DocumentFactory(title="Refused", **about)
    refused.versions.update(status=Status.REFUSED)
    waiting = DocumentFactory(title="Waiting list", **about)
    waiting.versions.update(status=Status.QUARANTINED)
    client = signed_in(coordinator)
    for query, expected in {
        "": {link, old, soon, refused, waiting},
        "words=list": {waiting},
        "tag=risk": {old},
        "kind=link": {link},
        "state=waiting": {waiting},
        "state=refused": {refused},
        "when=expired": {old},
        "when=expiring": {soon},
        "when=in_date": {link, soon, refused, waiting},
        "state=nonsense": {link, old, soon, refused, waiting},
    }.items():
        page = client.get(f"/documents/?{query}").context["page"]
        assert set(page) == expected, query


def test_the_list_says_what_was_refused_until_it_is_given_again(
    document, signed_in, action_owner
):
    document.versions.update(
        status=Status.REFUSED, refused_because="The virus check found “Bad” in it."
    )
    client = signed_in(action_owner)
    assert "The virus check found “Bad”" in client.get("/documents/").content.decode()
    services.add_version(document, upload("b.txt", b"Clean.\n"), by=action_owner)
    assert "“Bad”" not in client.get("/documents/").content.decode()


@pytest.mark.parametrize(
    ("socket", "sentence"),
    [
        ("", "which is not set up yet"),
        ("unix:/nowhere/clamd.sock", "can be downloaded when it has passed"),
    ],
)
def test_a_page_says_what_a_file_waits_for(
    socket, sentence, settings, give, signed_in, action_owner
):
    settings.CLAMAV_SOCKET = socket
    document = give(data=EICAR)
    page = signed_in(action_owner).get(document.get_absolute_url())
    assert sentence in page.content.decode()
    assert "Not yet" in page.content.decode()


def test_an_expired_document_says_so_in_words(document, signed_in, action_owner):
    Document.objects.update(expires_on=clock.today())
    page = signed_in(action_owner).get(document.get_absolute_url()).content.decode()
    assert "No longer counts" in page


def test_what_is_said_of_a_document_is_changed_by_its_page(
    document, signed_in, action_owner
):
    client, url = signed_in(action_owner), f"/documents/{document.pk}/edit/"
    form = client.get(url).context["form"]
    shown = {"version": form["version"].value(), "base": form["base"].value()}
    answers = {
        "title": "Summer list",
        "marking": "sensitive",
        "evidence_duties": ["risk"],
        **day("received_on", clock.today()),
    }
    assert client.post(url, shown | answers).status_code == 302
    document.refresh_from_db()
    assert (document.title, document.marking) == ("Summer list", "sensitive")
    assert [tag.tag for tag in document.tags.all()] == ["risk"]
    stale = client.post(url, shown | answers | {"title": "Autumn list"})
    assert stale.status_code == 409
    assert "Summer list" in stale.content.decode()
    assert "Autumn list" in stale.content.decode()


def test_a_newer_file_is_given_by_its_page(document, signed_in, action_owner):
    url = f"/documents/{document.pk}/newer/"
    client = signed_in(action_owner)
    assert client.post(url, {"file": upload("b.txt", b"Clean.\n")}).status_code == 302
    assert document.versions.count() == 2
    again = client.post(url, {"file": upload("b.exe", b"MZ")}).content.decode()
    assert "not a kind of file we take" in again


def test_a_document_that_hangs_nowhere_is_taken_back_by_who_gave_it(
    document,
    signed_in,
    action_owner,
    coordinator,
    kept,
    django_capture_on_commit_callbacks,
):
    with pytest.raises(NotAllowed):
        services.withdraw(document, by=coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(action_owner).post(f"/documents/{document.pk}/take-back/")
    assert not Document.objects.exists()
    assert kept() == []
    assert Entry.objects.filter(event="documents.withdrawn").exists()


def test_a_document_that_is_used_is_not_taken_back(document, action_owner, kept):
    action = ActionFactory()
    Evidence.objects.create(action=action, document=document, by=action_owner)
    with pytest.raises(NotNow, match="used somewhere"):
        services.withdraw(document, by=action_owner)
    assert len(kept()) == 1


def test_files_are_looked_into_before_the_transaction_begins(
    signed_in, action_owner, monkeypatch
):
    inside = []
    real = kinds.check

    def check(*args):
        inside.append(audit.is_open())
        return real(*args)

    monkeypatch.setattr(uploaded, "check", check)
    answers = {"evidence_file": upload("a.txt", CONTENT), "marking": "official"}
    signed_in(action_owner).post(ADD, answers | {"submission_key": new_key()})
    assert Document.objects.exists()
    assert inside == [False]
