from django.db import models
from django.db.models import Q

from ..access import RESTRICTED_READERS
from .audience import Audience
from .plan import Plan


class SectionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(plan__in=Plan.objects.visible_to(user)).filter(
            ~Q(audience=Audience.RESTRICTED)
            | Q(plan__authority__in=user.authorities_as(RESTRICTED_READERS))
        )

    def public(self):
        return self.filter(audience=Audience.PUBLIC)


class Section(models.Model):
    """A part of the plan's narrative: overview, local context, governance and so on."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="sections")
    number = models.CharField(max_length=20, blank=True)
    heading = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    position = models.PositiveIntegerField()
    audience = models.CharField(
        max_length=20, choices=Audience, default=Audience.PUBLIC
    )
    source_line = models.PositiveIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = SectionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}".strip()

    @property
    def authority_id(self) -> int:
        return self.plan.authority_id
