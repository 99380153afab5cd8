from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority
from dueregard.accounts.rooms import authorities_with
from dueregard.exchange.models import Upload
from dueregard.workflow import MoveRow

from ..access import APPROVED_READERS, DRAFT_READERS


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user):
        """Plans of the authorities that `user` serves, as far as the role reads.

        Drafts are for those who write and oversee them. People of a county also read
        the plans in force in its districts, and nothing else of theirs (AC 7).
        """
        agreed = ~Q(status__in=Plan.NOT_AGREED)
        districts = Authority.objects.filter(
            authorities_with(Room.PLAN),
            county__in=user.authorities_as(APPROVED_READERS),
        )
        return self.filter(
            Q(authority__in=user.authorities_as(DRAFT_READERS, Room.PLAN))
            | agreed & Q(authority__in=user.authorities_as(APPROVED_READERS, Room.PLAN))
            | Q(status=Plan.Status.APPROVED, authority__in=districts)
        )

    def locked(self, pk: int) -> "Plan":
        """The plan as it is now, held until the transaction ends."""
        return self.select_for_update(of=("self",)).get(pk=pk)

    def in_force(self):
        return self.filter(status=Plan.Status.APPROVED)

    def published(self):
        """What anyone may read: the plan in force, once the chair has published it."""
        return self.in_force().filter(
            published_at__isnull=False, authority__rooms__room="plan"
        )


class Plan(models.Model):
    """An authority's Prevent delivery plan (2023 duty guidance: the ACTION duty).

    Its text is settled when the board's chair approves it; dates, owners, status and
    progress stay alive until it is closed or another takes its place.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        SUBMITTED = "submitted", "Submitted"
        APPROVED = "approved", "Approved"
        CLOSED = "closed", "Closed"
        SUPERSEDED = "superseded", "Superseded"

    class Marking(models.TextChoices):
        OFFICIAL = "official", "OFFICIAL"
        SENSITIVE = "sensitive", "OFFICIAL-SENSITIVE"

    NOT_AGREED = (Status.DRAFT, Status.SUBMITTED)

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="plans")
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contributing_plans",
        help_text="The county's plan that a district's plan contributes to.",
    )
    follows = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="followed_by",
        help_text="The plan of the year before, that this one goes on from.",
    )
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT)
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL)
    consulted_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    approved_on = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")),
                name="plan_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["authority"],
                condition=Q(status="approved"),
                name="plan_one_in_force_per_authority",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | ~Q(status__in=["draft", "submitted"]),
                name="plan_is_agreed_before_it_is_published",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("plans:detail", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_agreed(self) -> bool:
        """Whether the board has agreed to it, now or in the past."""
        return self.status not in self.NOT_AGREED


class PlanMove(MoveRow):
    """A move of a plan from one state to another, with the reason given."""

    SENTENCES = {
        "submit": "Sent to the board's chair",
        "return": "Returned for changes",
        "approve": "Approved",
        "close": "Closed",
        "supersede": "Replaced by another plan",
    }

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="moves")

    class Meta(MoveRow.Meta):
        ordering = ["at", "pk"]

    @property
    def sentence(self) -> str:
        return self.SENTENCES[self.move]


class PlanImport(models.Model):
    """A file that went into a plan, and what is needed to take it out again.

    `created` names the rows it made, by model; `before` holds the fields that it
    changed, as they were.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="imports")
    upload = models.OneToOneField(
        Upload, models.PROTECT, null=True, related_name="plan_import"
    )
    source_name = models.CharField(max_length=255)
    source_sha256 = models.CharField(max_length=64)
    layout = models.CharField(max_length=40)
    made_plan = models.BooleanField(default=False)
    created = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    warnings = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.source_name} into {self.plan}"


class NameConfirmation(models.Model):
    """Somebody read a public text that holds a known person's name and let it stand.

    It holds for that text only: an edit asks again (practice PL 3).
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="name_confirmations")
    place = models.CharField(max_length=60)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    text_hash = models.CharField(max_length=100)  # with the version of its key
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "place", "person", "text_hash"],
                name="name_confirmed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Name at {self.place} of {self.plan}"
