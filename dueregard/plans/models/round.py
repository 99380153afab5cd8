from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.partners.models import Post, PostHolding

from ..access import DRAFT_READERS
from .action import Action
from .owner import ActionOwner
from .plan import Plan
from .progress import ProgressUpdate


class UpdateRoundQuerySet(models.QuerySet["UpdateRound"]):
    def visible_to(self, user):
        """Rounds of the authorities whose plans `user` writes, oversees or checks.

        Who has not answered is nothing for the county, elected members or owners.
        """
        return self.filter(
            plan__authority__in=user.authorities_as(DRAFT_READERS, Room.PLAN)
        )

    def open(self):
        return self.filter(closed_at__isnull=True)

    def with_counts(self):
        """Each with how many actions are `returned`, `declined` and `owed`."""
        asked = RoundAction.objects.filter(round=OuterRef("pk")).order_by()
        counts = asked.values("round").annotate(count=Count("pk")).values("count")
        return self.annotate(
            **{
                state.value: Coalesce(Subquery(counts.filter(state=state)), 0)
                for state in RoundAction.State
            }
        )


class UpdateRound(models.Model):
    """The co-ordinator asks owners how their actions are going, by a day.

    One round of a plan is open at a time. Closing it keeps a summary of what came back.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="rounds")
    number = models.PositiveIntegerField()
    due_on = models.DateField()
    message = models.TextField(blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(default=clock.now)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    summary = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = UpdateRoundQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"], name="round_number_once_a_plan"
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(closed_at__isnull=True),
                name="round_one_open_a_plan",
            ),
        ]

    def __str__(self) -> str:
        return f"Update round {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("plans:round", args=[self.plan_id, self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def authority_id(self) -> int:
        return self.plan.authority_id


class RoundActionQuerySet(models.QuerySet["RoundAction"]):
    def of_open_rounds(self):
        """What rounds of plans in force still ask, answered or not."""
        return self.filter(
            round__closed_at__isnull=True, round__plan__status=Plan.Status.APPROVED
        )

    def owed(self):
        return self.filter(state=RoundAction.State.OWED)

    def asked_of(self, person):
        """What `person` is asked today: named, or holding a post that was asked.

        Who has left the post, or no longer owns the action, is asked no more.
        """
        held = PostHolding.objects.current().filter(person=person).values("post")
        asks = RoundAsk.objects.filter(asked=OuterRef("pk")).filter(
            Q(person=person) | Q(post__in=held)
        )
        owners = ActionOwner.objects.of(person).filter(action=OuterRef("action"))
        return self.filter(Exists(asks), Exists(owners))


class RoundAction(models.Model):
    """An action in a round: owed until somebody reports on it or declines.

    `update` is what came back first. Declining says why there is nothing to report.
    """

    class State(models.TextChoices):
        OWED = "owed", "Owed"
        RETURNED = "returned", "Returned"
        DECLINED = "declined", "Declined"

    TASK_KIND = "plans.update"  # what it leaves on people's lists (reminders)

    round = models.ForeignKey(UpdateRound, models.CASCADE, related_name="asked")
    action = models.ForeignKey(Action, models.CASCADE, related_name="asked_in")
    state = models.CharField(max_length=10, choices=State, default=State.OWED)
    update = models.ForeignKey(
        ProgressUpdate, models.PROTECT, null=True, blank=True, related_name="+"
    )
    declined_because = models.TextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    by_link = models.ForeignKey(
        "plans.RoundLink",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="answers",
        help_text="The link by which the answer came, when nobody signed in.",
    )

    objects = RoundActionQuerySet.as_manager()

    class Meta:
        ordering = ["action__position", "pk"]
        indexes = [
            models.Index(fields=["round", "state", "id"], name="round_action_by_state")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "action"], name="round_asks_once_an_action"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.get_state_display().lower()}"

    @property
    def authority_id(self) -> int:
        return self.round.plan.authority_id

    @property
    def is_owed(self) -> bool:
        return self.state == self.State.OWED


class RoundLinkQuerySet(models.QuerySet["RoundLink"]):
    def live(self):
        """Links that open something today."""
        return self.filter(
            revoked_at__isnull=True,
            expires_at__gt=clock.now(),
            round__closed_at__isnull=True,
            round__plan__status=Plan.Status.APPROVED,
        )


class RoundLink(models.Model):
    """The private address by which one holder of a post answers for their actions.

    It works for whoever holds it, until it expires or is taken back, and names its
    addressee. Opening it changes nothing; each of its actions can be answered once.
    Only the SHA-256 of its token is kept.
    """

    round = models.ForeignKey(UpdateRound, models.CASCADE, related_name="links")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_because = models.CharField(max_length=200, blank=True)

    objects = RoundLinkQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "-made_at"]

    def __str__(self) -> str:
        return f"Link of {self.person}, {self.round}"

    @property
    def authority_id(self) -> int:
        return self.round.plan.authority_id

    @property
    def is_live(self) -> bool:
        return (
            self.revoked_at is None
            and self.expires_at > clock.now()
            and self.round.is_open
            and self.round.plan.status == Plan.Status.APPROVED
        )


class RoundAsk(models.Model):
    """That a post, or one person, is asked about an action of the round."""

    asked = models.ForeignKey(RoundAction, models.CASCADE, related_name="asks")
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.post or self.person}: {self.asked}"


class UpdateWithdrawal(models.Model):
    """An addressee took back what somebody wrote by the link sent to them (YR 3)."""

    update = models.OneToOneField(
        ProgressUpdate, models.PROTECT, related_name="withdrawal"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)
    reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"Withdrawal of {self.update}"
