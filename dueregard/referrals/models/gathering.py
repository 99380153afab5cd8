from django.conf import settings
from django.db import models
from django.db.models import Q

from dueregard import clock
from dueregard.access.need_to_know import Group
from dueregard.vault.fields import SealedJSONField, SealedTextField
from dueregard.vault.models import SealedModel

from ..codes import OtherSupport
from .referral import Referral


class InformationRequest(SealedModel):
    """What a partner is asked, why that much is needed, and what they answered.

    A respondent needs no account: a link and a code told by telephone open name, date
    of birth and address for this one request, until it is answered or ten working days
    after it was due (practice RF 2).
    """

    class Status(models.TextChoices):
        SENT = "sent", "Sent"
        ANSWERED = "answered", "Answered"
        NOTHING_HELD = "nothing_held", "Nothing is held"
        REFUSED = "refused", "Not shared"
        NOT_RECEIVED = "not_received", "No answer came"

    group = Group.ACCOUNT

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="requests")
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=14, choices=Status, default=Status.SENT)
    to = SealedJSONField(default=dict)
    asked = SealedTextField()
    necessity = SealedTextField()
    legal_basis = models.CharField(max_length=20, default="section_38")
    answer = SealedTextField(blank=True)
    refused_because = SealedTextField(blank=True)
    may_be_shared_on = models.BooleanField(null=True)
    token_sha256 = models.CharField(max_length=64, blank=True)
    code_sha256 = models.CharField(max_length=64, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=clock.now)
    due_on = models.DateField()
    chased_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["asked_at", "id"]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(status="sent"), name="request_waiting"
            ),
        ]

    def __str__(self) -> str:
        return "a request for information"


class Assessment(SealedModel):
    """A professional's own words and ratings under a template's factors.

    Never summed, averaged, compared or sorted by: the template says so and no column
    holds a number (red line; security S6).
    """

    group = Group.ACCOUNT

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="assessments")
    template_code = models.CharField(max_length=30)
    template_version = models.PositiveSmallIntegerField()
    answers = SealedJSONField(default=dict)
    summary = SealedTextField(blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        return "an assessment"


class Signpost(SealedModel):
    """A service that was asked to take somebody on, and what it said (RF 8)."""

    class Status(models.TextChoices):
        ASKED = "asked", "Asked"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        NO_REPLY = "no_reply", "No reply"

    group = Group.ACCOUNT

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="signposts")
    support = models.CharField(max_length=20, choices=OtherSupport)
    service = models.ForeignKey(
        "partners.Service", models.PROTECT, null=True, related_name="+"
    )
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    words = SealedTextField(blank=True)
    reply = SealedTextField(blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=clock.now)
    due_on = models.DateField()
    answered_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["asked_at", "id"]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(status="asked"), name="signpost_waiting"
            ),
        ]

    def __str__(self) -> str:
        return "a signpost"


class ParallelReferral(SealedModel):
    """A referral to children's or adults' social care beside this one (RF 6)."""

    group = Group.CHARACTERISTICS

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="parallel")
    to_children = models.BooleanField()
    is_made = models.BooleanField()
    reason = SealedTextField(blank=True)
    reference = SealedTextField(blank=True)
    made_on = models.DateField(null=True)
    acknowledged_on = models.DateField(null=True)
    acknowledged_by = SealedTextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "to_children"], name="parallel_once_each"
            ),
        ]

    def __str__(self) -> str:
        return "a parallel referral"
