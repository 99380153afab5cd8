from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from dueregard import clock
from dueregard.governance.models import Outcome
from dueregard.workflow import MoveRow

from ..access import DRAFT_READERS
from .plan import Plan


class PlanVersionQuerySet(models.QuerySet["PlanVersion"]):
    def visible_to(self, user):
        """Approved versions for who reads the plan; proposals as drafts are read.

        So a county sees what its districts agreed, and nothing that they only think of.
        """
        return self.filter(plan__in=Plan.objects.visible_to(user)).filter(
            Q(status=PlanVersion.Status.APPROVED)
            | Q(plan__authority__in=user.authorities_as(DRAFT_READERS))
        )

    def approved(self):
        return self.filter(status=PlanVersion.Status.APPROVED)

    def proposed(self):
        """Being written, or with the chair: one of a plan at a time."""
        return self.filter(status__in=PlanVersion.PROPOSED)


class PlanVersion(models.Model):
    """A set of changes to the words of an approved plan, as proposed and as decided.

    Version 1 is the plan as first approved and holds no changes. Approving a proposed
    version applies its changes; `snapshot` keeps the words as they then stood.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Being written"
        SUBMITTED = "submitted", "With the chair"
        APPROVED = "approved", "Approved"
        WITHDRAWN = "withdrawn", "Withdrawn"

    PROPOSED = (Status.DRAFT, Status.SUBMITTED)

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    why = models.TextField(blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decision = models.ForeignKey(
        Outcome,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plan_versions",
        help_text="The board's decision that approved it, where a meeting took one.",
    )
    snapshot = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = "version"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"], name="plan_version_number_once"
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(status__in=["draft", "submitted"]),
                name="plan_version_one_proposed_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("plans:version", args=[self.plan_id, self.pk])

    @property
    def authority_id(self) -> int:
        return self.plan.authority_id


class PlanVersionMove(MoveRow):
    """A proposed version was sent to the chair, returned, approved or withdrawn."""

    SENTENCES = {
        "submit": "Sent to the board's chair",
        "return": "Returned for changes",
        "take_back": "Taken back by the co-ordinator",
        "approve": "Approved",
        "withdraw": "Withdrawn",
    }

    plan_version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="moves")

    @property
    def sentence(self) -> str:
        return self.SENTENCES[self.move]


class ProposedChangeQuerySet(models.QuerySet["ProposedChange"]):
    def standing(self):
        """Changes that nobody took out again."""
        return self.filter(taken_out=False)


class ProposedChange(models.Model):
    """One change of a proposed version: a text changed, an action added or dropped.

    `before` and `after` hold the fields concerned, by name. `before` is what stood when
    the change was proposed: if the plan says something else by the time it is approved,
    the approval is refused and says where. A version holds one change for each thing
    that it changes. A change that is taken out keeps its row, so that who saw it before
    is told (`version` counts on).
    """

    NOT_YET = 1  # the version that a form carries while there is no change

    class Kind(models.TextChoices):
        CHANGE_ACTION = "change_action", "Changes an action"
        ADD_ACTION = "add_action", "Adds an action"
        DROP_ACTION = "drop_action", "Cancels an action"
        CHANGE_GROUP = "change_group", "Changes a priority or objective"
        CHANGE_SECTION = "change_section", "Changes a section"

    plan_version = models.ForeignKey(
        PlanVersion, models.CASCADE, related_name="changes"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    action = models.ForeignKey(
        "plans.Action", models.CASCADE, null=True, blank=True, related_name="+"
    )
    group = models.ForeignKey(
        "plans.Group", models.CASCADE, null=True, blank=True, related_name="+"
    )
    section = models.ForeignKey(
        "plans.Section", models.CASCADE, null=True, blank=True, related_name="+"
    )
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    taken_out = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=NOT_YET + 1)

    objects = ProposedChangeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan_version", thing], name=f"version_changes_{thing}_once"
            )
            for thing in ("action", "group", "section")
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
