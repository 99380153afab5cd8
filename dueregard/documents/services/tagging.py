"""Which duties and toolkit sections a document is evidence for (practice YR 5)."""

from collections.abc import Iterable

from dueregard.accounts.models import Person
from dueregard.audit import services as audit

from ..events import DocumentEvent
from ..models import Document, DocumentTag
from ..rules import may_keep
from ..tags import Tag


@audit.atomic
def tag(document: Document, *, by: Person, tags: Iterable[str]) -> None:
    """Say which duties and toolkit sections `document` is evidence for: these only.

    Raises:
        NotAllowed: `by` neither gave it nor is the co-ordinator.
    """
    document = Document.objects.locked(document.pk)
    may_keep(by, document)
    wanted = set_tags(document, tags)
    audit.record(DocumentEvent.TAGGED, document, by=by, tags=wanted)


def set_tags(document: Document, tags: Iterable[str]) -> list[str]:
    """Have the document carry these tags; answers them in order.

    Raises:
        ValueError: one is not a tag.
    """
    wanted = sorted({Tag(one).value for one in tags})
    document.tags.exclude(tag__in=wanted).delete()
    DocumentTag.objects.bulk_create(
        [DocumentTag(document=document, tag=one) for one in wanted],
        ignore_conflicts=True,
    )
    return wanted
