from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.rooms import room_is_on
from dueregard.documents.models import Document
from dueregard.workflow import MoveRow

from ..readers import MEETING_READERS, SEATED_READERS
from .group import GroupMember, PartnershipGroup


class MeetingSeries(models.Model):
    """How often a group meets, so that the year's meetings can be put in at once."""

    group = models.ForeignKey(PartnershipGroup, models.CASCADE, related_name="series")
    every_months = models.PositiveSmallIntegerField(default=3)
    first_on = models.DateField()
    starts_at_time = models.TimeField()
    minutes_long = models.PositiveSmallIntegerField(default=120)
    place = models.CharField(max_length=200, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-first_on", "-pk"]
        verbose_name_plural = "meeting series"

    def __str__(self) -> str:
        return f"{self.group}, every {self.every_months} months"


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user):
        """Meetings that `user` oversees by role, and those of groups they sit on."""
        seats = GroupMember.objects.current().filter(
            person=user, group=OuterRef("group")
        )
        return self.filter(
            room_is_on(Room.PARTNERSHIP, "group__authority"),
            group__authority__in=user.authorities_as(SEATED_READERS),
        ).filter(
            Q(group__authority__in=user.authorities_as(MEETING_READERS)) | Exists(seats)
        )

    def to_come(self):
        return self.filter(
            starts_at__gte=clock.now(), status__in=["planned", "called"]
        ).order_by("starts_at")


class Meeting(models.Model):
    """One meeting of a group: called with its agenda, held, minuted."""

    class Status(models.TextChoices):
        PLANNED = "planned", "Planned"
        CALLED = "called", "Agenda sent"
        HELD = "held", "Held"
        MINUTED = "minuted", "Minutes agreed"
        CANCELLED = "cancelled", "Cancelled"

    group = models.ForeignKey(PartnershipGroup, models.PROTECT, related_name="meetings")
    series = models.ForeignKey(
        MeetingSeries, models.SET_NULL, null=True, blank=True, related_name="meetings"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    online_link = models.URLField(max_length=500, blank=True)
    status = models.CharField(max_length=20, choices=Status, default=Status.PLANNED)
    version = models.PositiveIntegerField(default=1)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group}, {timezone.localtime(self.starts_at):%-d %B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("governance:meeting", args=[self.pk])

    @property
    def authority_id(self) -> int:
        return self.group.authority_id

    @property
    def held_on(self) -> date:
        """The day in London."""
        return timezone.localdate(self.starts_at)

    @property
    def is_to_come(self) -> bool:
        """Whether it is still being prepared: planned, or called."""
        return self.status in (self.Status.PLANNED, self.Status.CALLED)

    @property
    def has_come(self) -> bool:
        """Whether its day is here, or past."""
        return self.held_on <= clock.today()

    @property
    def takes_minutes(self) -> bool:
        """Whether who came and what came of it may be written down."""
        return self.status in (self.Status.CALLED, self.Status.HELD)


SENTENCES = {
    "call": "Agenda sent",
    "hold": "Meeting held",
    "hold_uncalled": "Meeting held",
    "agree_minutes": "Minutes agreed",
    "cancel": "Meeting cancelled",
    "call_off": "Meeting cancelled",
}


class MeetingMove(MoveRow):
    """A meeting was called, held, minuted or cancelled."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="moves")

    @property
    def sentence(self) -> str:
        """What the move did, as the meeting's page says it."""
        return SENTENCES.get(self.move, str(self))


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, user):
        """Items of meetings that `user` may read; the backlog, for who oversees."""
        return self.filter(
            Q(meeting__in=Meeting.objects.visible_to(user))
            | Q(
                room_is_on(Room.PARTNERSHIP, "group__authority"),
                meeting__isnull=True,
                group__authority__in=user.authorities_as(MEETING_READERS),
            )
            | Q(
                room_is_on(Room.PARTNERSHIP, "group__authority"),
                meeting__isnull=True,
                group__authority__in=user.authorities_as(SEATED_READERS),
                group__in=GroupMember.objects.current()
                .filter(person=user)
                .values("group"),
            )
        )

    def waiting(self):
        """The backlog: items of no meeting yet."""
        return self.filter(meeting__isnull=True)


class AgendaItem(models.Model):
    """Something to be taken at a meeting; without a meeting it waits in the backlog.

    `is_exempt` keeps it out of what the public may read of the meeting.
    """

    class Kind(models.TextChoices):
        INFORMATION = "information", "For information"
        DISCUSSION = "discussion", "For discussion"
        DECISION = "decision", "For decision"

    group = models.ForeignKey(
        PartnershipGroup, models.CASCADE, related_name="agenda_items"
    )
    meeting = models.ForeignKey(
        Meeting, models.SET_NULL, null=True, blank=True, related_name="items"
    )
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.INFORMATION)
    title = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    presented_by = models.CharField(max_length=150, blank=True)
    minutes_planned = models.PositiveSmallIntegerField(null=True, blank=True)
    is_exempt = models.BooleanField(default=False)
    position = models.PositiveIntegerField(default=0)
    discussion = models.TextField(blank=True, help_text="What the minutes say of it.")
    created_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where it stands: on its meeting's page, or in the backlog."""
        if self.meeting_id:
            return reverse("governance:meeting", args=[self.meeting_id])
        return reverse("governance:backlog", args=[self.group_id])

    @property
    def authority_id(self) -> int:
        return self.group.authority_id

    @property
    def was_taken(self) -> bool:
        """Whether the meeting dealt with it: something is written down of it."""
        return bool(self.discussion) or bool(self.outcomes.all())


class Paper(models.Model):
    """A document for an item, to be read before the meeting."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="papers")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "document"], name="paper_once_an_item"
            ),
        ]

    def __str__(self) -> str:
        return str(self.document)


class Attendance(models.Model):
    """Whether a member was there, sent apologies or a deputy, or did neither."""

    class State(models.TextChoices):
        PRESENT = "present", "Present"
        APOLOGIES = "apologies", "Apologies"
        DEPUTY = "deputy", "Sent a deputy"
        ABSENT = "absent", "Absent"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance")
    member = models.ForeignKey(GroupMember, models.PROTECT, related_name="attendance")
    state = models.CharField(max_length=20, choices=State)
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["member__person__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"], name="attendance_once_a_member"
            ),
            models.CheckConstraint(
                condition=Q(state="deputy") | Q(deputy__isnull=True),
                name="attendance_names_a_deputy_only_when_one_was_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member.person}: {self.get_state_display().lower()}"
