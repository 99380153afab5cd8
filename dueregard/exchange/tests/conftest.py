"""A toy importer, and ways to upload and confirm as a browser does."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dueregard.exchange import importers, services

from .toy import FILE, Toy


@pytest.fixture(autouse=True)
def private_store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def stored(tmp_path):
    """The names of the files that are kept now."""
    return lambda: [path.name for path in (tmp_path / "uploads").glob("*")]


@pytest.fixture
def toy():
    importer = importers.register(Toy())
    yield importer
    importers.unregister("toy")


@pytest.fixture
def send(toy, marlbrook, coordinator, django_capture_on_commit_callbacks):
    """Upload bytes as the co-ordinator, without a browser; it is read at once."""

    def upload(data=FILE, name="organisations.csv", by=None):
        with django_capture_on_commit_callbacks(execute=True):
            received = services.receive(
                toy,
                authority=marlbrook,
                by=by or coordinator,
                file=SimpleUploadedFile(name, data),
                options={},
            )
        received.refresh_from_db()
        return received

    return upload


@pytest.fixture
def confirm(coordinator, django_capture_on_commit_callbacks):
    """Confirm an upload as the co-ordinator; it goes in at once."""

    def put_in(upload, version=None):
        with django_capture_on_commit_callbacks(execute=True):
            services.confirm(upload, by=coordinator, version=version or upload.version)
        upload.refresh_from_db()

    return put_in


@pytest.fixture
def page(client, coordinator, django_capture_on_commit_callbacks):
    """Open or post as the co-ordinator; what is done after the commit is done."""
    client.force_login(coordinator)

    def answer(url, data=None, **kwargs):
        with django_capture_on_commit_callbacks(execute=True):
            if data is None:
                return client.get(url, **kwargs)
            return client.post(url, data, **kwargs)

    return answer
