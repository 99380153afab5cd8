"""What stays of concerns and advice calls when their words go, and when they go."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from dueregard.access.roles import Role
from dueregard.access.rooms import Room

CONCERN_DAYS = 30  # after the outcome (practice RF 3)
ADVICE_DAYS = 90  # after the call
MOST_CONCERN_DAYS = 90
MOST_ADVICE_DAYS = 365
COUNTERS = (Role.COORDINATOR, Role.CASE_OFFICER)


class TallyQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A safeguarding lead sees their own organisation's; the council's intake sees
        how often advice was given, and nothing of concerns (RF 3)."""
        council = user.authorities_as(COUNTERS, Room.REFERRALS)
        seen = Q(authority__in=council, what__in=Tally.ABOUT_ADVICE)
        for authority, organisation in _led_by(user):
            seen |= Q(authority=authority, organisation=organisation)
        return self.filter(seen)


def _led_by(user) -> list[tuple[int, int]]:
    """(authority, organisation) whose safeguarding lead `user` is today."""
    here = user.authorities_as([Role.SAFEGUARDING_LEAD], Room.REFERRALS)
    if not here:
        return []
    leads = user.current_memberships().filter(
        role=Role.SAFEGUARDING_LEAD, authority__in=here
    )
    return list(leads.order_by().values_list("authority_id", "organisation_id"))


class Tally(models.Model):
    """How often something happened in a quarter: a number, and nobody it was about.

    Counted when it happens, so that no row about a person is ever looked at for it.
    `organisation` is None for a call for advice from outside.
    """

    class What(models.TextChoices):
        NOTICED = "noticed", "Noticed"
        CHECKED = "checked", "Checked with somebody"
        REFERRED = "referred", "To be referred"
        OTHER_SUPPORT = "other_support", "Other support"
        NO_FURTHER = "no_further", "No further step"
        ADVICE_REFER = "advice_refer", "Told to refer"
        ADVICE_NOT_REFER = "advice_not_refer", "Told not to refer"
        ADVICE_OTHER = "advice_other", "Told to go to another service"

    ABOUT_ADVICE = (What.ADVICE_REFER, What.ADVICE_NOT_REFER, What.ADVICE_OTHER)

    authority = models.ForeignKey(
        "accounts.Authority", models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, related_name="+"
    )
    what = models.CharField(max_length=20, choices=What)
    quarter = models.DateField(help_text="The first day of the quarter.")
    number = models.PositiveIntegerField(default=0)

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "organisation", "what", "quarter"],
                name="tally_once_an_organisation",
            ),
            models.UniqueConstraint(
                fields=["authority", "what", "quarter"],
                condition=Q(organisation__isnull=True),
                name="tally_once_for_outside",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.number}"


class KeepingTime(models.Model):
    """How many days an authority keeps concerns and calls for advice: a local setting.

    No row means what we ship. A change counts for outcomes and calls after it.
    """

    authority = models.OneToOneField(
        "accounts.Authority",
        models.PROTECT,
        primary_key=True,
        related_name="keeping_time",
    )
    concern_days = models.PositiveSmallIntegerField(
        default=CONCERN_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_CONCERN_DAYS)],
    )
    advice_days = models.PositiveSmallIntegerField(
        default=ADVICE_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_ADVICE_DAYS)],
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(concern_days__gte=1, concern_days__lte=MOST_CONCERN_DAYS),
                name="keeping_time_of_concerns_is_short",
            ),
            models.CheckConstraint(
                condition=Q(advice_days__gte=1, advice_days__lte=MOST_ADVICE_DAYS),
                name="keeping_time_of_advice_is_short",
            ),
        ]

    def __str__(self) -> str:
        return f"Keeping time of {self.authority}"
