from django.conf import settings
from django.db import models

from dueregard import clock


class StageLimit(models.Model):
    """How many working days an authority gives a stage, and where it has that from.

    National guidance sets few of these limits (domain §4.2): what is not set here
    stands at the value that the service came with, which says "confirm locally".
    """

    authority = models.ForeignKey(
        "accounts.Authority", models.PROTECT, related_name="stage_limits"
    )
    stage = models.CharField(max_length=20)
    working_days = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    set_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "stage"], name="stagelimit_once_each"
            ),
            models.CheckConstraint(
                condition=models.Q(working_days__gte=1), name="stagelimit_is_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage}: {self.working_days} working days"
