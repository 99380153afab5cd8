"""Reads of referrals that the data protection officer asks about (security C-AU7)."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.access.rooms import Room
from dueregard.accounts.models import Membership
from dueregard.vault.fields import SealedTextField
from dueregard.vault.models import SealedModel

REVIEW_READS = (Role.DATA_PROTECTION_OFFICER,)
STAND_IN = (Role.PANEL_CHAIR, Role.DEPUTY_CHAIR)
"""Who answers for a data protection officer whose own reads are asked about."""


class ReadCheck(models.Model):
    """Up to which day the reads at an authority were looked through. A night on which
    the worker did not run is caught up from here, and no day is looked through twice.
    """

    authority = models.OneToOneField(
        "accounts.Authority", models.PROTECT, primary_key=True, related_name="+"
    )
    checked_to = models.DateField()

    def __str__(self) -> str:
        return f"Reads looked through up to {self.checked_to}"


class ReadQuestionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All where `user` is the data protection officer; where they chair the panel,
        those about such an officer, who does not answer them."""
        reviewed = user.authorities_as(REVIEW_READS, Room.REFERRALS)
        chaired = user.authorities_as(STAND_IN, Room.REFERRALS)
        of_officers = Membership.objects.in_force().filter(
            role__in=REVIEW_READS,
            authority=OuterRef("authority"),
            person=OuterRef("reader"),
        )
        return self.filter(
            Q(authority__in=reviewed) | Q(Exists(of_officers), authority__in=chaired)
        )

    def open(self):
        return self.filter(answered_at__isnull=True)

    def answered(self):
        return self.filter(answered_at__isnull=False)


class ReadQuestion(SealedModel):
    """One thing to ask somebody about what they read on one day.

    It says nothing about anybody: it is a reason to ask, decides nothing and stops
    nothing. It names no referral. `seen` counts referrals, `usual` is how many the same
    person opens on a usual day of theirs, where the rule compares. What came of it is
    sealed under a key of the question's own, which goes with it.
    """

    class Kind(models.TextChoices):
        MANY = "many", "More than usual"
        OUT_OF_HOURS = "out_of_hours", "Out of hours"
        NO_ACTION = "no_action", "Opened, and nothing done"
        DECLARED = "declared", "An interest was declared"

    class Answer(models.TextChoices):
        EXPLAINED = "explained", "There was a good reason"
        TAKEN_FURTHER = "taken_further", "It is taken further, outside this service"

    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    day = models.DateField()
    seen = models.PositiveIntegerField()
    usual = models.DecimalField(max_digits=7, decimal_places=1, null=True)
    made_at = models.DateTimeField(default=clock.now)
    answer = models.CharField(max_length=20, choices=Answer, blank=True)
    reason = SealedTextField(blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    objects = ReadQuestionQuerySet.as_manager()

    class Meta:
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "reader", "kind", "day"],
                name="read_question_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False)
                & ~Q(answer=""),
                name="read_question_answer_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True)
                | ~Q(answered_by=models.F("reader")),
                name="read_question_is_not_answered_by_its_reader",
            ),
        ]

    def __str__(self) -> str:
        return "a question about reads"

    def get_absolute_url(self) -> str:
        return reverse("referrals:read_question", args=[self.authority.slug, self.pk])

    @property
    def is_open(self) -> bool:
        return self.answered_at is None
