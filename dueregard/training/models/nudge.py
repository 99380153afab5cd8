from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from dueregard import clock
from dueregard.accounts.models import Authority, Organisation
from dueregard.plans.wording import in_words

from ..reach import reach_of
from .course import Course
from .learner import Learner
from .requirement import RoleGroup


class NudgeQuerySet(models.QuerySet["Nudge"]):
    def visible_to(self, user):
        """Those that reached somebody whose name `user` may read."""
        reach = reach_of(user)
        mine = NudgedLearner.objects.filter(reach.condition("learner__"))
        whole = Q(authority__in=reach.whole)
        return self.filter(whole | Q(pk__in=mine.values("nudge")))


class Nudge(models.Model):
    """That people were told of training which they owe: when, by whom, which.

    `role_group`, `organisation` and `course` say of whom it was; empty is all of them.
    `states` are codes of `owed.State`. What became of each person stands in
    `NudgedLearner`.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="nudges")
    role_group = models.ForeignKey(
        RoleGroup, models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    course = models.ForeignKey(
        Course, models.PROTECT, null=True, blank=True, related_name="+"
    )
    states = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    objects = NudgeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["authority", "-at"], name="nudge_newest")]

    def __str__(self) -> str:
        return f"Nudge of {in_words(timezone.localdate(self.at))}"

    def get_absolute_url(self) -> str:
        return reverse("training:nudged", args=[self.pk])


class NudgedLearner(models.Model):
    """What a nudge meant for one person: written to, to be told by their
    organisation's lead, told lately, or not to be reached at all.

    `courses` are the ids of the courses that they owed then. `told_at` is when the lead
    said that they told them.
    """

    class Way(models.TextChoices):
        MAIL = "mail", "Sent a mail"
        LEAD = "lead", "Passed to the organisation’s lead"
        LATELY = "lately", "Left out: told in the last 14 days"
        NOBODY = "nobody", "Not told: no e-mail, and nobody to ask"

    nudge = models.ForeignKey(Nudge, models.CASCADE, related_name="people")
    learner = models.ForeignKey(Learner, models.PROTECT, related_name="nudged")
    way = models.CharField(max_length=10, choices=Way)
    courses = models.JSONField(default=list)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["nudge", "learner"], name="nudged_once_a_nudge"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner}: {self.get_way_display()}"
