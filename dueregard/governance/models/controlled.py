from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority
from dueregard.accounts.rooms import room_is_on
from dueregard.audit.guards import append_only
from dueregard.documents.models import Document, FileVersion
from dueregard.partners.models import Post

from ..readers import GROUP_READERS, SEATED_READERS


class ControlledDocumentQuerySet(models.QuerySet["ControlledDocument"]):
    def visible_to(self, user):
        """Those of the authorities where `user` reads who meets, and those that `user`
        is asked to read."""
        asked = Recipient.objects.filter(person=user).values("controlled")
        return self.filter(
            room_is_on(Room.PARTNERSHIP),
            authority__in=user.authorities_as(SEATED_READERS),
        ).filter(Q(authority__in=user.authorities_as(GROUP_READERS)) | Q(pk__in=asked))

    def in_use(self):
        return self.filter(withdrawn_on__isnull=True)


class ControlledDocument(models.Model):
    """A document that partners must work by, such as the referral pathway (YR 4).

    It has an owner by post, a day on which it is looked at again, people who must say
    that they have read each version, and, where there is one, a public address.
    """

    class Kind(models.TextChoices):
        REFERRAL_PATHWAY = "referral_pathway", "Referral pathway"
        POLICY = "policy", "Policy"
        PROCEDURE = "procedure", "Procedure"
        AGREEMENT = "agreement", "Agreement"
        OTHER = "other", "Other"

    authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="controlled_documents"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    document = models.OneToOneField(Document, models.PROTECT, related_name="controlled")
    owner = models.ForeignKey(Post, models.PROTECT, related_name="+")
    review_on = models.DateField()
    public_url = models.URLField(max_length=500, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ControlledDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["document__title", "pk"]

    def __str__(self) -> str:
        return str(self.document)

    def get_absolute_url(self) -> str:
        return reverse("governance:controlled", args=[self.pk])

    def latest(self) -> FileVersion | None:
        """The version that people work by and say they have read."""
        return self.document.versions.order_by("-number").first()


class Recipient(models.Model):
    """Somebody on the distribution list, who says that they have read each version."""

    controlled = models.ForeignKey(
        ControlledDocument, models.CASCADE, related_name="recipients"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["person__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["controlled", "person"], name="recipient_once_a_document"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


@append_only
class Acknowledgement(models.Model):
    """Somebody said that they have read this version."""

    file_version = models.ForeignKey(FileVersion, models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file_version", "person"], name="acknowledged_once_a_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} read {self.file_version}"
