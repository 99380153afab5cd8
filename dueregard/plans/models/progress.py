from django.conf import settings
from django.db import models

from dueregard import clock
from dueregard.audit.guards import append_only

from .. import rag
from .action import Action


class ProgressUpdateQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(action__in=Action.objects.visible_to(user))

    def public(self):
        return self.standing().filter(is_public=True)

    def standing(self):
        """Updates that nobody took back."""
        return self.filter(withdrawal__isnull=True)


@append_only
class ProgressUpdate(models.Model):
    """What somebody said about an action, and when. Added, never changed.

    `told_by` names the post that gave the news when the co-ordinator typed it;
    `by_link` is the round's link by which it came, when nobody signed in.
    """

    action = models.ForeignKey(Action, models.PROTECT, related_name="updates")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    told_by = models.CharField(max_length=150, blank=True)
    told_on = models.DateField(null=True, blank=True)
    text = models.TextField()
    status = models.CharField(max_length=20, choices=Action.Status)
    evidence_text = models.TextField(blank=True)
    evidence_url = models.URLField(max_length=500, blank=True)
    is_public = models.BooleanField(default=False)
    by_link = models.ForeignKey(
        "plans.RoundLink",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="updates",
    )

    objects = ProgressUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["action", "-at"], name="update_by_action")]

    def __str__(self) -> str:
        return f"Update on {self.action}"


@append_only
class RagOverride(models.Model):
    """Somebody rated an action otherwise than the rule does, and said why.

    The newest row counts; a row without a rating goes back to the rule.
    """

    action = models.ForeignKey(Action, models.PROTECT, related_name="overrides")
    rating = models.CharField(max_length=20, blank=True, choices=rag.Rag)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_rating_display()} for {self.action}"
