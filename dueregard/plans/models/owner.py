from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q

from dueregard.access.roles import Role
from dueregard.accounts.models import Organisation
from dueregard.partners.everyone import Everyone
from dueregard.partners.models import Post
from dueregard.partners.reach import answers_for


class ActionOwnerQuerySet(models.QuerySet):
    def of(self, user):
        """Owner rows that mean `user` today.

        They hold the post; or the words name their organisation, and they are an
        action owner for it; or the words mean everyone of a kind, and they hold a post
        that answers for such an organisation.
        """
        held = Post.objects.held_today_by(user)
        owner_for = user.current_memberships().filter(
            role=Role.ACTION_OWNER, authority=OuterRef("action__plan__authority")
        )
        means: Any = Q(post__in=[post.pk for post in held]) | Exists(
            owner_for.filter(organisation=OuterRef("organisation"))
        )
        for post in held:
            means |= Q(
                everyone__in=answers_for(post),
                action__plan__authority=post.authority_id,
            )
        return self.filter(means)

    def unsettled(self):
        """Words that nobody has said yet whom they mean."""
        return self.filter(
            post__isnull=True,
            organisation__isnull=True,
            everyone="",
            stays_as_text=False,
        )


class ActionOwner(models.Model):
    """One owner of an action: the words of the plan, and who is meant by them.

    Words that mean several things have a row for each. Words that are not settled yet
    keep all links empty: a list to work through (partners), not an error.
    """

    action = models.ForeignKey("plans.Action", models.CASCADE, related_name="owners")
    text = models.TextField()
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="owned_actions"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    everyone = models.CharField(max_length=30, blank=True, choices=Everyone)
    stays_as_text = models.BooleanField(
        default=False, help_text="Somebody decided that these words name no owner."
    )
    is_lead = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)

    objects = ActionOwnerQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(
            self.post or self.organisation or self.get_everyone_display() or self.text
        )

    @property
    def is_settled(self) -> bool:
        return bool(
            self.post_id or self.organisation_id or self.everyone or self.stays_as_text
        )
