from django.conf import settings
from django.db import models

from dueregard import clock


class MailPreference(models.Model):
    """How somebody hears of what they owe: one digest a week, unless they choose."""

    class Rhythm(models.TextChoices):
        AT_ONCE = "at_once", "As it comes"
        DAILY = "daily", "Once a day"
        WEEKLY = "weekly", "Once a week"

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_preference"
    )
    rhythm = models.CharField(max_length=10, choices=Rhythm, default=Rhythm.WEEKLY)
    weekday = models.PositiveSmallIntegerField(default=0, help_text="Monday is 0.")
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.person}: {self.get_rhythm_display().lower()}"


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def visible_to(self, user):
        """One's own alone."""
        return self.filter(person=user)

    def live(self):
        """Those that still answer: not taken back, of people who take part."""
        return self.filter(revoked_at__isnull=True, person__is_active=True)


class CalendarFeed(models.Model):
    """A private address from which a person's calendar reads their dates.

    Whoever holds the address reads the dates, so it can be taken back. Only the
    SHA-256 of its token is kept.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds"
    )
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(revoked_at__isnull=True),
                name="calendar_feed_one_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"Calendar of {self.person}"
