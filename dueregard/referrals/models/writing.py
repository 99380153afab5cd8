from django.conf import settings
from django.db import models
from django.db.models import Q

from dueregard import clock
from dueregard.access.need_to_know import Group
from dueregard.vault.fields import SealedTextField
from dueregard.vault.models import SealedModel

from .referral import Referral


class Addition(SealedModel):
    """What who referred adds afterwards. It stands beside what was sent; nothing of
    that is changed."""

    group = Group.ACCOUNT

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="additions")
    words = SealedTextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return "an addition"


class ReferralFile(SealedModel):
    """A file that came with a referral, its name and its bytes under the same key.

    On the disk it has a random name. It is read by nobody before the virus check found
    it clean; a refused one has no bytes any more (security C-FILE2 to C-FILE4).
    """

    class Status(models.TextChoices):
        QUARANTINED = "quarantined", "Waiting for the virus check"
        CLEAN = "clean", "Ready"
        REFUSED = "refused", "Refused"

    group = Group.ACCOUNT

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="files")
    name = SealedTextField()
    stored_name = models.CharField(max_length=32, unique=True)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="In bytes.")
    content_type = models.CharField(max_length=100)
    status = models.CharField(max_length=12, choices=Status, default=Status.QUARANTINED)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(
                fields=["at"], condition=Q(status="quarantined"), name="file_to_scan"
            )
        ]

    def __str__(self) -> str:
        return "a file of a referral"


class PublicForm(models.Model):
    """What an authority says on the public form, and whether it takes it itself.

    With `police_form_url` the public is led to the police's own form, and only its
    receipt is recorded here (practice RF 11). The sentence about criminal record checks
    carries its source and the day when it was reviewed (practice CO 4).
    """

    authority = models.OneToOneField(
        "accounts.Authority", models.PROTECT, related_name="public_form"
    )
    police_form_url = models.URLField(max_length=500, blank=True)
    record_check = models.TextField(blank=True, max_length=2_000)
    source = models.CharField(max_length=200, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(record_check="")
                | ~Q(source="") & Q(reviewed_on__isnull=False, review_on__isnull=False),
                name="public_form_sentence_has_source_and_review",
            )
        ]

    def __str__(self) -> str:
        return f"The public form of {self.authority}"
