"""Documents with a file that passed the check, for the tests of every room."""

import factory
from factory.django import DjangoModelFactory

from dueregard import store
from dueregard.accounts.tests.factories import AuthorityFactory, PersonFactory
from dueregard.documents.models import Document, DocumentTag, FileVersion

CONTENT = b"Twelve came.\n"


class DocumentFactory(DjangoModelFactory):
    """A text file of one version, found clean; its bytes are on the disk."""

    class Meta:
        model = Document
        skip_postgeneration_save = True

    class Params:
        by = factory.SubFactory(PersonFactory)

    authority = factory.SubFactory(AuthorityFactory)
    title = factory.Sequence(lambda n: f"Attendance list {n}")
    given_by = factory.SelfAttribute("by")

    @factory.post_generation
    def file(document, create, extracted, **kwargs):  # noqa: N805 (factory's own way)
        if create and document.kind == Document.Kind.FILE:
            FileVersionFactory(document=document, by=document.given_by)

    @factory.post_generation
    def tagged(document, create, extracted, **kwargs):  # noqa: N805
        for tag in extracted or ["action"]:
            DocumentTag.objects.create(document=document, tag=tag)


class FileVersionFactory(DjangoModelFactory):
    class Meta:
        model = FileVersion

    document = factory.SubFactory(DocumentFactory)
    file_name = "notes.txt"
    stored_name = factory.LazyFunction(
        lambda: store.keep([CONTENT], limit=1000, folder=store.DOCUMENTS).name
    )
    sha256 = "0" * 64
    size = len(CONTENT)
    content_type = "text/plain; charset=utf-8"
    status = FileVersion.Status.CLEAN
