from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from dueregard import clock
from dueregard.accounts.models import Authority, Organisation

from ..reach import served_whole, told_in_reach


class SurveyQuerySet(models.QuerySet["Survey"]):
    def visible_to(self, user):
        """Those that asked an organisation whose answers `user` may read."""
        asked = SurveyAnswer.objects.visible_to(user).order_by().values("survey")
        return self.filter(Q(authority__in=served_whole(user)) | Q(pk__in=asked))


class Survey(models.Model):
    """A question to many organisations: is training available, when was the last
    (schools and governors, seed 004), or what is needed (voluntary sector, seed 001
    action 17).

    `summary` is what was learnt, written when it is closed.
    """

    class Kind(models.TextChoices):
        AVAILABILITY = "availability", "Is training available"
        NEEDS = "needs", "What training is needed"

    authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="training_surveys"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    title = models.CharField(max_length=200)
    message = models.TextField(blank=True)
    due_on = models.DateField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    summary = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="survey_closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("training:survey", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class SurveyAnswerQuerySet(models.QuerySet["SurveyAnswer"]):
    def visible_to(self, user):
        return self.filter(told_in_reach(user, "survey__authority"))

    def waiting(self):
        """Organisations that were asked and have not answered."""
        return self.filter(answered_at__isnull=True)


class SurveyAnswer(models.Model):
    """One organisation's turn in a survey: asked, chased, answered.

    Whoever holds the link answers, and may change it until the survey is closed; only
    the SHA-256 of its token is kept. `answers` holds what was said, by question;
    `entered_by` is set where it was told to us and entered by hand.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="answers")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    email = models.EmailField(blank=True)
    token_sha256 = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    times_chased = models.PositiveSmallIntegerField(default=0)
    last_chased_on = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    answers = models.JSONField(default=dict, blank=True)

    objects = SurveyAnswerQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__name", "pk"]
        indexes = [models.Index(fields=["token_sha256"], name="survey_answer_by_token")]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "organisation"], name="survey_asks_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.survey}"
