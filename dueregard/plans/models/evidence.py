from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from dueregard import clock
from dueregard.documents.models import Document, FileVersion

from .action import Action
from .progress import ProgressUpdate


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user):
        return self.filter(action__in=Action.objects.visible_to(user))

    def standing(self):
        """What counts: it was not taken back, and the scanner left something of it."""
        kept = FileVersion.objects.not_refused().filter(document=OuterRef("document"))
        return self.filter(
            Q(update__isnull=True) | Q(update__withdrawal__isnull=True),
            Q(document__kind=Document.Kind.LINK) | Exists(kept),
        )


class Evidence(models.Model):
    """A document hung on an action, with the update it came with if there was one.

    One document can hang on many actions. What came with an update stays with it for
    good; the rest can be taken off again.
    """

    action = models.ForeignKey(Action, models.CASCADE, related_name="evidence")
    document = models.ForeignKey(Document, models.PROTECT, related_name="evidence")
    update = models.ForeignKey(
        ProgressUpdate,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="evidence",
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(
                fields=["action", "document"], name="evidence_hangs_once_on_an_action"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} for {self.action}"
