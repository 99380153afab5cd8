from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from dueregard import clock
from dueregard.access.need_to_know import Group
from dueregard.vault.fields import SealedJSONField, SealedTextField
from dueregard.vault.models import SealedModel

from ..codes import Body, Door, KeptOn, OtherSupport, Outcome, Residence
from ..reading import ReferralQuerySet
from .subject import Subject


class Referral(SealedModel):
    """Somebody's concern about a person, sent to the police and the council at once.

    The row itself holds no word about the person: states, dates and codes that queues
    and clocks need. What was said stands in its parts, one for each group of the
    need-to-know matrix, under this referral's own key. A mark that the police set (a
    hold) is no state: the row of a held referral is that of any that waits.
    """

    class Status(models.TextChoices):
        SCREENING = "screening", "Waiting to be looked at"
        SUBMITTED = "submitted", "Received"
        GATEWAY = "gateway", "With the police gateway"
        GATHERING = "gathering", "Gathering information"
        DECISION = "decision", "Waiting for the section 36 decision"
        LISTED = "listed", "To go before the panel"
        CLOSED = "closed", "Closed at the gateway"
        NOT_MET = "not_met", "Grounds not met"
        JOINED = "joined", "Joined to an open referral"
        PASSED_ON = "passed_on", "Accepted by another area"
        NOT_A_REFERRAL = "not_a_referral", "Not a referral"

    OPEN = (
        Status.SCREENING,
        Status.SUBMITTED,
        Status.GATEWAY,
        Status.GATHERING,
        Status.DECISION,
    )

    subject = models.ForeignKey(Subject, models.PROTECT, related_name="referrals")
    reference = models.CharField(max_length=14, unique=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.SUBMITTED)
    door = models.CharField(max_length=20, choices=Door)
    sequence = models.PositiveSmallIntegerField(default=1)
    residence = models.CharField(
        max_length=20, choices=Residence, default=Residence.UNKNOWN
    )
    referred_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    referred_for = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, related_name="+"
    )
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    submitted_at = models.DateTimeField(default=clock.now)
    stage_began_on = models.DateField(default=clock.today)
    stage_due_on = models.DateField(null=True)
    cleared_at = models.DateTimeField(null=True)
    has_shared_mark = models.BooleanField(default=False)
    closed_on = models.DateField(null=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    other_support = models.CharField(max_length=20, choices=OtherSupport, blank=True)
    decided_by_body = models.CharField(max_length=10, choices=Body, blank=True)
    decided_on = models.DateField(null=True)
    is_police_led = models.BooleanField(null=True)
    second_reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    joined_to = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="joined"
    )
    form_hash = models.CharField(max_length=80, blank=True)
    retention_class = models.CharField(max_length=30, default="gateway")
    retention_due_on = models.DateField(null=True)
    kept_until = models.DateField(null=True)
    child_review_on = models.DateField(null=True)
    kept_past_18_on = models.DateField(null=True)
    kept_past_18_ground = models.CharField(max_length=20, choices=KeptOn, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["authority", "status", "stage_due_on", "id"],
                name="referral_queue",
            ),
            models.Index(
                fields=["authority", "stage_due_on", "submitted_at", "id"],
                condition=Q(stage_due_on__isnull=False),
                name="referral_worked_on",
            ),
            models.Index(
                fields=["holder", "stage_due_on", "submitted_at", "id"],
                condition=Q(stage_due_on__isnull=False),
                name="referral_held",
            ),
            models.Index(fields=["subject", "submitted_at"], name="referral_by_person"),
            models.Index(fields=["referred_by"], name="referral_by_referrer"),
            models.Index(
                fields=["authority", "retention_due_on"], name="referral_to_destroy"
            ),
            models.Index(
                fields=["authority", "child_review_on"],
                condition=Q(child_review_on__isnull=False),
                name="referral_reviewed_at_18",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(
                    status__in=[
                        "screening",
                        "submitted",
                        "gateway",
                        "gathering",
                        "decision",
                        "listed",
                    ]
                )
                | Q(stage_due_on__isnull=False),
                name="referral_worked_on_has_a_clock",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["closed", "not_met"])
                | Q(closed_on__isnull=False) & ~Q(outcome="") & ~Q(other_support=""),
                name="referral_ends_with_outcome_and_other_support",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["closed", "not_met"], outcome="nfa")
                | Q(sequence=1)
                | Q(second_reader__isnull=False),
                name="referral_repeat_is_closed_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["listed", "not_met"])
                | Q(decided_on__isnull=False) & ~Q(decided_by_body=""),
                name="referral_section_36_names_body_and_date",
            ),
            models.CheckConstraint(
                condition=~Q(status="not_met") | Q(is_police_led__isnull=False),
                name="referral_not_met_says_whether_police_lead",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["gathering", "decision", "listed"])
                | Q(cleared_at__isnull=False),
                name="referral_goes_on_only_when_cleared",
            ),
            models.CheckConstraint(
                condition=Q(kept_past_18_on__isnull=True, kept_past_18_ground="")
                | Q(kept_past_18_on__isnull=False) & ~Q(kept_past_18_ground=""),
                name="referral_kept_past_18_names_its_ground",
            ),
            models.CheckConstraint(
                condition=~Q(status="joined") | Q(joined_to__isnull=False),
                name="referral_joined_names_the_open_one",
            ),
        ]

    def __str__(self) -> str:
        return f"referral {self.reference}"

    def get_absolute_url(self) -> str:
        return reverse("referrals:referral", args=[self.authority.slug, self.pk])

    @property
    def is_open(self) -> bool:
        return self.status in self.OPEN

    def with_moves(self) -> dict:
        """What a row of its history needs to be sealed under the same key."""
        return {"authority_id": self.authority_id, "data_key_id": self.data_key_id}


class Account(SealedModel):
    """What was seen and said, in the blocks of the national form (domain §6.9)."""

    group = Group.ACCOUNT

    referral = models.OneToOneField(Referral, models.PROTECT, related_name="account")
    did_or_said = SealedTextField(blank=True)
    means = SealedTextField(blank=True)
    other_explanations = SealedTextField(blank=True)
    came_to_light = SealedTextField(blank=True)
    other_agencies = SealedTextField(blank=True)
    safeguarding = SealedJSONField(default=dict)
    fairness = SealedJSONField(default=dict)
    police_reference = SealedTextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return "what was seen and said"


class Referrer(SealedModel):
    """Who noticed, who referred and whom to ask at their organisation."""

    group = Group.REFERRER

    referral = models.OneToOneField(Referral, models.PROTECT, related_name="referrer")
    noticed_by = SealedJSONField(default=dict)
    referred_by = SealedJSONField(default=dict)
    contact = SealedJSONField(default=dict)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return "a referrer"


class PoliceMark(SealedModel):
    """Clear, hold or elsewhere, as the police say it, and nothing more (practice RF 4).

    Rows are added, never changed; the newest one stands. `is_shared` lets the panel's
    chair read it.
    """

    class Mark(models.TextChoices):
        CLEAR = "clear", "Clear"
        HOLD = "hold", "Hold"
        ELSEWHERE = "elsewhere", "Elsewhere"

    group = Group.POLICE_MARKS

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="marks")
    mark = SealedTextField()
    reported_by = SealedTextField(blank=True)
    is_shared = models.BooleanField(default=False)
    review_on = models.DateField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return "a mark of the police"

    @property
    def words(self) -> str:
        """What it says, as its form words it; read where a room shows it."""
        return str(dict(self.Mark.choices).get(self.mark, self.mark))
