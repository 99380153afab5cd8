from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.rooms import room_is_on

from ..readers import POST_READERS


class ServiceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Services of the authorities where `user` may read who does what."""
        return self.filter(
            room_is_on(Room.PARTNERSHIP),
            authority__in=user.authorities_as(POST_READERS),
        )

    def in_use(self):
        """Services that are still offered."""
        return self.filter(closed_on__isnull=True)


class Service(models.Model):
    """Support that somebody in the area offers, to whom, and how soon.

    A directory, so that everybody who is turned away from Prevent can be passed to
    somebody who helps (domain §4.1, 6; §4.6). `waiting_weeks` is what the provider said
    last, on `asked_on`.
    """

    authority = models.ForeignKey(
        "accounts.Authority", models.PROTECT, related_name="services"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="services"
    )
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    area = models.CharField(max_length=200, blank=True)
    age_from = models.PositiveSmallIntegerField(default=0)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    waiting_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    asked_on = models.DateField(null=True, blank=True)
    contact = models.TextField(blank=True)
    approved_on = models.DateField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    closed_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(age_to__isnull=True) | Q(age_to__gte=F("age_from")),
                name="service_ages_in_order",
            ),
            models.CheckConstraint(
                condition=Q(approved_on__isnull=True, approved_by__isnull=True)
                | Q(approved_on__isnull=False, approved_by__isnull=False),
                name="service_approved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partners:service", args=[self.pk])


class ServiceSupport(models.Model):
    """One kind of support that a service gives."""

    class Support(models.TextChoices):
        """What a service may give (domain §4.6)."""

        MENTAL_HEALTH = "mental_health", "Mental health and counselling"
        CHILDREN = "children", "Children's social care"
        ADULTS = "adults", "Adult social care"
        EARLY_HELP = "early_help", "Early Help or a locality panel"
        EDUCATION = "education", "Education"
        EMPLOYMENT = "employment", "Careers and work"
        HOUSING = "housing", "Housing"
        SUBSTANCES = "substances", "Drugs and alcohol"
        FAMILY = "family", "Family and parenting"
        ONLINE_SAFETY = "online_safety", "Online safety for parents"
        MENTORING = "mentoring", "Mentoring"
        ACTIVITIES = "activities", "Sport and activities"
        OTHER = "other", "Other support"

    service = models.ForeignKey(Service, models.CASCADE, related_name="supports")
    support = models.CharField(max_length=20, choices=Support)

    class Meta:
        ordering = ["support"]
        constraints = [
            models.UniqueConstraint(
                fields=["service", "support"], name="service_support_once"
            ),
        ]

    def __str__(self) -> str:
        return self.get_support_display()
