from django.conf import settings
from django.db import models
from django.db.models import Q

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.rooms import room_is_on

from ..everyone import Everyone
from ..names import LONGEST_KEY
from ..readers import OWNER_NAME_READERS


class OwnerNameQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(
            room_is_on(Room.PARTNERSHIP),
            authority__in=user.authorities_as(OWNER_NAME_READERS),
        )


class OwnerName(models.Model):
    """What somebody decided that an owner's words mean, for next time.

    `key` is the normalised words, `text` the words as they stood when decided. A
    decision without targets says that the words name no owner and stay as text.
    """

    authority = models.ForeignKey(
        "accounts.Authority", models.PROTECT, related_name="owner_names"
    )
    key = models.CharField(max_length=LONGEST_KEY)
    text = models.TextField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(default=clock.now)

    objects = OwnerNameQuerySet.as_manager()

    class Meta:
        ordering = ["text", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "key"], name="owner_name_decided_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class OwnerTargetQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(owner_name__in=OwnerName.objects.visible_to(user))


class OwnerTarget(models.Model):
    """One thing that an owner name was decided to mean: exactly one of the three."""

    owner_name = models.ForeignKey(OwnerName, models.CASCADE, related_name="targets")
    post = models.ForeignKey(
        "partners.Post", models.PROTECT, null=True, related_name="owner_targets"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        related_name="owner_targets",
    )
    everyone = models.CharField(max_length=30, blank=True, choices=Everyone)

    objects = OwnerTargetQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=False, organisation__isnull=True, everyone="")
                | Q(post__isnull=True, organisation__isnull=False, everyone="")
                | (Q(post__isnull=True, organisation__isnull=True) & ~Q(everyone="")),
                name="owner_target_is_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.post or self.organisation or self.get_everyone_display())
