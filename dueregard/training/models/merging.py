from django.conf import settings
from django.db import models
from django.db.models import F, Q

from dueregard import clock

from .learner import Learner


class LearnerMerge(models.Model):
    """That somebody said two records are one person, with why, and how to take it back.

    `moved` holds what went from `other` to `kept`, so that it can go back: ids of
    completions and of places on sessions, role groups that `kept` was put in, and the
    fields of `kept` that were empty and were filled.
    """

    kept = models.ForeignKey(Learner, models.PROTECT, related_name="merges")
    other = models.ForeignKey(Learner, models.PROTECT, related_name="merged_by")
    because = models.TextField()
    moved = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kept=F("other")), name="merge_of_two_records"
            ),
            models.UniqueConstraint(
                fields=["other"],
                condition=Q(undone_at__isnull=True),
                name="merge_one_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.other} is {self.kept}"


class KnownApart(models.Model):
    """That somebody said two records are two people, so that nobody is asked again.

    `first` is the record with the lower id.
    """

    first = models.ForeignKey(Learner, models.CASCADE, related_name="+")
    second = models.ForeignKey(Learner, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "known apart"
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"], name="known_apart_once"
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="known_apart_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} is not {self.second}"
