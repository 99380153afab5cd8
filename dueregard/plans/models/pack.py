from django.conf import settings
from django.db import models
from django.urls import reverse

from dueregard import clock
from dueregard.audit.guards import append_only
from dueregard.governance.models import Meeting, Outcome

from .action import Action
from .plan import Plan


class BoardPackQuerySet(models.QuerySet["BoardPack"]):
    def visible_to(self, user):
        """Packs of plans that `user` may read, for meetings that `user` may read."""
        return self.filter(
            plan__in=Plan.objects.visible_to(user),
            meeting__in=Meeting.objects.visible_to(user),
        )


@append_only
class BoardPack(models.Model):
    """The highlight report for a meeting, frozen as it was issued.

    `content` holds both parts, each line marked public or exempt; the public part is
    the same without the exempt lines.
    """

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="packs")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="packs")
    number = models.PositiveIntegerField()
    marking = models.CharField(max_length=20, choices=Plan.Marking)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64, help_text="Of `content`, as issued.")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField(default=clock.now)

    objects = BoardPackQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "plan", "number"], name="pack_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Board pack for {self.meeting}"

    def get_absolute_url(self) -> str:
        return reverse("plans:pack", args=[self.plan_id, self.pk])

    @property
    def authority_id(self) -> int:
        return self.plan.authority_id


class PlanDecision(models.Model):
    """A decision of a meeting by which the chair approved this plan."""

    plan = models.OneToOneField(Plan, models.CASCADE, related_name="board_decision")
    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="approved_plans")

    def __str__(self) -> str:
        return f"{self.plan}: {self.outcome}"


class ActionArising(models.Model):
    """An action of a meeting that became an action of the plan, linked both ways."""

    outcome = models.OneToOneField(
        Outcome, models.PROTECT, related_name="plan_action_link"
    )
    action = models.OneToOneField(Action, models.CASCADE, related_name="arose_from")

    def __str__(self) -> str:
        return f"{self.action} from a meeting"
