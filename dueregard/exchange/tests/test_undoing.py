"""What went in comes out again: at once when short, else by the worker."""

import pytest

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Organisation
from dueregard.audit.models import Entry
from dueregard.exchange import jobs, services
from dueregard.exchange.models import KEPT_FOR, StagedRow, Upload
from dueregard.outbox.models import Job
from dueregard.outbox.services import payload_of

from .test_applying import names
from .toy import Toy

Status = Upload.Status


@pytest.fixture
def long(send, confirm, monkeypatch):
    """An import that is in, with more rows than are taken out in a request."""
    upload = send()
    confirm(upload)
    monkeypatch.setattr(Toy, "inline_rows", 1)
    return upload


@pytest.fixture
def work(django_capture_on_commit_callbacks):
    """Do what the worker was asked to do with `upload`."""

    def done(upload):
        job = Job.objects.get(kind="exchange.undo")
        jobs.undo(payload_of(job))
        upload.refresh_from_db()

    return done


def test_an_import_is_undone(send, confirm, page, marlbrook, stored):
    upload = send()
    confirm(upload)
    assert "Undo this import" in page(upload.get_absolute_url()).content.decode()
    assert page(f"/exchange/{upload.pk}/undo/").status_code == 200
    page(f"/exchange/{upload.pk}/undo/", {})
    upload.refresh_from_db()
    assert upload.status == Status.UNDONE
    assert names(marlbrook) == []
    assert stored() == []
    assert not StagedRow.objects.exists()


def test_an_undone_file_may_come_in_again(send, confirm, coordinator, marlbrook):
    upload = send()
    confirm(upload)
    services.undo(upload, by=coordinator)
    again = send()
    confirm(again)
    assert again.status == Status.APPLIED


def test_what_something_depends_on_is_not_undone(
    send, confirm, page, coordinator, marlbrook, factories
):
    upload = send()
    confirm(upload)
    school = Organisation.objects.get(name="North Lane School")
    factories.MembershipFactory(authority=marlbrook, organisation=school)
    sentence = "Somebody works for one of these organisations now."
    with pytest.raises(NotNow, match=sentence):
        services.undo(upload, by=coordinator)
    content = page(upload.get_absolute_url()).content.decode()
    assert sentence in content
    assert "Undo this import" not in content
    assert page(f"/exchange/{upload.pk}/undo/", {}).status_code == 409
    assert len(names(marlbrook)) == 2


def test_an_upload_that_is_not_in_cannot_be_undone(send, coordinator):
    with pytest.raises(NotNow):
        services.undo(send(), by=coordinator)


def test_a_long_import_is_taken_out_by_the_worker(long, page, work, marlbrook, stored):
    answer = page(f"/exchange/{long.pk}/undo/", {}, follow=True)
    content = answer.content.decode()
    assert "Taking the rows out" in content
    assert "Working on it." in content
    assert "is undone" not in content
    assert len(names(marlbrook)) == 2
    work(long)
    assert (long.status, names(marlbrook), stored()) == (Status.UNDONE, [], [])
    assert not StagedRow.objects.exists()


def test_who_asked_for_a_long_undo_is_who_undid_it(long, work, coordinator):
    services.undo(long, by=coordinator)
    work(long)
    asked = Entry.objects.about(long).get(event="upload.undo_asked")
    done = Entry.objects.about(long).get(event="upload.undone")
    assert asked.person_id == done.person_id == coordinator.pk


def test_the_worker_taking_it_out_twice_does_it_once(long, work, coordinator):
    services.undo(long, by=coordinator)
    work(long)
    work(long)
    assert Entry.objects.filter(event="upload.undone").count() == 1
    assert long.status == Status.UNDONE


def test_a_long_undo_is_asked_for_once(long, coordinator):
    services.undo(long, by=coordinator)
    with pytest.raises(NotNow):
        services.undo(long, by=coordinator)
    assert Job.objects.filter(kind="exchange.undo").count() == 1


def test_a_long_undo_can_be_stopped_before_the_worker_came(
    long, page, work, coordinator, marlbrook
):
    services.undo(long, by=coordinator)
    page(f"/exchange/{long.pk}/stop/", {})
    work(long)
    assert (long.status, len(names(marlbrook))) == (Status.APPLIED, 2)


def test_what_depends_on_it_meanwhile_keeps_it_in_and_says_so(
    long, page, work, coordinator, marlbrook, factories
):
    services.undo(long, by=coordinator)
    school = Organisation.objects.get(name="North Lane School")
    factories.MembershipFactory(authority=marlbrook, organisation=school)
    work(long)
    assert (long.status, len(names(marlbrook))) == (Status.APPLIED, 2)
    content = page(long.get_absolute_url()).content.decode()
    assert "It was not undone. Somebody works for one of these" in content


def test_what_was_stopped_can_be_undone_later(long, work, coordinator, marlbrook):
    services.undo(long, by=coordinator)
    services.stop_undoing(long, by=coordinator)
    Job.objects.all().delete()
    services.undo(long, by=coordinator)
    work(long)
    assert (long.status, names(marlbrook)) == (Status.UNDONE, [])


def test_what_is_coming_out_is_not_cleaned_away(long, coordinator):
    services.undo(long, by=coordinator)
    clock.set_offset(KEPT_FOR * 2)
    assert not Upload.objects.past_keeping().exists()
