from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from dueregard import clock
from dueregard.documents.models import Document

from .course import Course, Mode
from .learner import Learner

# What may be written on a completion that there is: that it ended, and to which record
# (two that were one person) or catalogue (an authority's successor) it belongs.
WRITTEN_LATER = frozenset(
    {"ended_at", "ended_by", "ended_because", "superseded_by", "learner", "course"}
)
KEPT = "A completion is never changed or deleted: supersede it or take it back."


class CompletionQuerySet(models.QuerySet["Completion"]):
    def visible_to(self, user):
        return self.filter(learner__in=Learner.objects.visible_to(user))

    def live(self):
        """Those that count: not superseded and not taken back."""
        return self.filter(ended_at__isnull=True)

    def update(self, **changes) -> int:
        if not WRITTEN_LATER.issuperset(changes):
            raise TypeError(KEPT)
        return super().update(**changes)

    def delete(self):
        raise TypeError(KEPT)


class Completion(models.Model):
    """That somebody did a course on a day: proof that the council itself holds.

    Nothing is deleted and nothing is changed (a recertification keeps its history): a
    mistake is ended with its reason, and `superseded_by` is what stands in its place.
    How long it lasts depends on the rule that asks for it; `expires_on` is only what
    the certificate itself says.
    """

    class Source(models.TextChoices):
        IMPORT = "import", "A file"
        SESSION = "session", "Attendance at a session"
        ENTERED = "entered", "Entered by hand"
        LEARNER = "learner", "Sent in by the learner"

    learner = models.ForeignKey(Learner, models.PROTECT, related_name="completions")
    course = models.ForeignKey(Course, models.PROTECT, related_name="completions")
    completed_on = models.DateField()
    mode = models.CharField(max_length=20, choices=Mode, blank=True)
    trainer = models.CharField(max_length=150, blank=True)
    certificate = models.CharField("certificate number", max_length=80, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=10, choices=Source)
    upload = models.ForeignKey(
        "exchange.Upload",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,  # `completion_by_upload` begins with it
    )
    session = models.ForeignKey(
        "training.Session",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="completions",
    )
    evidence = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    ended_because = models.TextField(blank=True)
    superseded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="supersedes"
    )

    objects = CompletionQuerySet.as_manager()

    class Meta:
        ordering = ["-completed_on", "-pk"]
        indexes = [
            models.Index(
                fields=["learner", "course", "completed_on"],
                condition=Q(ended_at__isnull=True),
                name="completion_live",
            ),
            models.Index(fields=["upload", "learner"], name="completion_by_upload"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "course", "completed_on"],
                condition=Q(ended_at__isnull=True),
                name="completion_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False)
                | Q(ended_because="", superseded_by__isnull=True),
                name="completion_ends_with_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course}, {self.completed_on}"

    def get_absolute_url(self) -> str:
        return reverse("training:completion", args=[self.pk])

    def save(self, *args, **kwargs) -> None:
        if not self._state.adding:
            raise TypeError(KEPT)
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError(KEPT)

    @property
    def is_live(self) -> bool:
        return self.ended_at is None
