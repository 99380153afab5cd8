from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from dueregard import clock
from dueregard.vault.fields import SealedJSONField
from dueregard.vault.models import SealedModel


class DraftQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "DraftQuerySet":
        """Their own, and nobody else's."""
        return self.filter(owner=user.pk) if user.pk else self.none()

    def of(self, owner: Any, form: str, subject: str = "") -> "DraftQuerySet":
        """What `owner` (a person, or the hash of a session) typed into one form."""
        mine = (
            {"session_hash": owner} if isinstance(owner, str) else {"owner": owner.pk}
        )
        rows = self.filter(form=form, subject=subject, **mine)
        return rows.select_related("data_key")

    def latest_first(self) -> "DraftQuerySet":
        """The newest first; what arrived late never comes before what was newer."""
        return self.order_by("is_late", "-saved_at", "-number")


class Draft(SealedModel):
    """What one open page (`tab`) holds that is not sent (security P5).

    `number` counts up in the page with each save. A save that overtook another on the
    way leaves the newer one as it is and is kept beside it (`is_late`). Each draft has
    a data key of its own, destroyed when the form is sent or the draft has expired.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    session_hash = models.CharField(max_length=64, blank=True)
    form = models.CharField(max_length=40)
    subject = models.CharField(max_length=64, blank=True)
    tab = models.CharField(max_length=40)
    number = models.PositiveIntegerField(default=0)
    is_late = models.BooleanField(default=False)
    content = SealedJSONField()
    saved_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(db_index=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=True) & ~Q(session_hash="")
                | Q(owner__isnull=False, session_hash=""),
                name="draft_has_one_owner",
            ),
            models.UniqueConstraint(
                fields=["authority", "owner", "form", "subject", "tab"],
                condition=Q(is_late=False, owner__isnull=False),
                name="draft_one_per_tab_of_person",
            ),
            models.UniqueConstraint(
                fields=["authority", "session_hash", "form", "subject", "tab"],
                condition=Q(is_late=False, owner__isnull=True),
                name="draft_one_per_tab_of_session",
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "session_hash", "form", "subject"],
                name="draft_of_owner",
            )
        ]

    def __str__(self) -> str:
        return "Draft"
