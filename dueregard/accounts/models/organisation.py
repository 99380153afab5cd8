from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from dueregard import clock

from .authority import Authority


class OrganisationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Organisations that work with an authority which `user` serves."""
        return self.filter(
            authorities__memberships__in=user.current_memberships()
        ).distinct()


class Organisation(models.Model):
    """A body that does Prevent work with one or more authorities.

    A parent (an academy trust, an NHS trust) may span authorities; each authority sees
    only the organisations that work with it (practice AC 6).
    """

    class Kind(models.TextChoices):
        COUNCIL = "council", "Council"
        PARISH = "parish", "Parish or town council"
        POLICE = "police", "Police"
        COUNTER_TERRORISM_POLICE = "ct_police", "Counter-terrorism policing"
        NHS_TRUST = "nhs_trust", "NHS trust"
        INTEGRATED_CARE_BOARD = "icb", "Integrated care board"
        PROBATION = "probation", "Probation"
        PRISON = "prison", "Prison or young offender institution"
        ACADEMY_TRUST = "academy_trust", "Academy trust"
        SCHOOL = "school", "School"
        FURTHER_EDUCATION = "further_education", "Further education college"
        HIGHER_EDUCATION = "higher_education", "University"
        FIRE = "fire", "Fire and rescue"
        YOUTH_JUSTICE = "youth_justice", "Youth justice service"
        HOUSING = "housing", "Housing provider"
        VOLUNTARY = "voluntary", "Voluntary organisation"
        FAITH = "faith", "Faith organisation"
        BUSINESS = "business", "Business"
        LEISURE = "leisure", "Leisure or venue"
        PROJECT_PROVIDER = "project_provider", "Project provider"
        HOME_OFFICE = "home_office", "Home Office"
        OTHER = "other", "Other"

    class Sector(models.TextChoices):
        LOCAL_GOVERNMENT = "local_government", "Local government"
        EDUCATION = "education", "Education"
        HEALTH = "health", "Health"
        CRIMINAL_JUSTICE = "criminal_justice", "Police, prisons and probation"
        VOLUNTARY = "voluntary", "Voluntary and community"
        BUSINESS = "business", "Business"
        OTHER = "other", "Other"

    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.OTHER)
    sector = models.CharField(max_length=20, choices=Sector, default=Sector.OTHER)
    is_specified_authority = models.BooleanField(
        default=False, help_text="Listed in Schedule 6 to the 2015 Act."
    )
    authorities = models.ManyToManyField(Authority, related_name="organisations")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    succeeded_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(successor__isnull=True, succeeded_on__isnull=True)
                | Q(successor__isnull=False, succeeded_on__isnull=False),
                name="organisation_successor_has_a_date",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("id")),
                name="organisation_is_not_its_own_successor",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:organisation", args=[self.pk])
