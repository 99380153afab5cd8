from django.conf import settings
from django.db import models
from django.db.models import F, Q

from dueregard import clock
from dueregard.access.roles import Role

from .authority import Authority
from .organisation import Organisation


class MembershipQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Memberships of any time, at the authorities that `user` serves today."""
        return self.filter(authority__in=user.authorities())

    def in_force(self):
        """Begun, not ended, not suspended, by today's date."""
        today = clock.today()
        return self.filter(
            starts_on__lte=today,
            ends_on__gte=today,
            suspended_on__isnull=True,
            ended_at__isnull=True,
        )

    def ended(self):
        return self.filter(Q(ends_on__lt=clock.today()) | Q(ended_at__isnull=False))


class Membership(models.Model):
    """What a person does for an authority, for which organisation, and until when.

    It never reaches up or down a tier (practice AC 7). `attested_on` is when somebody
    last confirmed that it still holds; a quarter without that suspends it (AC 2).
    `ended_at` is set when it was ended at once; an end on a later day is in `ends_on`.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships"
    )
    authority = models.ForeignKey(Authority, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=30, choices=Role)
    starts_on = models.DateField(default=clock.today)
    ends_on = models.DateField()
    attested_on = models.DateField(default=clock.today)
    suspended_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    end_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["person__name", "role", "pk"]
        indexes = [
            models.Index(
                fields=["person", "role", "authority"], name="membership_by_person"
            ),
            models.Index(fields=["authority", "role"], name="membership_by_authority"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="membership_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}, {self.authority}"

    def is_in_force(self) -> bool:
        return self.state == "in force"

    @property
    def state(self) -> str:
        """In words: not begun, in force, suspended or ended."""
        today = clock.today()
        if self.ended_at or self.ends_on < today:
            return "ended"
        if self.suspended_on:
            return "suspended"
        return "not begun" if self.starts_on > today else "in force"
