from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts.models import Authority, RoomSwitch
from dueregard.audit.guards import append_only

from .task import Task


class Step(models.TextChoices):
    """Whom a late task is taken to, in this order (the escalation ladder)."""

    OWNER = "owner", "Its owner"
    LEAD = "lead", "The lead of the owner's organisation"
    COORDINATOR = "coordinator", "The co-ordinator"
    CHAIR = "chair", "The board's chair, in the list for the next meeting"


class LadderStep(models.Model):
    """After how many working days an authority takes a late task to this step.

    Without a row the defaults of `reminders.ladder` hold.
    """

    authority = models.ForeignKey(
        Authority, models.CASCADE, related_name="ladder_steps"
    )
    step = models.CharField(max_length=20, choices=Step)
    working_days = models.PositiveSmallIntegerField(
        help_text="Working days after the day it was due."
    )
    is_on = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "step"], name="ladder_step_once_an_authority"
            ),
        ]

    def __str__(self) -> str:
        return self.get_step_display()


class EscalationQuerySet(models.QuerySet["Escalation"]):
    def visible_to(self, user):
        """Those at the authorities where `user` is the co-ordinator."""
        here = user.authorities_as([Role.COORDINATOR])
        room = RoomSwitch.objects.filter(
            authority=OuterRef("task__authority"), room=OuterRef("task__room")
        )
        return self.filter(Exists(room), task__authority__in=here)

    def to_leave(self):
        """Neither gone nor dropped: waiting for their day, or held."""
        return self.filter(left_at__isnull=True, dropped_at__isnull=True)


class Escalation(models.Model):
    """A late task on its way to somebody: seen two working days before it leaves.

    The co-ordinator may hold it and says why (practice YR 2). `due_on` is the day that
    was missed: a task that is given a later day and misses that too climbs anew. When
    nobody could be written to, `outcome` says why, and the next step follows at once.
    """

    class Outcome(models.TextChoices):
        SENT = "sent", "Sent"
        LISTED = "listed", "Put on the list for the next meeting"
        VACANT = "vacant", "Nobody holds the post"
        NO_LEAD = "no_lead", "Their organisation has no other lead"
        NO_ADDRESS = "no_address", "They have no e-mail address"
        NOBODY = "nobody", "The authority has no co-ordinator"

    task = models.ForeignKey(Task, models.CASCADE, related_name="escalations")
    step = models.CharField(max_length=20, choices=Step)
    due_on = models.DateField()
    leaves_on = models.DateField()
    held_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    held_because = models.TextField(blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    dropped_at = models.DateTimeField(
        null=True, blank=True, help_text="Done, or given a later day, before it left."
    )
    made_at = models.DateTimeField(default=clock.now)

    objects = EscalationQuerySet.as_manager()

    class Meta:
        ordering = ["leaves_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "step", "due_on"],
                condition=Q(dropped_at__isnull=True),
                name="escalation_once_a_step",
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True, outcome="")
                | (Q(left_at__isnull=False) & ~Q(outcome="")),
                name="escalation_that_left_has_an_outcome",
            ),
        ]
        indexes = [
            models.Index(
                fields=["leaves_on"],
                condition=Q(left_at__isnull=True, dropped_at__isnull=True),
                name="escalation_to_leave",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} to {self.get_step_display().lower()}"


@append_only
class Chase(models.Model):
    """A mail that chased a task: to whom, at which step, when."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="chases")
    step = models.CharField(max_length=20, choices=Step)
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.task}, {self.at:%d %b %Y}"
