from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority, Organisation
from dueregard.workflow import MoveRow

from ..readers import COUNT_READERS, NAME_READERS
from .course import Audience, Course, Mode
from .requirement import RoleGroup


class FacilitatorQuerySet(models.QuerySet["Facilitator"]):
    def visible_to(self, user):
        here = user.authorities_as(NAME_READERS, Room.TRAINING)
        return self.filter(authority__in=here)

    def serving(self):
        """Those who have not left by today."""
        return self.filter(Q(left_on__isnull=True) | Q(left_on__gt=clock.today()))


class Facilitator(models.Model):
    """Somebody who runs workshops, and the accreditation that lets them (seed 001,
    action 4). `expires_on` is the last day on which it holds."""

    authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="facilitators"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    accreditation = models.ForeignKey(
        Course, models.PROTECT, null=True, blank=True, related_name="+"
    )
    accredited_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = FacilitatorQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(accreditation__isnull=False),
                name="facilitator_expiry_is_of_an_accreditation",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("training:facilitator", args=[self.pk])

    def is_accredited_on(self, day) -> bool:
        """Whether an accreditation holds on `day`; one without an end always does."""
        if self.accreditation_id is None:
            return False
        return self.expires_on is None or day <= self.expires_on


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, user):
        here = user.authorities_as(COUNT_READERS, Room.TRAINING)
        return self.filter(authority__in=here)

    def to_come(self):
        return self.filter(status=Session.Status.PLANNED, ends_at__gt=clock.now())

    def open_to_all(self):
        """What anyone may see and register for: public, planned, still to come."""
        return self.filter(
            is_public=True,
            status=Session.Status.PLANNED,
            starts_at__gt=clock.now(),
            authority__rooms__room=Room.TRAINING,
        )


class Session(models.Model):
    """A course on a day, with places. `code` is shown in the room and asked for on the
    sign-in sheet, so that who signs was there."""

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        HELD = "held", "Held"
        CANCELLED = "cancelled", "Cancelled"

    authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="training_sessions"
    )
    course = models.ForeignKey(Course, models.PROTECT, related_name="sessions")
    facilitator = models.ForeignKey(
        Facilitator, models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    mode = models.CharField(max_length=20, choices=Mode, default=Mode.FACILITATED)
    venue = models.CharField(max_length=200, blank=True)
    online_link = models.URLField(max_length=500, blank=True)
    capacity = models.PositiveSmallIntegerField(null=True, blank=True)
    audience = models.CharField(max_length=20, choices=Audience, default=Audience.STAFF)
    note = models.TextField(blank=True, help_text="What whoever comes should know.")
    is_public = models.BooleanField(default=False)
    counts_heads_only = models.BooleanField(default=False)
    code = models.CharField(max_length=8)
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    created_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = "training session"
        indexes = [
            models.Index(
                fields=["authority", "starts_at", "id"], name="session_by_day"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course}, {date_format(timezone.localdate(self.starts_at))}"

    def get_absolute_url(self) -> str:
        return reverse("training:session", args=[self.pk])

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= clock.now()


SENTENCES = {"hold": "Session held", "cancel": "Session cancelled"}


class SessionMove(MoveRow):
    """A move of a session from one state to another, with the reason given."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="moves")

    class Meta(MoveRow.Meta):
        pass

    @property
    def sentence(self) -> str:
        """What the move did, as the session's page says it."""
        return SENTENCES.get(self.move, str(self))


class SessionHeadcount(models.Model):
    """How many of a role group were at a session that took no names."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="headcounts")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    role_group = models.ForeignKey(
        RoleGroup, models.PROTECT, null=True, blank=True, related_name="+"
    )
    people = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.people} at {self.session}"
