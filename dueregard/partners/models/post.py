from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.rooms import room_is_on

from ..readers import POST_READERS
from .holding import PostHolding


class PostQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Posts of the authorities where `user` may read who does what."""
        return self.filter(
            room_is_on(Room.PARTNERSHIP),
            authority__in=user.authorities_as(POST_READERS),
        )

    def in_use(self):
        """Posts that have not been closed."""
        return self.filter(closed_on__isnull=True)

    def vacant(self):
        """Posts in use that nobody holds today."""
        return self.in_use().filter(~self._somebody_today())

    def held(self):
        """Posts in use that somebody holds today."""
        return self.in_use().filter(self._somebody_today())

    def held_today_by(self, person):
        """Posts in use that `person` holds today, with their organisations."""
        holdings = PostHolding.objects.current().filter(person=person)
        posts = self.in_use().filter(pk__in=holdings.values("post"))
        return posts.select_related("organisation")

    @staticmethod
    def _somebody_today() -> Exists:
        return Exists(PostHolding.objects.current().filter(post=OuterRef("pk")))

    def with_holders(self):
        """Bring today's holders along, as `holdings_today`, and the organisation."""
        return self.select_related("organisation", "authority").prefetch_related(
            Prefetch(
                "holdings",
                PostHolding.objects.current().select_related("person"),
                to_attr="holdings_today",
            )
        )


class Post(models.Model):
    """A job that a partner organisation gives somebody, such as Prevent co-ordinator.

    Plans name posts, not people, so that work passes on when its holder leaves. A lead
    post answers for its organisation when a plan says "All partners"; a service owner
    answers when it says "All service-owners".
    """

    authority = models.ForeignKey(
        "accounts.Authority", models.PROTECT, related_name="posts"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="posts"
    )
    title = models.CharField(max_length=120)
    is_lead = models.BooleanField(default=False)
    is_service_owner = models.BooleanField(default=False)
    allows_job_share = models.BooleanField(default=False)
    closed_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__name", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "organisation", "title"],
                condition=Q(closed_on__isnull=True),
                name="post_one_of_its_title_in_use",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("partners:post", args=[self.pk])

    def current_holdings(self) -> list[PostHolding]:
        """Who holds the post today; without a query after `with_holders`."""
        if "holdings_today" in self.__dict__:
            return self.__dict__["holdings_today"]
        return list(self.holdings.current().select_related("person"))

    def is_vacant(self) -> bool:
        """Whether the post is in use and nobody holds it today."""
        return self.closed_on is None and not self.current_holdings()


class PostNameQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(post__in=Post.objects.visible_to(user))


class PostName(models.Model):
    """Another title of a post: a former one, or the one that a plan prints."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="other_names")
    name = models.CharField(max_length=120)

    objects = PostNameQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "name"], name="post_name_once_a_post"
            ),
        ]

    def __str__(self) -> str:
        return self.name
