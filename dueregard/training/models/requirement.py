from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority

from ..readers import COUNT_READERS
from .course import Course


class RoleGroupQuerySet(models.QuerySet["RoleGroup"]):
    def visible_to(self, user):
        here = user.authorities_as(COUNT_READERS, Room.TRAINING)
        return self.filter(authority__in=here)

    def in_use(self):
        return self.filter(closed_on__isnull=True)

    def counted_on_another_day(self, day):
        """Those of which the places were judged under other rules than those of `day`:
        a rule began or ended in between."""
        return self.filter(
            _passed("begins_on", "counted_on", day)
            | _passed("closed_on", "counted_on", day)
            | Exists(
                Requirement.objects.filter(role_group=OuterRef("pk")).filter(
                    _passed("starts_on", "role_group__counted_on", day)
                    | _ended("ends_on", "role_group__counted_on", day)
                )
            )
        )


def _passed(turns_on: str, counted_on: str, day) -> Q:
    """Whether `turns_on` had come on one of the two days and not on the other."""
    come, then = {f"{turns_on}__lte": day}, {f"{turns_on}__lte": F(counted_on)}
    still, before = {f"{turns_on}__gt": day}, {f"{turns_on}__gt": F(counted_on)}
    return Q(**come, **before) | Q(**still, **then)


def _ended(ends_on: str, counted_on: str, day) -> Q:
    """The same for a last day, which is over the day after."""
    over, then = {f"{ends_on}__lt": day}, {f"{ends_on}__gte": F(counted_on)}
    still, before = {f"{ends_on}__gte": day}, {f"{ends_on}__lt": F(counted_on)}
    return Q(**over, **then) | Q(**still, **before)


class RoleGroup(models.Model):
    """People who must know the same things: front line, designated leads, governors.

    `begins_on` is when its rules begin to be counted, for a roll-out by role list in
    steps (practice TR 1); None is from the start.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="role_groups")
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=150)
    description = models.TextField(blank=True)
    begins_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    counted_on = models.DateField(
        default=clock.today, help_text="The day for which its people were all judged."
    )
    created_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    objects = RoleGroupQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "code"], name="role_group_one_of_its_code"
            ),
            models.UniqueConstraint(
                fields=["authority", "name"], name="role_group_one_of_its_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("training:role_group", args=[self.pk])


class RequirementQuerySet(models.QuerySet["Requirement"]):
    def visible_to(self, user):
        return self.filter(role_group__in=RoleGroup.objects.visible_to(user))

    def in_force(self, day=None):
        """Those that hold on `day`, by default today."""
        day = day or clock.today()
        return self.filter(starts_on__lte=day).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day)
        )

    def counting_what_was_done_before(self, day):
        """Those for which something done before `day` may count."""
        return self.filter(Q(counts_from__isnull=True) | Q(counts_from__lt=day))


class Requirement(models.Model):
    """What a role group must have done, and how often again (domain reference 7.2).

    `within_days` is the grace of starters: so many days after joining they are counted
    apart. `every_months` is how long a completion lasts, to the end of a shorter month;
    None is for good. `counts_from` leaves out what was done before a day: the start of
    a term of office, or of an edition that everybody must see.
    """

    class Window(models.TextChoices):
        BEFORE_START = "before_start", "Before they start"
        INDUCTION = "induction", "At induction"
        BEFORE_PANEL = "before_panel", "Before their first panel"
        REGULARLY = "regularly", "Every so many months"
        EACH_TERM = "each_term", "Each term of office"

    AHEAD = (Window.BEFORE_START, Window.BEFORE_PANEL)
    """Windows that close before the day on which somebody begins."""

    role_group = models.ForeignKey(
        RoleGroup, models.CASCADE, related_name="requirements"
    )
    course = models.ForeignKey(Course, models.PROTECT, related_name="requirements")
    window = models.CharField(max_length=20, choices=Window)
    within_days = models.PositiveSmallIntegerField(default=0)
    every_months = models.PositiveSmallIntegerField(null=True, blank=True)
    counts_from = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)
    confirm_locally = models.BooleanField(default=False)
    starts_on = models.DateField(default=clock.today)
    ends_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        ordering = ["role_group", "course__title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(ends_on__gte=models.F("starts_on")),
                name="requirement_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=~Q(window="regularly") | Q(every_months__gt=0),
                name="requirement_says_how_often",
            ),
            models.UniqueConstraint(
                fields=["role_group", "course"],
                condition=Q(ends_on__isnull=True),
                name="requirement_one_open_a_course",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role_group}: {self.course}"

    def get_absolute_url(self) -> str:
        return self.role_group.get_absolute_url()

    @property
    def is_to_come(self) -> bool:
        return self.starts_on > clock.today()

    @property
    def lacks_its_term(self) -> bool:
        """Whether nobody said when the term of office began: whatever was ever done
        counts until somebody does."""
        return self.window == self.Window.EACH_TERM and self.counts_from is None

    @property
    def is_over(self) -> bool:
        return self.ends_on is not None and self.ends_on < clock.today()
