from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.models import Membership
from dueregard.accounts.rooms import room_is_on

from ..readers import POST_READERS


class PostHoldingQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(
            room_is_on(Room.PARTNERSHIP, "post__authority"),
            post__authority__in=user.authorities_as(POST_READERS),
        )

    def current(self):
        """Holdings that have begun and not ended by today's date."""
        today = clock.today()
        return self.filter(starts_on__lte=today).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=today)
        )

    def not_ended(self):
        """Current holdings and those still to begin."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=clock.today()))

    def overlapping(self, starts_on: date, ends_on: date | None):
        """Holdings that share at least one day with the given time."""
        later = Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on)
        return self.filter(later, **({"starts_on__lte": ends_on} if ends_on else {}))

    def of_leavers(self):
        """Holdings not ended, of people whose every role at the authority has ended.

        Somebody who never had a role there may own actions without signing in, and is
        no leaver.
        """
        roles = Membership.objects.filter(
            person=OuterRef("person"), authority=OuterRef("post__authority")
        )
        kept = roles.filter(ends_on__gte=clock.today(), ended_at__isnull=True)
        return self.not_ended().filter(Exists(roles), ~Exists(kept))


class PostHolding(models.Model):
    """A person in a post from one day to another, both included.

    Holdings of one post do not overlap unless it allows a job share; the service that
    appoints locks the post and sees to it.
    """

    post = models.ForeignKey("partners.Post", models.PROTECT, related_name="holdings")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="post_holdings"
    )
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = PostHoldingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        indexes = [
            models.Index(
                fields=["post", "ends_on", "starts_on"], name="holding_by_post"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="holding_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.post}"

    def is_current(self) -> bool:
        today = clock.today()
        return self.starts_on <= today and (not self.ends_on or today <= self.ends_on)

    def is_to_come(self) -> bool:
        return self.starts_on > clock.today()
