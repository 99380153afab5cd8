import threading

import pytest
from django.db import connection

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.models import Membership, Organisation
from dueregard.audit.models import Entry
from dueregard.exchange import services
from dueregard.exchange.models import Upload

from .toy import FILE, Toy

Status = Upload.Status


def names(marlbrook):
    held = Organisation.objects.filter(authorities=marlbrook)
    return sorted(held.exclude(name="Marlbrook").values_list("name", flat=True))


def test_a_confirmed_file_goes_in(send, confirm, marlbrook, coordinator):
    upload = send()
    confirm(upload)
    assert upload.status == Status.APPLIED
    assert names(marlbrook) == ["Elm Housing", "North Lane School"]
    assert (upload.confirmed_by, upload.counts["applied"]) == (coordinator, 2)


def test_one_entry_says_how_many_rows_went_in(send, confirm):
    upload = send()
    confirm(upload)
    entry = Entry.objects.about(upload).get(event="upload.counted")
    assert entry.facts == {"importer": "toy", "sha256": upload.sha256, "rows": 2}


def test_confirming_twice_puts_it_in_once(send, confirm, coordinator, marlbrook):
    upload = send()
    version = upload.version
    confirm(upload)
    with pytest.raises(NotNow):
        services.confirm(upload, by=coordinator, version=version)
    with pytest.raises(NotNow):
        services.confirm(upload, by=coordinator, version=upload.version)
    services.apply_now(upload.pk)
    assert Entry.objects.filter(event="upload.counted").count() == 1


def test_the_button_pressed_twice_leads_to_the_same_page(page, send, marlbrook):
    upload = send()
    url = f"/exchange/{upload.pk}/confirm/"
    assert "Put 2 rows in?" in page(url).content.decode()
    data = {"version": upload.version, "submission_key": "k" * 24}
    first, second = page(url, data), page(url, data)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"] == upload.get_absolute_url()
    assert Entry.objects.filter(event="upload.counted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_who_confirm_at_once_put_it_in_once(
    toy, send, marlbrook, coordinator, factories
):
    other = factories.person_with(Role.COORDINATOR, marlbrook)
    upload = send()
    barrier, answers = threading.Barrier(2), []

    def press(person):
        barrier.wait()
        try:
            services.confirm(
                Upload.objects.get(pk=upload.pk), by=person, version=upload.version
            )
            answers.append("in")
        except NotNow:
            answers.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(p,)) for p in (coordinator, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["in", "refused"]
    assert Entry.objects.filter(event="upload.counted").count() == 1
    assert len(names(marlbrook)) == 2


def test_what_changed_since_the_check_is_not_overwritten(send, confirm, marlbrook):
    upload = send()
    marlbrook.public_contact = "Write to us."
    marlbrook.save()
    confirm(upload)
    assert upload.status == Status.READY
    assert "Check it again before you put it in." in upload.problem
    assert names(marlbrook) == []


def test_what_the_importer_refuses_is_put_back_with_its_sentence(
    send, confirm, page, toy, marlbrook
):
    toy.held_back = "The list is closed for the year."
    upload = send()
    confirm(upload)
    assert upload.status == Status.READY
    content = page(upload.get_absolute_url()).content.decode()
    assert "It was not put in. The list is closed for the year." in content
    toy.held_back = ""
    confirm(upload)
    assert upload.status == Status.APPLIED


def test_a_failure_puts_in_nothing_and_is_tried_again(
    send, confirm, marlbrook, monkeypatch
):
    upload = send()
    apply = Toy.apply

    def fails(self, upload, *, by):
        apply(self, upload, by=by)
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr(Toy, "apply", fails)
        confirm(upload)
    assert upload.status == Status.APPLYING
    assert names(marlbrook) == []
    services.apply_now(upload.pk)
    upload.refresh_from_db()
    assert upload.status == Status.APPLIED
    assert len(names(marlbrook)) == 2


def test_a_long_import_is_left_to_the_worker(send, confirm, page, monkeypatch):
    monkeypatch.setattr(Toy, "inline_rows", 1)
    upload = send()
    confirm(upload)
    assert upload.status == Status.APPLYING
    content = page(upload.get_absolute_url()).content.decode()
    assert "Putting the rows in" in content


def test_a_waiting_import_can_be_put_back(send, confirm, page, monkeypatch, marlbrook):
    monkeypatch.setattr(Toy, "inline_rows", 1)
    upload = send()
    confirm(upload)
    page(f"/exchange/{upload.pk}/put-back/", {})
    services.apply_now(upload.pk)
    upload.refresh_from_db()
    assert upload.status == Status.READY
    assert names(marlbrook) == []


def test_a_right_that_ended_before_the_worker_came_puts_nothing_in(
    send, confirm, marlbrook, monkeypatch
):
    monkeypatch.setattr(Toy, "inline_rows", 1)
    upload = send()
    confirm(upload)
    Membership.objects.all().delete()
    with pytest.raises(NotAllowed):
        services.apply_now(upload.pk)
    assert names(marlbrook) == []


def test_the_very_same_file_is_known_again(send, confirm):
    first = send()
    confirm(first)
    assert list(Upload.objects.same_file_as(send(FILE))) == [first]
    assert not Upload.objects.same_file_as(send(FILE + b"Oak,O\n")).exists()
