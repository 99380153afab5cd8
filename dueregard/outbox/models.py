from datetime import timedelta

from django.db import models
from django.db.models import Q

from dueregard import clock
from dueregard.access.roles import Role

LEASE = timedelta(seconds=60)


class JobQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Jobs of the authorities that `user` administers."""
        return self.filter(authority_id__in=user.authorities_as([Role.ADMINISTRATOR]))

    def dead(self):
        return self.filter(status=Job.Status.DEAD)

    def due(self):
        """What a worker may take up now: waiting, or left by a worker that is gone.

        A lease that ends further ahead than leases last was taken before the clock
        was set back; it counts as ended.
        """
        now = clock.now()
        waiting = Q(status=Job.Status.WAITING, run_at__lte=now)
        abandoned = Q(status=Job.Status.RUNNING) & (
            Q(leased_until__lt=now) | Q(leased_until__gt=now + 2 * LEASE)
        )
        return self.filter(waiting | abandoned).order_by("run_at", "pk")


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
        indexes = [models.Index(fields=["status", "run_at"], name="outbox_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
