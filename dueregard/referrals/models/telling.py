from django.conf import settings
from django.db import models
from django.db.models import Q

from dueregard import clock
from dueregard.access.need_to_know import Group
from dueregard.vault.fields import SealedTextField
from dueregard.vault.models import SealedModel

from .referral import Referral
from .subject import Subject


class Telling(SealedModel):
    """When the person, or a parent, was told and given the privacy notice; or why not
    yet, and when that is looked at again (practice RF 5)."""

    class Whom(models.TextChoices):
        PERSON = "person", "The person"
        PARENT = "parent", "A parent or guardian"

    group = Group.ACCOUNT

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="tellings")
    whom = models.CharField(max_length=10, choices=Whom)
    told_on = models.DateField(null=True)
    notice_given_on = models.DateField(null=True)
    response = SealedTextField(blank=True)
    not_yet_because = SealedTextField(blank=True)
    review_on = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(told_on__isnull=False, notice_given_on__isnull=False)
                | Q(told_on__isnull=True, review_on__isnull=False),
                name="telling_done_or_reviewed",
            ),
        ]

    def __str__(self) -> str:
        return "a telling"


class Match(SealedModel):
    """Two people who may be one, and what was decided of it (practice RF 9).

    Linking and merging need a second person, and can be undone; a refused match is
    remembered and not proposed again. Under the key of `first`.
    """

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Possible"
        ASKED = "asked", "Waiting for a second person"
        SAME = "same", "The same person"
        DIFFERENT = "different", "Two people"
        UNDONE = "undone", "Undone"

    group = Group.IDENTITY

    first = models.ForeignKey(Subject, models.PROTECT, related_name="matches")
    second = models.ForeignKey(Subject, models.PROTECT, related_name="matched_by")
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    because = SealedTextField(blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "matches"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="match_once"),
            models.CheckConstraint(
                condition=~Q(status="same") | ~Q(asked_by=models.F("decided_by")),
                name="match_same_needs_two",
            ),
        ]

    def __str__(self) -> str:
        return "a possible match"
