from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from dueregard import clock
from dueregard.audit.guards import append_only

from ..access import RESTRICTED_READERS
from .audience import Audience
from .group import Group
from .plan import Plan


class MeasureQuerySet(models.QuerySet["Measure"]):
    def visible_to(self, user):
        """Measures of the plans `user` may see; restricted ones as `Audience` says."""
        return self.filter(plan__in=Plan.objects.visible_to(user)).filter(
            ~Q(audience=Audience.RESTRICTED)
            | Q(plan__authority__in=user.authorities_as(RESTRICTED_READERS))
        )

    def readable_by(self, user, plan):
        """The same answer for `plan.measures`, without asking about the plan again."""
        if user.holds_any(RESTRICTED_READERS, plan.authority):
            return self.all()
        return self.exclude(audience=Audience.RESTRICTED)

    def in_use(self):
        return self.filter(ended_on__isnull=True)

    def public(self):
        return self.in_use().filter(audience=Audience.PUBLIC)


class Measure(models.Model):
    """A number that says whether the plan works, with what it does not say.

    Down is not always good, and a measure need not have a target: reports of hate
    crime should rise with awareness while incidents fall (seed 000). Referrals have no
    target, ever: one would push people to refer (domain reference, 6.5).
    """

    class Direction(models.TextChoices):
        UP = "up", "Should go up"
        DOWN = "down", "Should go down"
        NEITHER = "neither", "Neither way is better"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="measures")
    group = models.ForeignKey(
        Group, models.CASCADE, null=True, blank=True, related_name="measures"
    )
    name = models.CharField(max_length=200)
    definition = models.TextField(blank=True, help_text="What exactly is counted.")
    unit = models.CharField(max_length=50)
    direction = models.CharField(max_length=10, choices=Direction)
    counts_referrals = models.BooleanField(default=False)
    baseline = models.DecimalField(
        max_digits=14, decimal_places=2, null=True, blank=True
    )
    baseline_on = models.DateField(null=True, blank=True)
    target = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    target_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    caveat = models.TextField(blank=True)
    audience = models.CharField(
        max_length=20, choices=Audience, default=Audience.PARTNERS
    )
    position = models.PositiveIntegerField(default=0)
    ended_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(counts_referrals=False)
                | Q(target__isnull=True, direction="neither"),
                name="measure_of_referrals_has_no_target",
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=False) | Q(target_on__isnull=True),
                name="measure_target_day_needs_a_target",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("plans:measure", args=[self.plan_id, self.pk])

    @property
    def authority_id(self) -> int:
        return self.plan.authority_id


@append_only
class MeasureValue(models.Model):
    """What a measure stood at for a period. A later row for the period corrects it.

    `value` empty says that it was not measured then, which is not zero.
    """

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="values")
    starts_on = models.DateField()
    ends_on = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    caveat = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["ends_on", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="measure_value_period_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} to {self.ends_on}"
