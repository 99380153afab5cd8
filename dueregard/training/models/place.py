from django.db import models
from django.db.models import Q

from dueregard import clock
from dueregard.accounts.models import Organisation
from dueregard.accounts.tokens import token_hash

from ..reach import EDUCATION, reach_of
from .learner import Learner
from .session import Session


class PlaceQuerySet(models.QuerySet["Place"]):
    def visible_to(self, user):
        """Places of people whose names `user` may read, as with the register."""
        reach = reach_of(user)
        found = Q(session__authority__in=reach.whole) | Q(
            session__authority__in=reach.education, organisation__sector=EDUCATION
        )
        for authority, organisations in reach.organisations.items():
            found |= Q(session__authority=authority, organisation__in=organisations)
        return self.filter(found)

    def coming(self):
        """Those who have a place, or had it when the session began: they count
        towards its capacity."""
        return self.filter(status__in=Place.TAKEN)

    def unsettled(self):
        """Who was there, and whom nobody has matched with the register yet."""
        return self.filter(
            status=Place.Status.ATTENDED, learner__isnull=True, left_unnamed=False
        )

    def with_certificate(self):
        """Those who were there and for whom it counts, while it is known who they are.

        Where a course that comes first is missing, the certificate waits for it.
        """
        return self.filter(
            Q(learner__isnull=False) | Q(forgotten_at__isnull=True),
            status=Place.Status.ATTENDED,
            not_counted="",
        ).exclude(certificate_code="")

    def standing(self):
        """Of those who mean to come: with a place, or waiting for one."""
        return self.filter(status__in=[Place.Status.BOOKED, Place.Status.WAITING])

    def opened_by(self, token: str):
        """The place that the private address with `token` opens."""
        return self.filter(links__token_sha256=token_hash(token))

    def waiting(self):
        """The waiting list, in the order in which places are offered."""
        return self.filter(status=Place.Status.WAITING).order_by("pk")


class Place(models.Model):
    """Somebody's place at a session, or on its waiting list.

    Whoever registers needs no account: each mail to them holds a private address
    (`PlaceLink`) that lets them see the place and give it back. `gave_feedback` says
    that they said what they thought, and not what (`Feedback`). Six months after the
    session nothing is left that says who it was (`forgotten_at`); completions stay.

    Attendance of a place that is matched with somebody in the register makes a
    completion; where that was refused, `not_counted` says why. `left_unnamed` is the
    decision to count somebody who was there without a name. `checked_in_at` is when
    they entered the session's code; `certificate_code` is on their certificate, so that
    whoever is shown it can have it checked.
    """

    class Status(models.TextChoices):
        BOOKED = "booked", "Has a place"
        WAITING = "waiting", "On the waiting list"
        CANCELLED = "cancelled", "Not coming"
        ATTENDED = "attended", "Was there"
        ABSENT = "absent", "Was not there"

    TAKEN = (Status.BOOKED, Status.ATTENDED, Status.ABSENT)

    session = models.ForeignKey(Session, models.CASCADE, related_name="places")
    learner = models.ForeignKey(
        Learner, models.PROTECT, null=True, blank=True, related_name="places"
    )
    name = models.CharField(max_length=150)
    email = models.EmailField(blank=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisation_text = models.CharField(max_length=200, blank=True)
    number = models.CharField("staff number", max_length=40, blank=True)
    needs = models.TextField(blank=True, help_text="What would help them take part.")
    status = models.CharField(max_length=10, choices=Status, default=Status.BOOKED)
    gave_feedback = models.BooleanField(default=False)
    checked_in_at = models.DateTimeField(null=True, blank=True)
    left_unnamed = models.BooleanField(default=False)
    not_counted = models.CharField(max_length=300, blank=True)
    certificate_code = models.CharField(max_length=14, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        indexes = [
            models.Index(fields=["session", "status", "id"], name="place_by_status"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "email"],
                condition=Q(status__in=["booked", "waiting"]) & ~Q(email=""),
                name="place_once_a_session",
            ),
            models.UniqueConstraint(
                fields=["certificate_code"],
                condition=~Q(certificate_code=""),
                name="place_one_of_its_certificate_code",
            ),
            models.CheckConstraint(
                condition=Q(forgotten_at__isnull=True)
                | Q(email="", number="", needs=""),
                name="place_forgotten_says_nobody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_status_display().lower()}"

    @property
    def position(self) -> int | None:
        """Where somebody stands on the waiting list, from 1; None off it."""
        if self.status != self.Status.WAITING:
            return None
        ahead = Place.objects.waiting().filter(session=self.session_id, pk__lt=self.pk)
        return ahead.count() + 1


class PlaceLink(models.Model):
    """The private address that one mail about a place holds.

    Only the SHA-256 of its token is kept. `mail` says which mail it was for, so that
    none goes twice; older addresses go on working, since each is in a mail of theirs.
    """

    place = models.ForeignKey(Place, models.CASCADE, related_name="links")
    mail = models.CharField(max_length=40)
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "mail"], name="place_link_one_a_mail"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mail} to {self.place}"


class Feedback(models.Model):
    """What somebody thought of a session, without a name. Marks are 1 to 5."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="feedback")
    knows_more = models.PositiveSmallIntegerField()
    would_act = models.PositiveSmallIntegerField()
    well_run = models.PositiveSmallIntegerField()
    comment = models.TextField(blank=True)
    given_on = models.DateField(default=clock.today)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "feedback"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    knows_more__range=(1, 5),
                    would_act__range=(1, 5),
                    well_run__range=(1, 5),
                ),
                name="feedback_marks_are_1_to_5",
            ),
        ]

    def __str__(self) -> str:
        return f"Feedback on {self.session}"
