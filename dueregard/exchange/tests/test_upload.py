import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from dueregard.access.refusals import NotAllowed
from dueregard.audit.models import Entry
from dueregard.exchange import importers, services
from dueregard.exchange.document import Unreadable
from dueregard.exchange.models import StagedRow, Upload
from dueregard.exchange.services import reading, receiving

from .toy import FILE, Toy

Status = Upload.Status
NEW = "/exchange/marlbrook/toy/new/"


def a_file(data=FILE, name="organisations.csv"):
    return SimpleUploadedFile(name, data)


def test_a_small_file_is_read_as_soon_as_it_arrives(send):
    upload = send()
    assert upload.status == Status.READY
    assert upload.counts == {"new": 2, "note": 1}
    assert (upload.rows_checked, upload.rows_total) == (3, 3)
    assert upload.summary == [["Lines in the file", "2"]]
    first = upload.rows.first()
    assert (first.line, first.text) == (2, "North Lane School")
    assert first.cells == {"Name": "North Lane School", "Short name": "NLS"}


def test_nothing_is_put_in_before_it_is_confirmed(send, marlbrook):
    before = marlbrook.organisations.count()
    send()
    assert marlbrook.organisations.count() == before


def test_a_large_file_waits_for_the_worker(send, monkeypatch):
    monkeypatch.setattr(Toy, "inline_bytes", 10)
    upload = send()
    assert upload.status == Status.RECEIVED
    services.read_now(upload.pk)
    upload.refresh_from_db()
    assert upload.status == Status.READY


def test_an_unreadable_file_is_refused_with_the_sentence_and_not_kept(send, stored):
    upload = send(b"Name\nNorth\0Lane\n")
    assert upload.status == Status.REFUSED
    assert upload.problem == "Line 2 has a character that no text has."
    assert upload.stored_name == ""
    assert stored() == []
    assert not StagedRow.objects.exists()


def test_a_file_refused_half_way_leaves_no_rows(send, stored, monkeypatch):
    monkeypatch.setattr(reading, "ROWS_AT_ONCE", 1)
    rows = Toy._rows

    def breaks(self, *args):
        yield next(rows(self, *args))
        raise Unreadable("Row 3 is not finished.")

    monkeypatch.setattr(Toy, "_rows", breaks)
    upload = send()
    assert upload.status == Status.REFUSED
    assert not StagedRow.objects.exists()
    assert stored() == []


def test_arriving_and_reading_are_recorded_without_the_file_s_name(send):
    upload = send()
    events = list(Entry.objects.about(upload).values_list("event", flat=True))
    assert events == ["upload.received", "upload.read_started", "upload.staged"]
    assert "organisations" not in str(list(Entry.objects.values_list("facts")))


def test_a_failed_record_leaves_no_bytes(send, stored, monkeypatch):
    def fails(upload):
        raise RuntimeError

    monkeypatch.setattr(receiving, "ask_to_read", fails)
    with pytest.raises(RuntimeError):
        send()
    assert stored() == []
    assert not Upload.objects.exists()


def test_only_the_importer_s_people_may_send(toy, marlbrook, action_owner, stored):
    with pytest.raises(NotAllowed):
        services.receive(
            toy, authority=marlbrook, by=action_owner, file=a_file(), options={}
        )
    assert stored() == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../plan.csv", "plan.csv"),
        ("C:\\Users\\me\\plan.csv", "plan.csv"),
        ("annual\u202evsc.exe", "annual□vsc.exe"),
        ("a\r\nb.csv", "a□□b.csv"),
        ("", "file"),
        ("x" * 300 + ".csv", "x" * 196 + ".csv"),
    ],
)
def test_the_file_s_name_is_shown_plainly(given, kept):
    assert receiving.plain_name(given) == kept


def test_the_page_sends_a_file_and_leads_to_the_check(page, toy, marlbrook):
    assert page(NEW).status_code == 200
    answer = page(NEW, {"file": a_file()})
    upload = Upload.objects.get()
    assert answer.url == upload.get_absolute_url()
    assert "Check organisations.csv" in page(answer.url).content.decode()


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (None, "Select a file"),
        (a_file(b""), "The file is empty."),
        (a_file(name="plan.exe"), "is not a kind of file that can be read"),
    ],
)
def test_what_can_be_told_at_once_is_told_beside_the_field(
    page, toy, marlbrook, file, sentence, stored
):
    answer = page(NEW, {"file": file} if file else {})
    content = answer.content.decode()
    assert "<title>Error: " in content
    assert content.count(sentence) >= 2
    assert not Upload.objects.exists()
    assert stored() == []


def test_a_file_over_the_limit_is_refused_before_it_is_kept(
    page, toy, marlbrook, monkeypatch, stored
):
    limits = importers.Limits(file=1024 * 1024, rows=10, cells=10)
    monkeypatch.setattr(Toy, "limits", limits)
    answer = page(NEW, {"file": a_file(b"x" * (1024 * 1024 + 1))})
    assert "Select a file of at most 1 MiB" in answer.content.decode()
    assert stored() == []


def test_the_same_form_sent_twice_is_one_upload(page, toy, marlbrook, stored):
    key = "k" * 24
    first = page(NEW, {"file": a_file(), "submission_key": key})
    second = page(NEW, {"file": a_file(), "submission_key": key})
    assert first["Location"] == second["Location"]
    assert Upload.objects.count() == 1
    assert len(stored()) == 1


def test_an_importer_that_asks_more_gets_the_answers(page, toy, marlbrook, monkeypatch):
    class Options(forms.Form):
        year = forms.CharField(error_messages={"required": "Enter the year."})

    def options_form(self, *, authority, user, data=None, initial=None):
        return Options(data, initial=initial)

    monkeypatch.setattr(Toy, "options_form", options_form)
    assert 'value="2026"' in page(NEW + "?year=2026").content.decode()
    assert "Enter the year." in page(NEW, {"file": a_file()}).content.decode()
    page(NEW, {"file": a_file(), "year": "2026"})
    assert Upload.objects.get().options == {"year": "2026"}


def test_the_list_shows_what_was_uploaded(page, send):
    url = reverse("exchange:list", args=["marlbrook", "toy"])
    assert "No file has been uploaded yet." in page(url).content.decode()
    send()
    content = page(url).content.decode()
    assert "organisations.csv" in content
    assert "Ready to check" in content
