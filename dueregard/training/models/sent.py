from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from dueregard import clock
from dueregard.documents.models import Document

from ..reach import reach_of
from .completion import Completion
from .course import Course
from .learner import Learner


class SentCertificateQuerySet(models.QuerySet["SentCertificate"]):
    def visible_to(self, user):
        """Those of people whose names `user` may read (`reach`)."""
        return self.filter(reach_of(user).condition("learner__"))

    def waiting(self):
        """Those that somebody has still to look at, the oldest first."""
        waiting = self.filter(status=SentCertificate.Status.WAITING)
        return waiting.order_by("sent_at", "pk")


class SentCertificate(models.Model):
    """A certificate that a learner sent in, which waits to be checked.

    The national e-learning forgets who did it after half an hour, so the learner's own
    copy is the only proof there is. It counts once a keeper of the register has looked
    at the file: then it is a completion, with the file as its evidence. One that will
    not do is sent back with the reason. `sent_by` is None for whoever came by a link.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", "To check"
        ACCEPTED = "accepted", "Accepted"
        RETURNED = "returned", "Sent back"
        WITHDRAWN = "withdrawn", "Taken back"

    learner = models.ForeignKey(Learner, models.PROTECT, related_name="sent")
    course = models.ForeignKey(Course, models.PROTECT, related_name="+")
    completed_on = models.DateField()
    certificate = models.CharField("certificate number", max_length=80, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    status = models.CharField(
        max_length=10, choices=Status, default=Status.WAITING, editable=False
    )
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    sent_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    because = models.TextField(blank=True)
    completion = models.ForeignKey(
        Completion, models.PROTECT, null=True, blank=True, related_name="sent"
    )

    objects = SentCertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "-pk"]
        indexes = [
            models.Index(fields=["status", "sent_at"], name="sent_by_status"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "course", "completed_on"],
                condition=Q(status="waiting"),
                name="sent_once_while_it_waits",
            ),
            models.CheckConstraint(
                condition=~Q(status="accepted") | Q(completion__isnull=False),
                name="sent_accepted_is_a_completion",
            ),
            models.CheckConstraint(
                condition=~Q(status="returned") | ~Q(because=""),
                name="sent_back_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course}, {self.completed_on}"

    def get_absolute_url(self) -> str:
        return reverse("training:sent_certificate", args=[self.pk])

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.WAITING
