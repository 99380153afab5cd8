from django.conf import settings
from django.db import models

from dueregard import clock

from .membership import Membership


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, user):
        people = Membership.objects.visible_to(user).values("person")
        return self.filter(person__in=people)

    def open(self):
        return self.filter(
            used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=clock.now()
        )


class Invitation(models.Model):
    """A link that lets a person set up their sign-in, once, until it expires.

    Only the SHA-256 of the link's secret is kept. Opening the link changes nothing;
    its form's POST uses it up.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitations"
    )
    token_sha256 = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]

    def __str__(self) -> str:
        return f"Invitation of {self.person}"

    @property
    def is_open(self) -> bool:
        """Whether the link would still work."""
        ended = self.used_at or self.withdrawn_at
        return not ended and self.expires_at > clock.now()
