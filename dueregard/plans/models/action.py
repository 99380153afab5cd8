from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from dueregard import clock

from .. import rag
from ..access import RESTRICTED_READERS
from .audience import Audience
from .group import Group
from .owner import ActionOwner
from .plan import Plan

SUMMARY = 80
RATED_FROM = ("rag_override", "red_from", "amber_from", "due_on", "is_ongoing")
NOTE_LABELS = {
    "date_note": "Note on its dates",
    "owner_note": "Note on its owners",
    "recurs": "Comes round",
    "source_ref": "Number in the document",
    "links": "Links",
}
NOTES_SHOWN_ELSEWHERE = ("rag_source",)


class ActionQuerySet(models.QuerySet["Action"]):
    def visible_to(self, user):
        """Actions of the plans `user` may see; restricted ones as `Audience` says."""
        readable = self.readable_where_seen(user, self.is_of(user))
        return self.filter(plan__in=Plan.objects.visible_to(user)).filter(readable)

    @staticmethod
    def readable_where_seen(user, mine: Exists) -> Q:
        """The condition on actions of plans that `user` sees; `mine` is `is_of`."""
        return (
            ~Q(audience=Audience.RESTRICTED)
            | Q(plan__authority__in=user.authorities_as(RESTRICTED_READERS))
            | Q(mine)
        )

    def readable_by(self, user, plan):
        """What `user` may read of the actions of `plan`, which they may see.

        The same answer as `visible_to`, for `plan.actions`, without asking about the
        plan again.
        """
        if user.holds_any(RESTRICTED_READERS, plan.authority):
            return self.all()
        return self.filter(~Q(audience=Audience.RESTRICTED) | self.is_of(user))

    @staticmethod
    def is_of(user) -> Exists:
        """The condition that `user` answers for an action today."""
        return Exists(ActionOwner.objects.of(user).filter(action=OuterRef("pk")))

    def locked(self, pk: int) -> "Action":
        """The action as it is now, with its plan, held until the transaction ends."""
        rows = self.select_for_update(of=("self",)).select_related("plan__authority")
        return rows.get(pk=pk)

    def owned_by(self, user):
        """Actions that `user` answers for today, as a person or through a post."""
        return self.filter(self.is_of(user))

    def public(self):
        return self.filter(audience=Audience.PUBLIC)

    def open(self):
        return self.exclude(status__in=Action.CLOSED)

    def overdue(self):
        return self.open().filter(red_from__lte=clock.today())

    def with_rag(self):
        """Each action with `derived_rag`, and `rag`: an override goes before it."""
        return self.annotate(derived_rag=rag.derived(clock.today())).annotate(
            rag=rag.shown()
        )


class Action(models.Model):
    """One thing that the plan says somebody will do.

    What the source said is kept as it was written (`owners_text`, `timescale_text`,
    `imported_rag`) beside what was understood of it. `amber_from` and `red_from` are
    the days on which the rule of `plans.rag` turns the action, stored by the services
    so that a list can be filtered by index.
    """

    class Status(models.TextChoices):
        NOT_STARTED = "not_started", "Not started"
        IN_PROGRESS = "in_progress", "In progress"
        COMPLETE = "complete", "Complete"
        ON_HOLD = "on_hold", "On hold"
        CANCELLED = "cancelled", "Cancelled"
        CARRIED_FORWARD = "carried_forward", "Carried forward"

    STOPPED = (Status.CANCELLED, Status.CARRIED_FORWARD)
    # Set by `plans.listing.with_owners` on what a list shows.
    owner_words: str
    settled_words: str
    has_unsettled_owner: bool

    CLOSED = (Status.COMPLETE, *STOPPED)

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="actions")
    group = models.ForeignKey(Group, models.PROTECT, related_name="actions")
    ref = models.CharField(max_length=20)
    text = models.TextField()
    position = models.PositiveIntegerField()
    owners_text = models.TextField(blank=True)
    timescale_text = models.TextField(blank=True)
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    is_ongoing = models.BooleanField(default=False)
    review_every_months = models.PositiveSmallIntegerField(default=3)
    status = models.CharField(max_length=20, choices=Status, default=Status.NOT_STARTED)
    cancelled_because = models.TextField(blank=True)
    amber_from = models.DateField(null=True, blank=True)
    red_from = models.DateField(null=True, blank=True)
    rag_override = models.CharField(max_length=20, blank=True, choices=rag.Rag)
    imported_rag = models.CharField(max_length=20, blank=True, choices=rag.Rag)
    last_update_on = models.DateField(null=True, blank=True)
    last_evidence_on = models.DateField(null=True, blank=True)
    baseline_due_on = models.DateField(
        null=True, blank=True, help_text="When the board first agreed it would be due."
    )
    carried_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="carried_to",
        help_text="The action of an earlier plan that this one goes on from.",
    )
    is_certain = models.BooleanField(
        default=True, help_text="False while somebody must confirm what was read."
    )
    audience = models.CharField(
        max_length=20, choices=Audience, default=Audience.PUBLIC
    )
    extra = models.JSONField(default=dict, blank=True)
    source_line = models.PositiveIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["plan", "position"], name="action_in_plan_order"),
            # The two hold all that a rating is read from, so that a filter by rating
            # or status needs no row.
            models.Index(
                fields=["plan", "position", "status", *RATED_FROM],
                name="action_by_rating",
            ),
            models.Index(
                fields=["plan", "status", "position", *RATED_FROM],
                name="action_by_status_and_rating",
            ),
            models.Index(
                fields=["plan", "due_on", "position"], name="action_by_due_date"
            ),
            models.Index(fields=["plan", "red_from"], name="action_by_red_day"),
            models.Index(fields=["plan", "amber_from"], name="action_by_amber_day"),
            models.Index(fields=["group", "position"], name="action_in_group_order"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "ref"], name="action_ref_is_unique_in_its_plan"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(due_on__isnull=True)
                | Q(due_on__gte=F("starts_on")),
                name="action_is_due_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"Action {self.ref}"

    def get_absolute_url(self) -> str:
        return reverse("plans:action", args=[self.plan_id, self.pk])

    @property
    def authority_id(self) -> int:
        return self.plan.authority_id

    @property
    def derived_rating(self) -> str:
        """What the rule says today; lists read it here and not from the database."""
        return rag.rule(self, clock.today())

    @property
    def rating(self) -> str:
        """What pages show: a person's rating when one stands, else the rule's."""
        if self.rag_override and self.plan.is_agreed:
            return self.rag_override
        return self.derived_rating

    @property
    def summary(self) -> str:
        """The beginning of what it says, for a list."""
        text = " ".join(self.text.split())
        return text if len(text) <= SUMMARY else text[: SUMMARY - 1].rstrip() + "…"

    @property
    def when(self) -> str:
        """The due date, or what stands in its place, for a list."""
        if self.due_on:
            return f"{self.due_on.day} {self.due_on:%b %Y}"
        return "Ongoing" if self.is_ongoing else self.timescale_text or "No date"

    @property
    def notes(self) -> list[tuple[str, str]]:
        """What the import kept beside the action, under words that people read."""
        return [
            (NOTE_LABELS.get(name, name), value)
            for name, value in self.extra.items()
            if name not in NOTES_SHOWN_ELSEWHERE
        ]

    @property
    def is_open(self) -> bool:
        return self.status not in self.CLOSED
