import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import resolve

from dueregard.exchange import uploads
from dueregard.exchange.readers.limits import MEBIBYTE, PLAN_LIMITS

NEW = "/exchange/marlbrook/plan/new/"


def limit_at(path):
    """What may be sent to `path`, as the handler of a request to it says."""
    request = RequestFactory().post(path)
    request.resolver_match = resolve(path)
    return uploads.most_of(request)


def test_a_request_larger_than_any_file_may_be_is_refused_before_it_is_kept(
    page, stored, monkeypatch
):
    monkeypatch.setattr(uploads, "ROOM", 1000 - PLAN_LIMITS.file)
    file = SimpleUploadedFile("plan.csv", b"1,Meet the schools\n" * 100)
    assert page(NEW, {"file": file, "plan": "new"}).status_code == 400
    assert stored() == []


def test_the_largest_file_of_an_importer_may_come_to_its_page():
    assert limit_at(NEW) == PLAN_LIMITS.file + uploads.ROOM


@pytest.mark.parametrize("path", ["/exchange/marlbrook/nothing/new/", "/plans/"])
def test_a_page_that_takes_no_file_is_sent_little(path):
    assert limit_at(path) <= uploads.ROOM


def test_a_request_to_a_page_without_files_may_be_a_mebibyte():
    request = RequestFactory().post("/plans/")
    request.resolver_match = None
    handler = uploads.SizeHandler(request)
    handler.handle_raw_input(None, {}, MEBIBYTE, b"x")
    with pytest.raises(RequestDataTooBig):
        handler.handle_raw_input(None, {}, MEBIBYTE + 1, b"x")


def test_a_page_that_is_not_there_is_sent_little():
    assert uploads.most_of(RequestFactory().post("/nowhere/")) == MEBIBYTE
