from django.db import models

from dueregard.access.roles import Role

from . import alarms


class AlarmQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Alarms are of the whole service: whoever administers an authority of it."""
        return self.all() if user.authorities_as([Role.ADMINISTRATOR]) else self.none()

    def on(self):
        """What needs a look now, the latest first."""
        return self.filter(ended_at__isnull=True).order_by("-began_at", "code")


class Alarm(models.Model):
    """Something that the administrators must look at: when it began, was last seen and
    ended. One row for each kind, used again each time; the audit keeps them all.

    `number` is what was measured last, as its kind says; it names nobody.
    """

    code = models.CharField(primary_key=True, max_length=40)
    number = models.PositiveIntegerField()
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True)
                | models.Q(ended_at__gte=models.F("began_at")),
                name="alarm_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def kind(self) -> alarms.Kind:
        """What it means, in words; one that this release does not know, by its code."""
        return alarms.find(self.code)
