"""A file whose reading failed time and again: the page says so and offers a way on."""

import pytest
from django.urls import reverse

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.exchange import services
from dueregard.exchange.models import Upload
from dueregard.outbox.models import Job

from .toy import Toy

Status = Upload.Status


@pytest.fixture
def given_up(send, monkeypatch):
    """An upload left in "reading", whose job was given up for good."""
    with monkeypatch.context() as patch:
        patch.setattr(Toy, "read", broken)
        upload = send()
    assert upload.status == Status.READING
    Job.objects.filter(kind="exchange.read").update(status=Job.Status.DEAD)
    return upload


def broken(self, *args):
    raise RuntimeError("A bug, or a disk that cannot be read.")


def page_of(client, person, upload):
    client.force_login(person)
    return client.get(upload.get_absolute_url())


def test_the_page_says_that_reading_failed_and_that_nothing_was_put_in(
    given_up, coordinator, client
):
    response = page_of(client, coordinator, given_up)
    page = response.content.decode()
    assert "Reading organisations.csv failed" in page
    assert "Nothing was put in." in page
    assert reverse("exchange:read_again", args=[given_up.pk]) in page
    assert reverse("exchange:discard", args=[given_up.pk]) in page
    assert "Refresh" not in response
    looked = client.get(reverse("exchange:progress", args=[given_up.pk]))
    assert looked.status_code == 302


def test_while_it_is_tried_again_by_itself_the_page_goes_on_waiting(
    given_up, coordinator, client
):
    Job.objects.update(status=Job.Status.WAITING)
    assert "Refresh" in page_of(client, coordinator, given_up)


def test_trying_again_reads_the_file(
    given_up, coordinator, client, django_capture_on_commit_callbacks
):
    client.force_login(coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("exchange:read_again", args=[given_up.pk]))
    assert response.url == given_up.get_absolute_url()
    given_up.refresh_from_db()
    assert given_up.status == Status.READY


def test_a_file_that_is_still_being_read_is_not_read_twice(given_up, coordinator):
    Job.objects.update(status=Job.Status.RUNNING)
    with pytest.raises(NotNow):
        services.read_again(given_up, by=coordinator)


def test_only_who_may_import_has_it_read_again(given_up, board_chair):
    with pytest.raises(NotAllowed):
        services.read_again(given_up, by=board_chair)


def test_it_can_be_thrown_away(given_up, coordinator, stored):
    services.discard(given_up, by=coordinator)
    given_up.refresh_from_db()
    assert given_up.status == Status.DISCARDED
    assert stored() == []
