from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.vault.fields import SealedTextField
from dueregard.vault.models import SealedModel

from .referral import Referral

DESTINATION_READERS = frozenset(
    {
        Role.COORDINATOR,
        Role.DATA_PROTECTION_OFFICER,
        Role.ADMINISTRATOR,
        Role.GATEWAY_OFFICER,
        Role.CASE_OFFICER,
        Role.PANEL_CHAIR,
        Role.DEPUTY_CHAIR,
    }
)
"""They read where referrals go and how; that opens no referral (need_to_know does)."""


class DestinationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the authorities where `user` has to do with where referrals go."""
        return self.filter(authority__in=user.authorities_as(DESTINATION_READERS))

    def not_closed(self):
        return self.filter(closed_on__isnull=True)

    def in_use(self):
        """Tested and not closed: referrals go there."""
        return self.not_closed().filter(tested_at__isnull=False)


class Destination(models.Model):
    """Where referrals of an authority go, and how (practice RF 1).

    Police and council get each referral at the same time, each with its own clock. An
    attachment by mail needs an address whose assurance the data protection officer
    recorded; a destination is used once its test was confirmed. Nobody of a county or
    of another area signs in here (practice AC 7): theirs go by link or attachment.
    """

    class Kind(models.TextChoices):
        POLICE = "police", "Police gateway"
        COUNCIL = "council", "Council safeguarding"
        COUNTY = "county", "County safeguarding"
        OTHER_AREA = "other_area", "Another area"

    class Way(models.TextChoices):
        SIGN_IN = "sign_in", "They sign in here"
        LINK = "link", "A link used once, with a code told by telephone"
        ATTACHMENT = "attachment", "The form attached to a mail, encrypted on the way"

    authority = models.ForeignKey(
        "accounts.Authority", models.PROTECT, related_name="destinations"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=200)
    way = models.CharField(max_length=12, choices=Way)
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    working_days = models.PositiveSmallIntegerField(default=1)
    area = models.CharField(max_length=200, blank=True)
    assured_on = models.DateField(null=True, blank=True)
    assured_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    test_sent_at = models.DateTimeField(null=True, blank=True)
    test_token_sha256 = models.CharField(max_length=64, blank=True)
    tested_at = models.DateTimeField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = DestinationQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(way="attachment")
                | Q(tested_at__isnull=True)
                | Q(assured_on__isnull=False),
                name="destination_attachment_is_assured",
            ),
            models.CheckConstraint(
                condition=~Q(way="sign_in") | Q(kind__in=["police", "council"]),
                name="destination_elsewhere_does_not_sign_in",
            ),
            models.CheckConstraint(
                condition=Q(way="sign_in") | ~Q(email=""),
                name="destination_away_has_an_address",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("referrals:destination", args=[self.authority.slug, self.pk])

    @property
    def is_in_use(self) -> bool:
        """Whether referrals go there: an untested one is not used, and says so."""
        return self.tested_at is not None and self.closed_on is None


class DestinationChange(models.Model):
    """What was done to a destination and why; never about anybody who was referred."""

    class What(models.TextChoices):
        ADDED = "added", "Added"
        CHANGED = "changed", "Changed"
        ASSURED = "assured", "Address assured"
        TEST_SENT = "test_sent", "Test sent"
        TESTED = "tested", "Test confirmed"
        CLOSED = "closed", "Closed"

    destination = models.ForeignKey(Destination, models.PROTECT, related_name="changes")
    what = models.CharField(max_length=10, choices=What)
    because = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.get_what_display()


class DeliveryQuerySet(models.QuerySet):
    def waiting(self):
        """Nobody there has said that they have it."""
        return self.filter(acknowledged_at__isnull=True)


class Delivery(SealedModel):
    """One referral on its way to one destination, until somebody there has it.

    Under the referral's key. `way` is how it was sent, whatever the destination does
    later. A missing acknowledgement goes up a rung each working day after `due_on`;
    `rung` is how far it went. Another area accepts in writing, or we keep the referral.
    """

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="deliveries")
    destination = models.ForeignKey(
        Destination, models.PROTECT, related_name="deliveries"
    )
    way = models.CharField(max_length=12, choices=Destination.Way)
    sent_at = models.DateTimeField(null=True)
    due_on = models.DateField()
    token_sha256 = models.CharField(max_length=64, blank=True)
    code_made_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reported_on = models.DateField(null=True)
    reported_by = SealedTextField(blank=True)
    accepted_on = models.DateField(null=True)
    accepted_in_writing = SealedTextField(blank=True)
    rung = models.PositiveSmallIntegerField(default=0)
    escalated_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(acknowledged_at__isnull=True),
                name="delivery_not_acknowledged",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "destination"], name="delivery_once"
            ),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True)
                | Q(acknowledged_at__isnull=False),
                name="delivery_accepted_was_acknowledged",
            ),
        ]

    def __str__(self) -> str:
        return "a delivery"


class ReferralMove(SealedModel):
    """One move that was made; its note is sealed under the referral's key."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="moves")
    move = models.CharField(max_length=40)
    from_status = models.CharField(max_length=20)
    to_status = models.CharField(max_length=20)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reported_by = SealedTextField(blank=True)
    at = models.DateTimeField(default=clock.now)
    note = SealedTextField(blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.move}: {self.from_status} to {self.to_status}"
