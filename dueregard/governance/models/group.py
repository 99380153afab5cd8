from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority, Organisation
from dueregard.accounts.rooms import room_is_on
from dueregard.documents.models import Document

from ..readers import GROUP_READERS


class PartnershipGroupQuerySet(models.QuerySet["PartnershipGroup"]):
    def visible_to(self, user):
        """Groups of the authorities where `user` may read who meets."""
        return self.filter(
            room_is_on(Room.PARTNERSHIP),
            authority__in=user.authorities_as(GROUP_READERS),
        )

    def in_use(self):
        return self.filter(closed_on__isnull=True)


class PartnershipGroup(models.Model):
    """A group that oversees or does the work together (toolkit section 1).

    The board decides on the plan; the delivery group runs it; champions carry it into
    their organisations.
    """

    class Kind(models.TextChoices):
        BOARD = "board", "Board"
        DELIVERY = "delivery", "Delivery group"
        CHAMPIONS = "champions", "Champions"
        OTHER = "other", "Other group"

    authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="partnership_groups"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=150)
    purpose = models.TextField(blank=True)
    reports_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reporting_groups"
    )
    closed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)

    objects = PartnershipGroupQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = "group"
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "name"],
                condition=Q(closed_on__isnull=True),
                name="partnership_group_one_of_its_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("governance:group", args=[self.pk])


class TermsOfReference(models.Model):
    """What the group agreed to be, when, and when it looks at that again."""

    group = models.ForeignKey(PartnershipGroup, models.CASCADE, related_name="terms")
    number = models.PositiveIntegerField(default=1)
    text = models.TextField(blank=True)
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+"
    )
    agreed_on = models.DateField()
    review_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-number"]
        verbose_name_plural = "terms of reference"
        constraints = [
            models.UniqueConstraint(
                fields=["group", "number"], name="terms_number_once_a_group"
            ),
            models.CheckConstraint(
                condition=Q(review_on__gt=F("agreed_on")),
                name="terms_are_reviewed_after_they_are_agreed",
            ),
        ]

    def __str__(self) -> str:
        return f"Terms of reference {self.number} of {self.group}"


class GroupMemberQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(group__in=PartnershipGroup.objects.visible_to(user))

    def current(self):
        today = clock.today()
        return self.filter(starts_on__lte=today).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=today)
        )

    def not_ended(self):
        """Seats of today and those still to begin."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=clock.today()))

    def overlapping(self, starts_on: date, ends_on: date | None):
        """Seats that share at least one day with the given time."""
        later = Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on)
        return self.filter(later, **({"starts_on__lte": ends_on} if ends_on else {}))

    def in_own_right(self):
        """Leaving out those who only stand in for another member."""
        return self.filter(deputy_for__isnull=True)


class GroupMember(models.Model):
    """Somebody's seat on a group, for an organisation, from one day to another."""

    class Seat(models.TextChoices):
        CHAIR = "chair", "Chair"
        DEPUTY_CHAIR = "deputy_chair", "Deputy chair"
        MEMBER = "member", "Member"
        SECRETARY = "secretary", "Minute-taker"

    group = models.ForeignKey(PartnershipGroup, models.CASCADE, related_name="members")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="group_seats"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    seat = models.CharField(max_length=20, choices=Seat, default=Seat.MEMBER)
    deputy_for = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="deputies"
    )
    starts_on = models.DateField(default=clock.today)
    ends_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = GroupMemberQuerySet.as_manager()

    class Meta:
        ordering = ["group", "person__name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="seat_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_seat_display().lower()}"
