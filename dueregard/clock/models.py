from django.db import models


class Offset(models.Model):
    """How far the rehearsal's clock stands from the true one. At most one row."""

    seconds = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="clock_one_offset"),
        ]

    def __str__(self) -> str:
        return f"{self.seconds} seconds"
