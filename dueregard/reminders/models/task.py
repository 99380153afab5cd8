from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.access.rooms import Room
from dueregard.accounts.models import Authority, RoomSwitch
from dueregard.partners.models import Post, PostHolding

from .. import registry


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user):
        """What `user` owes, and all that is owed where `user` is the co-ordinator,
        but for what is private to others.

        A task of a room that its authority has switched off is not there.
        """
        led = Q(authority__in=user.authorities_as([Role.COORDINATOR]))
        led &= ~Q(kind__in=registry.private_kinds())
        return self.of_rooms_in_use().filter(led | self._owed_by(user))

    def led_by(self, user):
        """What is owed, by anybody, where `user` is the co-ordinator; nothing that is
        private."""
        here = user.authorities_as([Role.COORDINATOR])
        return self.of_rooms_in_use().told_to_others().filter(authority__in=here)

    def owed_by(self, user):
        """What `user` owes today, as a person or through a post they hold.

        Only where they still serve, and in rooms that are on. The posts are read
        first: the list is then found by index, however many tasks there are.
        """
        return self.served_by(user).filter(self._owed_by(user))

    def open(self):
        return self.filter(closed_at__isnull=True)

    def told_to_others(self):
        """Those that others than their owner may read of or count."""
        return self.exclude(kind__in=registry.private_kinds())

    def of_rooms_in_use(self):
        """Those whose authority has their room switched on."""
        room = RoomSwitch.objects.filter(
            authority=OuterRef("authority"), room=OuterRef("room")
        )
        return self.filter(Exists(room))

    def served_by(self, user):
        """Those of the authorities that `user` serves, in rooms that are on.

        The sum keeps a database from reading all that an authority has by its index,
        where what one person owes is wanted and found by theirs.
        """
        served = Q(pk__in=[])
        for rooms, authorities in user.places().items():
            served |= Q(place__in=authorities, room__in=sorted(rooms))
        return self.alias(place=F("authority_id") + 0).filter(served)

    @staticmethod
    def _owed_by(user) -> Q:
        holdings = PostHolding.objects.current().filter(
            person=user, post__closed_on__isnull=True
        )
        posts = holdings.order_by().values_list("post_id", flat=True)
        return Q(person=user) | Q(post__in=list(posts))


class Task(models.Model):
    """Something that a post or a person owes by a day, made by the room that rules it.

    `kind` names the rule (`reminders.registry`), `subject_id` the row it is about,
    `about` the heading that My work groups by. The service that satisfies it closes it
    and leaves the code of its event. Nothing here says what a case is about.
    """

    authority = models.ForeignKey(Authority, models.PROTECT, related_name="tasks")
    room = models.CharField(max_length=20, choices=Room)
    kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=36)
    title = models.CharField(max_length=200)
    about = models.CharField(max_length=200)
    url = models.CharField(max_length=300)
    source = models.CharField(max_length=200)
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="tasks"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
    )
    due_on = models.DateField()
    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_event = models.CharField(max_length=60, blank=True)
    times_chased = models.PositiveSmallIntegerField(default=0)
    last_chased_on = models.DateField(null=True, blank=True)
    told_apart_by = ""  # on its reader's page alone (`my_work`); never stored

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["person", "due_on", "id"],
                condition=Q(closed_at__isnull=True),
                name="task_open_by_person",
            ),
            models.Index(
                fields=["post", "due_on", "id"],
                condition=Q(closed_at__isnull=True),
                name="task_open_by_post",
            ),
            models.Index(
                fields=["authority", "due_on", "id"],
                condition=Q(closed_at__isnull=True),
                name="task_open_by_authority",
            ),
            models.Index(
                fields=[
                    "authority",
                    "room",
                    "post",
                    "person",
                    "due_on",
                    "times_chased",
                    "kind",
                ],
                condition=Q(closed_at__isnull=True),
                name="task_open_by_debtor",
            ),
            models.Index(fields=["kind", "subject_id"], name="task_by_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=False, person__isnull=True)
                | Q(post__isnull=True, person__isnull=False),
                name="task_is_owed_by_a_post_or_a_person",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_id", "post"],
                condition=Q(closed_at__isnull=True, post__isnull=False),
                name="task_open_once_a_post",
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_id", "person"],
                condition=Q(closed_at__isnull=True, person__isnull=False),
                name="task_open_once_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def days_late(self) -> int:
        """Days since it was due; 0 until the day is over."""
        return max(0, (clock.today() - self.due_on).days)

    @property
    def debtor(self) -> str:
        return str(self.post or self.person)
