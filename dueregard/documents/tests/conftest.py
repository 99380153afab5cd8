"""A place for files of the test's own, and documents in it."""

import pytest
from django.db.models import Q

from dueregard import store
from dueregard.documents import registry, services

from .factories import DocumentFactory
from .files import upload


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """Where documents are kept in this test; nothing is there yet."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.CLAMAV_SOCKET = ""
    return settings.MEDIA_ROOT / store.DOCUMENTS


@pytest.fixture
def kept(files):
    """The names of the files that are on the disk."""
    return lambda: sorted(path.name for path in files.glob("*"))


@pytest.fixture
def give(action_owner, marlbrook):
    """Give a document, as the action owner unless said."""

    def given(name="notes.txt", data=b"Twelve came.\n", **about):
        about = {"by": action_owner, "authority": marlbrook, "title": "Notes"} | about
        return services.receive(upload(name, data), **about)

    return given


@pytest.fixture
def document(marlbrook, action_owner):
    return DocumentFactory(authority=marlbrook, by=action_owner, title="Spring list")


@pytest.fixture
def signed_in(client):
    def as_person(person):
        client.force_login(person)
        return client

    return as_person


@pytest.fixture
def readable_by_board(monkeypatch, document):
    """A room lets board members read what hangs on its things."""

    def readable(user):
        return Q(pk=document.pk) if user.roles else Q(pk__in=[])

    def uses(one, user):
        return [registry.Use("Action 7", "/plans/1/actions/7/")]

    holder = registry.Holder("test", readable=readable, uses=uses)
    monkeypatch.setattr(registry, "_holders", {"test": holder})
