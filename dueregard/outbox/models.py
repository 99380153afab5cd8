from datetime import timedelta

from django.db import models
from django.db.models import Q

from dueregard import clock
from dueregard.access.roles import Role

from . import faults, registry

LEASE = timedelta(seconds=60)


class JobQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Jobs of the authorities that `user` administers, and those of none.

        What belongs to no authority (a mail to somebody signing in, a sweep) says
        nothing of anybody, and an administrator must see that it failed.
        """
        administered = user.authorities_as([Role.ADMINISTRATOR])
        if not administered:
            return self.none()
        return self.filter(
            Q(authority_id__in=administered) | Q(authority_id__isnull=True)
        )

    def dead(self):
        """What was given up."""
        return self.filter(status=Job.Status.DEAD)

    def being_retried(self):
        """What failed and will be tried again by itself."""
        return self.filter(status=Job.Status.WAITING, attempts__gt=0)

    def waiting(self):
        """What is due and was not taken up."""
        return self.filter(status=Job.Status.WAITING, run_at__lte=clock.now())

    def abandoned(self):
        """What a worker that is gone left behind.

        A lease that ends further ahead than leases last was taken before the clock
        was set back; it counts as ended.
        """
        now = clock.now()
        return self.filter(status=Job.Status.RUNNING).filter(
            Q(leased_until__lt=now) | Q(leased_until__gt=now + 2 * LEASE)
        )


class Job(models.Model):
    """Something to be done after the transaction that asked for it: a mail, a sweep.

    `key` makes it happen once for its kind. `fence` counts the times that it was taken
    up: a worker that wakes late holds an old number, and its answer is refused. The
    payload is sealed, since it may hold an address or a link, and is emptied when done.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        DEAD = "dead", "Given up"

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    authority_id = models.BigIntegerField(null=True)
    sealed_payload = models.TextField(blank=True)
    run_at = models.DateTimeField(default=clock.now)
    status = models.CharField(max_length=10, choices=Status, default=Status.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    error = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="outbox_job_once"),
        ]
        indexes = [
            models.Index(fields=["status", "run_at"], name="outbox_due"),
            # For the lane of mails: by kind alone it would read all that is done.
            models.Index(
                fields=["kind", "status", "run_at"], name="outbox_due_of_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def title(self) -> str:
        """What it does, in words that say nothing of whom or what it is about."""
        return registry.title_of(self.kind)

    @property
    def trouble(self) -> str:
        """What went wrong and what to do about it, in words."""
        return faults.in_words(self.error)
