from django.conf import settings
from django.db import models
from django.db.models import Q

from dueregard import clock
from dueregard.vault.fields import SealedTextField
from dueregard.vault.models import SealedModel

from .disclosure import Disclosure
from .keeping import Certificate
from .routing import Destination


class DeletionNotice(SealedModel):
    """One holder of a copy of what was destroyed here, who is asked to delete theirs.

    It outlives the record, under a key of its certificate's own, and says no word of
    the person: who holds which class of content since when, and the reference by which
    they find it. The reference goes once they have answered (practice RF 5).
    """

    class Answer(models.TextChoices):
        DELETED = "deleted", "They have deleted it"
        KEPT = "kept", "They keep it, under rules of their own"

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="notices")
    reference = SealedTextField(blank=True)
    recipient = SealedTextField()
    destination = models.ForeignKey(
        Destination, models.PROTECT, null=True, related_name="+"
    )
    content = models.CharField(max_length=10, choices=Disclosure.Content)
    given_on = models.DateField()
    asked_on = models.DateField(default=clock.today)
    due_on = models.DateField()
    token_sha256 = models.CharField(max_length=64, blank=True)
    mailed_at = models.DateTimeField(null=True)
    chased_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    confirmed_on = models.DateField(null=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["certificate", "id"]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(confirmed_on__isnull=True),
                name="deletion_waiting",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_on__isnull=True, answer="")
                | Q(confirmed_on__isnull=False) & ~Q(answer=""),
                name="deletion_answer_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return "a copy to be deleted"
