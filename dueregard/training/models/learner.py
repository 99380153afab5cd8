from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from dueregard import clock
from dueregard.accounts.models import Authority, Organisation

from ..coverage.states import TAG_COLOURS, Census, State, StateOn
from ..reach import reach_of
from .course import Audience
from .requirement import RoleGroup


class LearnerQuerySet(models.QuerySet["Learner"]):
    def visible_to(self, user):
        """People of the register whose names `user` may read (`reach`)."""
        return self.filter(reach_of(user).condition())

    def kept(self):
        """Leaving out records that were merged into another."""
        return self.filter(merged_into__isnull=True)

    def serving(self, day=None):
        """Joined and not left by `day`, by default today."""
        day = day or clock.today()
        return (
            self.kept()
            .filter(Q(joined_on__isnull=True) | Q(joined_on__lte=day))
            .filter(Q(left_on__isnull=True) | Q(left_on__gt=day))
        )


class Learner(models.Model):
    """Somebody who must know something, known by a staff number, a name, or both.

    Never joined with a person in a referral or case (practice TR 2): no field, key or
    page leads from one to the other. `left_on` is the first day they are gone; who
    comes back gets a new day in `joined_on` and keeps what they completed.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="learners")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="learners"
    )
    number = models.CharField("staff number", max_length=40, blank=True)
    name = models.CharField(max_length=150, blank=True)
    name_key = models.CharField(max_length=150, blank=True)
    email = models.EmailField(blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="learners",
    )
    audience = models.CharField(max_length=20, choices=Audience, default=Audience.STAFF)
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    leave_from = models.DateField(null=True, blank=True)
    leave_until = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    upload = models.ForeignKey(
        "exchange.Upload", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    objects = LearnerQuerySet.as_manager()

    class Meta:
        ordering = ["name", "number", "pk"]
        indexes = [
            models.Index(
                fields=["authority", "name", "number", "id"], name="learner_by_name"
            ),
            models.Index(
                fields=["organisation", "name_key"], name="learner_by_organisation"
            ),
            models.Index(fields=["email"], name="learner_by_email"),
            models.Index(
                fields=["authority", "left_on"],
                condition=Q(left_on__isnull=False),
                name="learner_who_left",
            ),
            models.Index(
                fields=["authority", "audience", "name", "number", "id"],
                name="learner_by_audience",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "organisation", "number"],
                condition=Q(merged_into__isnull=True) & ~Q(number=""),
                name="learner_one_of_its_number",
            ),
            models.CheckConstraint(
                condition=~Q(number="") | ~Q(name=""),
                name="learner_has_a_number_or_a_name",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True)
                | Q(joined_on__isnull=True)
                | Q(left_on__gte=F("joined_on")),
                name="learner_leaves_after_joining",
            ),
            models.CheckConstraint(
                condition=Q(leave_until__isnull=True)
                | Q(leave_from__isnull=False, leave_until__gte=F("leave_from")),
                name="learner_leave_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.number

    def get_absolute_url(self) -> str:
        return reverse("training:learner", args=[self.pk])

    @property
    def has_left(self) -> bool:
        return self.left_on is not None and self.left_on <= clock.today()

    @property
    def is_on_leave(self) -> bool:
        today = clock.today()
        begun = self.leave_from is not None and self.leave_from <= today
        return begun and (self.leave_until is None or self.leave_until >= today)


class LearnerRoleQuerySet(models.QuerySet["LearnerRole"]):
    def visible_to(self, user):
        """Places of people whose names `user` may read (`reach`)."""
        return self.filter(reach_of(user).condition("learner__"))

    def kept(self):
        """Leaving out places of records that were merged into another."""
        return self.filter(is_kept=True)

    def with_state(self, day=None):
        """Each with `state`, what it counts as on `day` (`coverage.states.State`), by
        default today.

        For today and days to come, as far as no rule begins or ends in between; for
        days that are past, coverage works it out from completions.
        """
        return self.annotate(state=StateOn(Census(day or clock.today())))


class LearnerRole(models.Model):
    """That somebody is in a role group, and how they stand against its rules: a place.

    What stands below the line is written by `services.standing` alone, whenever a
    completion, a rule or the person changes, so that coverage is one grouping of this
    table. `required` and `done` count the rules in force and those with a completion
    that counts. `valid_until` is the last day on which all are in date; None while one
    was never done, and where none runs out. `began_on` is the later of joining and
    `starts_on`, and `judged_from` the first day on which a starter is counted.
    `upload` is the file that put them in the role group, so that it can take them out.
    """

    learner = models.ForeignKey(
        Learner, models.CASCADE, related_name="roles", db_index=False
    )
    role_group = models.ForeignKey(
        RoleGroup, models.PROTECT, related_name="places", db_index=False
    )
    starts_on = models.DateField(null=True, blank=True)
    upload = models.ForeignKey(
        "exchange.Upload",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
    )
    state: str  # of rows that came with `with_state`
    # ---- written by services.standing
    authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_index=False
    )
    is_kept = models.BooleanField(default=True)
    required = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveSmallIntegerField(default=0)
    last_completed_on = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    began_on = models.DateField(null=True, blank=True)
    judged_from = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    leave_from = models.DateField(null=True, blank=True)
    leave_until = models.DateField(null=True, blank=True)

    objects = LearnerRoleQuerySet.as_manager()

    class Meta:
        ordering = ["role_group__name", "pk"]
        indexes = [
            models.Index(
                fields=["authority", "role_group", "organisation", "valid_until"],
                name="place_for_coverage",
            ),
            models.Index(
                fields=["authority", "valid_until", "id"],
                condition=Q(valid_until__isnull=False),
                name="place_running_out",
            ),
            models.Index(
                fields=["authority", "organisation"],
                condition=Q(done__lt=F("required")),
                name="place_with_something_missing",
            ),
            models.Index(
                fields=["authority", "judged_from"],
                condition=Q(judged_from__isnull=False),
                name="place_of_a_starter",
            ),
            models.Index(
                fields=["authority", "leave_from"],
                condition=Q(leave_from__isnull=False),
                name="place_on_leave",
            ),
            models.Index(
                fields=["authority", "left_on"],
                condition=Q(left_on__isnull=False),
                name="place_that_was_left",
            ),
            models.Index(
                fields=["authority", "organisation"],
                condition=Q(required=0),
                name="place_with_nothing_asked",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "role_group"], name="learner_once_in_a_role_group"
            ),
        ]

    @property
    def state_words(self) -> str:
        """How they stand, of a row that came with `with_state`."""
        return str(State(self.state).label)

    @property
    def state_colour(self) -> str:
        return TAG_COLOURS[State(self.state)]

    def __str__(self) -> str:
        return f"{self.learner}, {self.role_group}"


class LearnerLink(models.Model):
    """The private address by which somebody sees their own training, without an
    account. Only the SHA-256 of its token is kept; it stops working after a day."""

    learner = models.ForeignKey(Learner, models.CASCADE, related_name="links")
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"Link of {self.learner}"

    @property
    def is_live(self) -> bool:
        return self.expires_at > clock.now()
