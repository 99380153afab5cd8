from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.models import Organisation
from dueregard.accounts.rooms import room_is_on

from ..ages import in_words
from ..readers import POST_READERS


class AreaQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Parts of the authorities where `user` may read who does what."""
        return self.filter(
            room_is_on(Room.PARTNERSHIP),
            authority__in=user.authorities_as(POST_READERS),
        )


class Area(models.Model):
    """A part of an authority that services are counted by: a district, town or ward."""

    authority = models.ForeignKey(
        "accounts.Authority", models.PROTECT, related_name="areas"
    )
    name = models.CharField(max_length=100)

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "name"], name="area_once_an_authority"
            ),
        ]

    def __str__(self) -> str:
        return self.name


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

    def approved(self):
        """Those that may be asked: offered, and approved by somebody."""
        return self.in_use().filter(approved_on__isnull=False)

    def giving(self, support: str):
        given = ServiceSupport.objects.filter(support=support)
        return self.filter(pk__in=given.values("service"))

    def for_ages(self, first: int, last: int):
        """Those that take somebody between `first` and `last`, these included."""
        open_ended = Q(age_to__isnull=True)
        return self.filter(open_ended | Q(age_to__gte=first), age_from__lte=last)

    def within(self, area: Area):
        """Those for `area`, and those for everybody in the authority."""
        return self.filter(Q(areas=area) | Q(areas__isnull=True)).distinct()

    def with_offer(self):
        """With what lists show of each, in a fixed number of statements."""
        return self.select_related("organisation").prefetch_related("supports", "areas")


class Service(models.Model):
    """Support that somebody in the area offers, to whom, and how soon.

    A directory, so that everybody who is turned away from Prevent can be passed to
    somebody who helps (domain §4.1, 6; §4.6). Without `areas` it is for the whole
    authority; without `age_to` it has no upper age. `capacity` is how many people it
    can take on now, and `waiting_weeks` how long the next one waits: what the provider
    said on `asked_on`. Approved means that somebody answers for the co-ordinator's
    list: only then may it be asked from a referral.
    """

    authority = models.ForeignKey(
        "accounts.Authority", models.PROTECT, related_name="services"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="services"
    )
    name = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    areas = models.ManyToManyField(Area, related_name="services", blank=True)
    age_from = models.PositiveSmallIntegerField(default=0)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    waiting_weeks = models.PositiveSmallIntegerField(null=True, blank=True)
    asked_on = models.DateField(null=True, blank=True)
    contact = models.TextField(blank=True)
    approved_on = models.DateField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    closed_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "organisation", "name"],
                condition=Q(closed_on__isnull=True),
                name="service_one_of_its_name_in_use",
            ),
            models.CheckConstraint(
                condition=Q(age_to__isnull=True) | Q(age_to__gte=F("age_from")),
                name="service_ages_in_order",
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True, waiting_weeks__isnull=True)
                | Q(asked_on__isnull=False),
                name="service_capacity_has_a_date",
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

    @property
    def is_approved(self) -> bool:
        return self.approved_on is not None and self.closed_on is None

    @property
    def is_third_sector(self) -> bool:
        """Whether a voluntary or community body gives it."""
        return self.organisation.sector == Organisation.Sector.VOLUNTARY

    @property
    def ages_in_words(self) -> str:
        return in_words(self.age_from, self.age_to)

    @property
    def areas_in_words(self) -> str:
        return ", ".join(str(area) for area in self.areas.all()) or "Everywhere"

    @property
    def supports_in_words(self) -> str:
        return "; ".join(str(support) for support in self.supports.all())

    @property
    def waiting_in_words(self) -> str:
        """How long the next person waits, or that nobody said."""
        weeks = self.waiting_weeks
        if weeks is None:
            return "Not known"
        return "No wait" if weeks == 0 else f"{weeks} week{'' if weeks == 1 else 's'}"


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
        IDEOLOGICAL = "ideological", "Ideological or theological mentoring"
        FAITH = "faith", "Faith guidance"
        MENTORING = "mentoring", "Life mentoring"
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
