import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile

from dueregard.exchange import uploads

NEW = "/exchange/marlbrook/plan/new/"


def test_a_request_larger_than_any_file_may_be_is_refused_before_it_is_kept(
    page, stored, monkeypatch
):
    monkeypatch.setattr(uploads, "MOST", 1000)
    file = SimpleUploadedFile("plan.csv", b"1,Meet the schools\n" * 100)
    assert page(NEW, {"file": file, "plan": "new"}).status_code == 400
    assert stored() == []


def test_the_largest_file_of_any_importer_may_come():
    handler = uploads.SizeHandler()
    handler.handle_raw_input(None, {}, uploads.TRAINING_LIMITS.file, b"x")
    with pytest.raises(RequestDataTooBig):
        handler.handle_raw_input(None, {}, uploads.MOST + 1, b"x")
