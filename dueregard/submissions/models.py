from django.db import models

from dueregard import clock


class Submission(models.Model):
    """A form that was sent and acted on, so that sending it again does nothing.

    Written in the transaction of the act itself: there is a row if and only if the act
    was done. `content_hash` tells a repeat from another form under the same key.
    """

    owner = models.CharField(max_length=80)
    key = models.CharField(max_length=64)
    content_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    location = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "key"], name="submission_acted_on_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} of {self.owner}"
