from django.db import models
from django.db.models import Q
from django.urls import reverse

from dueregard.accounts.models import Organisation

from .plan import Plan


class GroupQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(plan__in=Plan.objects.visible_to(user))

    def priorities(self):
        return self.filter(parent__isnull=True)


class Group(models.Model):
    """A priority or strand (level 1), or an objective or activity within one (level 2).

    Numbers are kept as the plan prints them ("8.1"). What a priority says of itself,
    its aim, why it is one, who leads and how success is measured, is what the public
    page of a priority shows (seed 000).
    """

    class Level(models.IntegerChoices):
        PRIORITY = 1, "Priority"
        OBJECTIVE = 2, "Objective"

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="groups")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="objectives"
    )
    level = models.PositiveSmallIntegerField(choices=Level)
    number = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=500)
    narrative = models.TextField(blank=True)
    headline = models.CharField(
        max_length=300, blank=True, help_text="One figure or fact to lead with."
    )
    aim = models.TextField(blank=True)
    why = models.TextField(
        blank=True, help_text="Why it is a priority, and what people told you."
    )
    lead_partner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    position = models.PositiveIntegerField()
    source_line = models.PositiveIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level=1, parent__isnull=True)
                | Q(level=2, parent__isnull=False),
                name="group_objective_belongs_to_a_priority",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    def get_absolute_url(self) -> str:
        return reverse("plans:group", args=[self.plan_id, self.pk])

    @property
    def authority_id(self) -> int:
        return self.plan.authority_id


class SuccessMeasure(models.Model):
    """One way in which a priority's success will be judged, in words."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="success_measures")
    text = models.TextField()
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class Intention(models.Model):
    """What a priority means to do this year or in the next three years (seed 000)."""

    class Horizon(models.TextChoices):
        THIS_YEAR = "this_year", "Over the coming year"
        THREE_YEARS = "three_years", "Over the next three years"

    group = models.ForeignKey(Group, models.CASCADE, related_name="intentions")
    horizon = models.CharField(max_length=20, choices=Horizon)
    text = models.TextField()
    position = models.PositiveIntegerField()
    actions = models.ManyToManyField(
        "plans.Action", blank=True, related_name="intentions"
    )

    class Meta:
        ordering = ["horizon", "position", "pk"]

    def __str__(self) -> str:
        return self.text
