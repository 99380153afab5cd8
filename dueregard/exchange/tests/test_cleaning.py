import os
from datetime import timedelta

import pytest

from dueregard import clock, store
from dueregard.access.refusals import NotNow
from dueregard.exchange import services
from dueregard.exchange.models import StagedRow, Upload

Status = Upload.Status


def days_later(days):
    clock.set_offset(timedelta(days=days))


def test_a_thrown_away_file_leaves_no_bytes_and_no_rows(page, send, stored):
    upload = send()
    url = f"/exchange/{upload.pk}/discard/"
    assert "Throw this file away?" in page(url).content.decode()
    answer = page(url, {}, follow=True)
    assert "Nothing was put in." in answer.content.decode()
    upload.refresh_from_db()
    assert upload.status == Status.DISCARDED
    assert upload.stored_name == ""
    assert stored() == []
    assert not StagedRow.objects.exists()
    assert page(upload.get_absolute_url()).status_code == 200


def test_what_is_in_is_not_thrown_away(send, confirm, coordinator):
    upload = send()
    confirm(upload)
    with pytest.raises(NotNow, match="This file is put in"):
        services.discard(upload, by=coordinator)


def test_a_file_that_nobody_confirmed_goes_after_thirty_days(send, stored):
    upload = send()
    days_later(29)
    assert services.clean() == 0
    days_later(31)
    assert services.clean() == 1
    upload.refresh_from_db()
    assert upload.status == Status.DISCARDED
    assert stored() == []


def test_what_went_in_stays_in_when_its_file_goes(
    send, confirm, stored, marlbrook, coordinator, page
):
    upload = send()
    confirm(upload)
    days_later(31)
    services.clean()
    upload.refresh_from_db()
    assert upload.status == Status.APPLIED
    assert marlbrook.organisations.filter(name="Elm Housing").exists()
    assert stored() == []
    assert not StagedRow.objects.exists()
    with pytest.raises(NotNow, match="more than 30 days old"):
        services.undo(upload, by=coordinator)


def test_cleaning_twice_finds_nothing_more(send):
    send()
    days_later(31)
    services.clean()
    assert services.clean() == 0


def test_a_clean_up_that_was_cut_short_is_finished(send, coordinator, monkeypatch):
    upload = send()

    def dies(upload):
        raise ConnectionError

    with monkeypatch.context() as patch:
        patch.setattr("dueregard.exchange.services.cleaning.drop_rows", dies)
        with pytest.raises(ConnectionError):
            services.discard(upload, by=coordinator)
    assert StagedRow.objects.exists()
    services.clean()
    assert not StagedRow.objects.exists()


def test_bytes_without_a_row_are_swept(send, stored):
    upload = send()
    orphan = store.keep([b"x"], limit=1)
    for name in stored():
        os.utime(store.path(name), (0, 0))
    services.clean()
    assert stored() == [upload.stored_name]
    assert orphan.name not in stored()
