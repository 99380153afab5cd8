from django.conf import settings
from django.db import models

from dueregard import clock


class HeldPostQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What `user` themselves typed, while it is kept."""
        return self.filter(person=user, expires_at__gt=clock.now())


class HeldPost(models.Model):
    """What somebody typed into a form when their session had run out (practice AC 3).

    The answers are sealed; the browser that sent them holds the token, of which only
    the SHA-256 is kept. They are given back to the same person alone, after sign-in.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="held_posts"
    )
    token_sha256 = models.CharField(max_length=64, unique=True)
    path = models.CharField(max_length=2000)
    sealed = models.TextField()
    left_out_files = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()

    objects = HeldPostQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Answers of {self.person}"
