from django.db import models

from .action import Action


class Milestone(models.Model):
    """A dated step within an action, as the plan words it."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="milestones")
    text = models.CharField(max_length=300, blank=True)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text or f"{self.due_on}"
