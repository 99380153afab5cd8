"""How long referrals are kept, what stops the clock, and what proves that they went."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.access.rooms import Room
from dueregard.accounts.successors import with_past
from dueregard.audit.guards import append_only
from dueregard.vault.fields import SealedTextField
from dueregard.vault.models import SealedModel

from .referral import Referral

KEEPERS = (Role.COORDINATOR, Role.DATA_PROTECTION_OFFICER)
CERTIFICATE_READERS = (*KEEPERS, Role.PANEL_CHAIR, Role.DEPUTY_CHAIR)


class RetentionSetting(models.Model):
    """How long an authority keeps referrals of a class, and where that is written.

    `length` is in the unit of the rule (`retention_rules`), months or days. No row
    means what we ship, which says "confirm locally".
    """

    authority = models.ForeignKey(
        "accounts.Authority", models.PROTECT, related_name="retention_settings"
    )
    retention_class = models.CharField(max_length=30)
    length = models.PositiveSmallIntegerField()
    child_length = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    set_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "retention_class"], name="retention_once_each"
            ),
            models.CheckConstraint(
                condition=Q(child_length__gte=1)
                & Q(child_length__lte=models.F("length")),
                name="retention_of_a_child_is_not_longer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.retention_class}: {self.length}"


class LegalHold(SealedModel):
    """A referral that must not be destroyed, whatever its date (security 2.7 R2).

    Set by the data protection officer with a reason, looked at again every six months,
    and lifted by two people. The reasons are under the referral's own key.
    """

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="legal_holds")
    reason = SealedTextField()
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    placed_at = models.DateTimeField(default=clock.now)
    review_on = models.DateField()
    release_reason = SealedTextField(blank=True)
    release_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    released_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["placed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(released_at__isnull=True),
                name="legal_hold_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True)
                | Q(released_by__isnull=False, release_asked_by__isnull=False)
                & ~Q(released_by=models.F("release_asked_by")),
                name="legal_hold_is_lifted_by_two",
            ),
        ]

    def __str__(self) -> str:
        return "a legal hold"


class CertificateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of where `user` reads them, and of authorities that gave way to it."""
        places = user.authorities_as(CERTIFICATE_READERS, Room.REFERRALS)
        return self.filter(authority__in=with_past(*places))


@append_only
class Certificate(models.Model):
    """That records were destroyed: how many, by which rule, by whom; never whose.

    `counts` are `[{"class", "outcome", "door", "year", "number"}]`: what stays of
    what went. With no `asked_by` a rule destroyed them by itself (spam).
    """

    authority = models.ForeignKey(
        "accounts.Authority", models.PROTECT, related_name="+"
    )
    reference = models.CharField(max_length=14, unique=True)
    at = models.DateTimeField(default=clock.now)
    because = models.CharField(max_length=20)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    referrals = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    files = models.PositiveIntegerField()
    counts = models.JSONField(default=list)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(because="spam")
                | Q(asked_by__isnull=False, agreed_by__isnull=False)
                & ~Q(asked_by=models.F("agreed_by")),
                name="certificate_of_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"certificate {self.reference}"

    def get_absolute_url(self) -> str:
        return reverse("referrals:certificate", args=[self.authority.slug, self.pk])


@append_only
class DestroyedReference(models.Model):
    """A keyed hash of a reference that was destroyed, so that whoever still has the
    reference can be told when it went (security 2.7 R3)."""

    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="marks")
    authority = models.ForeignKey(
        "accounts.Authority", models.PROTECT, related_name="+"
    )
    token = models.BinaryField()

    class Meta:
        indexes = [
            models.Index(fields=["authority", "token"], name="destroyed_by_token")
        ]

    def __str__(self) -> str:
        return "a destroyed reference"


class PrivacyNotice(models.Model):
    """What an authority tells people about what it holds of them, for one kind of
    reader. No row means the text that we ship. The public form shows its review day."""

    class Reader(models.TextChoices):
        ADULT = "adult", "Adults and parents"
        CHILD = "child", "Children and young people"

    authority = models.ForeignKey(
        "accounts.Authority", models.PROTECT, related_name="privacy_notices"
    )
    reader = models.CharField(max_length=10, choices=Reader)
    text = models.TextField(max_length=10_000)
    reviewed_on = models.DateField()
    review_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "reader"], name="privacy_notice_once_each"
            ),
            models.CheckConstraint(
                condition=Q(review_on__gt=models.F("reviewed_on")),
                name="privacy_notice_is_reviewed_later",
            ),
        ]

    def __str__(self) -> str:
        return f"Privacy notice: {self.get_reader_display()}"
