from django.conf import settings
from django.db import models

from dueregard import clock
from dueregard.access.need_to_know import Group
from dueregard.vault.fields import SealedJSONField, SealedTextField
from dueregard.vault.models import SealedModel

from .assessment_template import AssessmentTemplateVersion
from .referral import Referral


class Assessment(SealedModel):
    """A professional's own words and ratings under a template's factors.

    Never summed, averaged, compared or sorted by: the template says so and no column
    holds a number (red line; security S6). On a template of the authority's own,
    `own_version` is the version that it was begun on and stays on.
    """

    group = Group.ACCOUNT

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="assessments")
    template_code = models.CharField(max_length=30)
    template_version = models.PositiveSmallIntegerField()
    own_version = models.ForeignKey(
        AssessmentTemplateVersion,
        models.PROTECT,
        null=True,
        related_name="assessments",
    )
    answers = SealedJSONField(default=dict)
    summary = SealedTextField(blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        return "an assessment"


class ParallelReferral(SealedModel):
    """A referral to children's or adults' social care beside this one (RF 6)."""

    group = Group.CHARACTERISTICS

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="parallel")
    to_children = models.BooleanField()
    is_made = models.BooleanField()
    reason = SealedTextField(blank=True)
    reference = SealedTextField(blank=True)
    made_on = models.DateField(null=True)
    acknowledged_on = models.DateField(null=True)
    acknowledged_by = SealedTextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "to_children"], name="parallel_once_each"
            ),
        ]

    def __str__(self) -> str:
        return "a parallel referral"
