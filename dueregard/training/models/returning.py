from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse

from dueregard import clock
from dueregard.accounts.models import Authority, Organisation

from ..reach import told_in_reach
from .requirement import RoleGroup


class HeadcountQuerySet(models.QuerySet["Headcount"]):
    def visible_to(self, user):
        return self.filter(told_in_reach(user))

    def current(self):
        """The newest of each organisation and role group that was not replaced."""
        return self.filter(replaced_by__isnull=True)

    def with_last_check(self):
        """With the newest check of any headcount of the same organisation and role
        group (`checked_on`, `checked_asked`, `checked_shown`), and since when there
        are headcounts of them (`declared_since`)."""
        same = {
            "authority": OuterRef("authority"),
            "organisation": OuterRef("organisation"),
            "role_group": OuterRef("role_group"),
        }
        checks = SampledCheck.objects.filter(
            **{f"headcount__{name}": value for name, value in same.items()}
        ).order_by("-checked_on", "-pk")
        first = Headcount.objects.filter(**same).order_by("as_of", "pk")
        return self.annotate(
            checked_on=Subquery(checks.values("checked_on")[:1]),
            checked_asked=Subquery(checks.values("asked")[:1]),
            checked_shown=Subquery(checks.values("shown")[:1]),
            declared_since=Subquery(first.values("as_of")[:1]),
        )


class Headcount(models.Model):
    """What a partner declares without names: how many people, how many in date.

    It is counted apart and never mixed into coverage by person. A newer one of the
    same organisation and role group replaces it; both are kept.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="headcounts")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="headcounts"
    )
    role_group = models.ForeignKey(RoleGroup, models.PROTECT, related_name="headcounts")
    as_of = models.DateField()
    people = models.PositiveIntegerField()
    in_date = models.PositiveIntegerField()
    declared_by = models.CharField(
        max_length=150, help_text="The post or role that declares it, not a name."
    )
    note = models.TextField(blank=True)
    replaced_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaces"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = HeadcountQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__name", "role_group__name", "-as_of", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(in_date__lte=F("people")),
                name="headcount_in_date_are_people",
            ),
            models.UniqueConstraint(
                fields=["authority", "organisation", "role_group"],
                condition=Q(replaced_by__isnull=True),
                name="headcount_one_current",
            ),
        ]

    def __str__(self) -> str:
        return (
            f"{self.organisation}, {self.role_group}: {self.in_date} of {self.people}"
        )

    def get_absolute_url(self) -> str:
        return reverse("training:headcount", args=[self.pk])


class SampledCheck(models.Model):
    """A look at certificates behind a declared headcount: how many were asked for, and
    how many were shown."""

    headcount = models.ForeignKey(Headcount, models.CASCADE, related_name="checks")
    checked_on = models.DateField()
    asked = models.PositiveSmallIntegerField()
    shown = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-checked_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(shown__lte=F("asked"), asked__gt=0),
                name="sampled_check_shows_what_was_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shown} of {self.asked} shown"


class OrganisationReturnQuerySet(models.QuerySet["OrganisationReturn"]):
    def visible_to(self, user):
        return self.filter(told_in_reach(user))


class OrganisationReturn(models.Model):
    """That an organisation told us about its training on a day, and how.

    Where there is none in the last year, nobody can say that its people were never
    trained: they count as unknown.
    """

    TASK_KIND = "training-return"

    class Kind(models.TextChoices):
        PEOPLE = "people", "Records of people"
        HEADCOUNT = "headcount", "Headcounts"
        NOTHING = "nothing", "Said that there is nothing to tell"

    authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="training_returns"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="training_returns"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    received_on = models.DateField(default=clock.today)
    upload = models.ForeignKey(
        "exchange.Upload", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = OrganisationReturnQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-pk"]
        indexes = [
            models.Index(
                fields=["authority", "organisation", "-received_on"],
                name="training_return_newest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.received_on}"
