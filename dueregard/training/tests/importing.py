"""Bringing a file in as the training lead does, without a browser."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dueregard.exchange import services
from dueregard.exchange.importers import Decision
from dueregard.training.importing.importer import TrainingImporter
from dueregard.training.importing.outcome import outcome_of

HEADINGS = "Staff number,Name,Organisation,Role group,Course,Date completed"


@pytest.fixture
def send(
    marlbrook,
    lead,
    catalogue,
    front_line,
    settings,
    tmp_path,
    django_capture_on_commit_callbacks,
):
    """Upload rows under the usual headings (or a whole file); it is read at once."""
    settings.MEDIA_ROOT = tmp_path / "store"

    def upload(*rows, data=None, name="training.csv", by=None, organisation=None):
        text = "\n".join([HEADINGS, *rows, ""]).encode()
        by = by or lead
        with django_capture_on_commit_callbacks(execute=True):
            received = services.receive(
                TrainingImporter(),
                authority=marlbrook,
                by=by,
                file=SimpleUploadedFile(name, text if data is None else data),
                options={
                    "organisation": organisation.pk if organisation else None,
                    "by": by.pk,
                },
            )
        received.refresh_from_db()
        return received

    return upload


@pytest.fixture
def confirm(lead, django_capture_on_commit_callbacks):
    """Put an upload in; with `near=True` the doubtful rows as well."""

    def put_in(upload, *, by=None, near=False):
        by = by or upload.person
        if near:
            services.decide_all(
                upload, by=by, decision=Decision.KEEP, version=upload.version
            )
            upload.refresh_from_db()
        with django_capture_on_commit_callbacks(execute=True):
            services.confirm(upload, by=by, version=upload.version)
        upload.refresh_from_db()
        return upload

    return put_in


@pytest.fixture
def bring(send, confirm):
    """Upload rows and put in those that are good."""

    def both(*rows, near=False, **given):
        return confirm(send(*rows, **given), near=near)

    return both


def said(upload) -> dict:
    """The numbers of an upload, and its errors."""
    return outcome_of(upload, accept_near=False)


def errors(upload) -> list[tuple[int, str]]:
    """(row, column) of everything that is wrong."""
    return [(error["row"], error["column"]) for error in said(upload)["errors"]]


def messages(upload) -> list[str]:
    return [error["message"] for error in said(upload)["errors"]]


def workbook(*rows, change=None) -> bytes:
    """An Excel workbook of these rows; `change` may alter it before it is saved."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
