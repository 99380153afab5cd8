"""Files and links that people give as evidence or as papers, each with its versions."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority
from dueregard.workflow import MoveRow

from .access import READERS_OF_ALL, SENSITIVE_READERS
from .registry import readable_through
from .tags import Tag

ROOMS = frozenset({Room.PLAN, Room.PARTNERSHIP, Room.TRAINING})
"""The rooms that hang documents on their things."""


class DocumentQuerySet(models.QuerySet["Document"]):
    def visible_to(self, user):
        """What `user` gave, and what hangs on something that they may read.

        The rooms that hang documents on their things say who reads those
        (`documents.registry`). Co-ordinators, auditors and the data protection officer
        see all of their authority's; a sensitive one only some roles read besides
        whoever gave it. Nobody sees any while all rooms that use them are off.
        """
        ours = Q(authority__in=user.authorities_in(ROOMS))
        sensitive = Q(marking=Document.Marking.SENSITIVE)
        cleared = Q(authority__in=user.authorities_as(SENSITIVE_READERS))
        reads = Q(authority__in=user.authorities_as(READERS_OF_ALL))
        reads |= readable_through(user) & (~sensitive | cleared)
        return self.filter(ours & (Q(given_by=user) | reads))

    def locked(self, pk: int) -> "Document":
        """The document as it is now, held until the transaction ends."""
        return self.select_for_update(of=("self",)).get(pk=pk)

    def not_expired(self):
        return self.filter(Q(expires_on__isnull=True) | Q(expires_on__gt=clock.today()))

    def expired(self):
        return self.filter(expires_on__lte=clock.today())

    def expiring(self, *, within: timedelta):
        """In date today, and no longer so after `within`."""
        return self.not_expired().filter(expires_on__lte=clock.today() + within)

    def with_state(self):
        """Each with `state`, the status of its newest file; None for a link."""
        newest = FileVersion.objects.filter(document=OuterRef("pk"))
        return self.annotate(state=Subquery(newest.values("status")[:1]))


class Document(models.Model):
    """A thing that somebody gave: a file with its versions, or a link.

    `happened_on` is the day of what it shows, `received_on` the day it came to us. One
    document can serve many actions, meetings and requirements; who hangs it where is
    kept by those rooms. `given_by` is None for what came by a link without an account.
    """

    class Kind(models.TextChoices):
        FILE = "file", "File"
        LINK = "link", "Link"

    class Marking(models.TextChoices):
        OFFICIAL = "official", "OFFICIAL"
        SENSITIVE = "sensitive", "OFFICIAL-SENSITIVE"

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="documents")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.FILE)
    title = models.CharField(max_length=200)
    url = models.URLField(max_length=500, blank=True)
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL)
    happened_on = models.DateField(null=True, blank=True)
    received_on = models.DateField(default=clock.today)
    expires_on = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    given_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)  # of this row, for edit forms

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="link", url__gt="") | Q(kind="file", url=""),
                name="document_link_has_an_address",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("documents:detail", args=[self.pk])

    def is_read_where_it_hangs(self, user) -> bool:
        """Whether `user`, who may read a thing of its authority's, reads it there.

        The same answer as `visible_to` gives for what hangs on such a thing.
        """
        if self.authority_id not in user.authorities():
            return False
        if self.marking != self.Marking.SENSITIVE or self.given_by_id == user.pk:
            return True
        return self.authority_id in user.authorities_as(SENSITIVE_READERS)

    @property
    def is_expired(self) -> bool:
        return self.expires_on is not None and self.expires_on <= clock.today()

    @property
    def tags_in_order(self) -> list["DocumentTag"]:
        """The duties, then the sections."""
        order = Tag.values
        return sorted(self.tags.all(), key=lambda one: order.index(one.tag))

    @property
    def newest(self) -> "FileVersion | None":
        """The newest file; None for a link."""
        return next(iter(self.versions.all()), None)


class FileVersionQuerySet(models.QuerySet["FileVersion"]):
    def not_refused(self):
        """Files that are ready, or still wait for the scanner's answer."""
        return self.exclude(status=FileVersion.Status.REFUSED)

    def waiting(self):
        """Files that the scanner has not answered for; least lately asked first."""
        return self.filter(
            status__in=[FileVersion.Status.RECEIVED, FileVersion.Status.QUARANTINED]
        ).order_by(F("tried_at").asc(nulls_first=True), "pk")

    def refused_to(self, user):
        """Files that `user` gave, were refused, and have no newer one yet."""
        newer = FileVersion.objects.filter(
            document=OuterRef("document"), number__gt=OuterRef("number")
        )
        return self.filter(
            ~Exists(newer),
            status=FileVersion.Status.REFUSED,
            document__given_by=user,
            document__authority__in=user.authorities(),
        )


class FileVersion(models.Model):
    """One version of a document's file, from its arrival to the scanner's answer.

    The name that it came with is for people; on the disk it has a random one.
    `viewing_name` is the copy of an image without its metadata. A refused file's bytes
    are gone. `tried_at` is when the scanner was last asked and gave no answer.
    """

    class Status(models.TextChoices):
        RECEIVED = "received", "Received"
        QUARANTINED = "quarantined", "Waiting for the virus check"
        SCANNED = "scanned", "Scanned"
        CLEAN = "clean", "Ready"
        REFUSED = "refused", "Refused"

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(default=1)
    file_name = models.CharField(max_length=200)
    stored_name = models.CharField(max_length=32, unique=True)
    viewing_name = models.CharField(max_length=32, blank=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="In bytes.")
    content_type = models.CharField(max_length=100)
    status = models.CharField(max_length=20, choices=Status, default=Status.RECEIVED)
    refused_because = models.CharField(max_length=200, blank=True)
    tried_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    objects = FileVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "number"], name="file_version_once_a_document"
            ),
        ]
        indexes = [models.Index(fields=["status"], name="file_version_status")]

    def __str__(self) -> str:
        return f"{self.file_name}, version {self.number}"

    @property
    def authority_id(self) -> int:
        return self.document.authority_id

    @property
    def is_clean(self) -> bool:
        return self.status == self.Status.CLEAN

    @property
    def is_refused(self) -> bool:
        return self.status == self.Status.REFUSED

    @property
    def is_waiting(self) -> bool:
        return not (self.is_clean or self.is_refused)


class FileMove(MoveRow):
    """A step of a file: quarantined, scanned, found clean or refused."""

    version = models.ForeignKey(FileVersion, models.CASCADE, related_name="moves")


class DocumentTag(models.Model):
    """A duty or toolkit section that the document is evidence for."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="tags")
    tag = models.CharField(max_length=30, choices=Tag)

    class Meta:
        ordering = ["tag"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "tag"], name="document_tagged_once"
            ),
        ]

    def __str__(self) -> str:
        return self.get_tag_display()
