from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Cast
from django.urls import reverse

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority

from ..readers import COUNT_READERS


class Audience(models.TextChoices):
    """Whom a course is for, and what somebody in the register is (practice TR 1)."""

    STAFF = "staff", "Staff"
    MEMBER = "member", "Elected members"
    GOVERNOR = "governor", "Governors"
    VOLUNTEER = "volunteer", "Volunteers"
    FOSTER_CARER = "foster_carer", "Foster carers"
    CONTRACTOR = "contractor", "Contractors"
    VENUE = "venue", "Venue staff"
    SHOP = "shop", "Shop, stall and security staff"
    OUT_OF_SCHOOL = "out_of_school", "Leaders of out-of-school settings"
    PANEL = "panel", "Channel panel members"
    PARENT = "parent", "Parents and carers"
    PUPIL = "pupil", "Pupils and students"


class Mode(models.TextChoices):
    """How a course is given, or how somebody did it."""

    E_LEARNING = "e_learning", "E-learning"
    FACILITATED = "facilitated", "With a facilitator, in person"
    ONLINE = "online", "With a facilitator, online"
    BRIEFING = "briefing", "Briefing"
    INDUCTION = "induction", "Induction"
    OTHER = "other", "Another way"


class CourseQuerySet(models.QuerySet["Course"]):
    def visible_to(self, user):
        """The catalogues of the authorities where `user` reads about training."""
        here = user.authorities_as(COUNT_READERS, Room.TRAINING)
        return self.filter(authority__in=here)

    def offered(self):
        """Those that are not retired by today."""
        return self.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=clock.today()))

    def retired(self):
        return self.filter(retired_on__lte=clock.today())

    def for_audience(self, audience: str):
        """Those meant for `audience`; SQLite cannot look into a list by itself."""
        listed = self.annotate(_audiences=Cast("audiences", models.TextField()))
        return listed.filter(_audiences__contains=f'"{audience}"')

    def with_word(self, word: str):
        return self.filter(Q(title__icontains=word) | Q(code__icontains=word))


class Course(models.Model):
    """Something that people do to know what they must (domain reference 7.1).

    A completion of it may count for other courses (`CourseEquivalence`), and may be
    refused until another was done (`CoursePrerequisite`). It is retired from a day,
    never deleted: what was completed stays completed.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="courses")
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    provider = models.CharField(max_length=150, blank=True)
    mode = models.CharField(max_length=20, choices=Mode, default=Mode.E_LEARNING)
    length_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    url = models.URLField(max_length=500, blank=True)
    description = models.TextField(blank=True)
    audiences = models.JSONField(default=list, blank=True)
    is_accreditation = models.BooleanField(
        default=False, help_text="Whoever holds it may facilitate a workshop."
    )
    retired_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    objects = CourseQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "code"], name="course_one_of_its_code"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("training:course", args=[self.pk])

    @property
    def is_retired(self) -> bool:
        return self.retired_on is not None and self.retired_on <= clock.today()


class CourseEdition(models.Model):
    """A version of a course, from the day it came out; `reflects` names the case
    reviews and attacks that its content takes up (seed 002)."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="editions")
    label = models.CharField(max_length=60)
    released_on = models.DateField()
    reflects = models.TextField(blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["-released_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "released_on"], name="course_edition_one_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course}, {self.label}"


class CoursePrerequisite(models.Model):
    """`course` is refused until one of those that it needs was done, on or before its
    day (seed 002: the referral course is for those who did awareness or WRAP)."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="prerequisites")
    needs = models.ForeignKey(Course, models.PROTECT, related_name="leads_to")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "needs"], name="course_needs_another_once"
            ),
            models.CheckConstraint(
                condition=~Q(course=F("needs")), name="course_does_not_need_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} needs {self.needs}"


class CourseEquivalence(models.Model):
    """A completion of `course` counts as one of `satisfies`, and not the other way
    round: WRAP satisfies awareness; awareness e-learning does not satisfy WRAP."""

    course = models.ForeignKey(Course, models.CASCADE, related_name="satisfies_rows")
    satisfies = models.ForeignKey(
        Course, models.PROTECT, related_name="satisfied_by_rows"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["course", "satisfies"], name="course_satisfies_another_once"
            ),
            models.CheckConstraint(
                condition=~Q(course=F("satisfies")),
                name="course_does_not_satisfy_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course} satisfies {self.satisfies}"
