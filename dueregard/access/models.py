import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from dueregard import clock

from .approvals import KEPT_WAITING, Kind, kind_of, kinds


class ApprovalQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the kinds that one of `user`'s roles there may ask for or decide."""
        reach = Q(pk__in=[])
        for kind in kinds():
            places = user.authorities_as(kind.askers | kind.agreers)
            reach |= Q(kind=kind.code, authority__in=places)
        return self.filter(reach)

    def waiting(self):
        """Not decided, and not asked so long ago that they lapsed."""
        since = clock.now() - KEPT_WAITING
        return self.filter(outcome=Approval.Outcome.WAITING, asked_at__gt=since)

    def for_decision_by(self, user):
        """Those that wait for somebody like `user`, and that they did not ask for."""
        reach = Q(pk__in=[])
        for kind in kinds():
            places = user.authorities_as(kind.agreers)
            reach |= Q(kind=kind.code, authority__in=places)
        return self.waiting().filter(reach).exclude(asked_by=user)


class Approval(models.Model):
    """An act that waits for a second person, or what that person said (security 2.6).

    `items` are ids and codes; `items_hash` binds what is agreed to what was asked. Why
    it was asked stands with the record it is about, sealed where that is. `asked_in`
    is a hash of the session: the same session cannot agree.
    """

    class Outcome(models.TextChoices):
        WAITING = "waiting", "Waiting for a second person"
        AGREED = "agreed", "Agreed"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"
        VOID = "void", "Changed since it was asked"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey(
        "accounts.Authority", models.PROTECT, related_name="approvals"
    )
    kind = models.CharField(max_length=40)
    items = models.JSONField(default=dict)
    items_hash = models.CharField(max_length=64)
    asked_checks = models.JSONField(default=list)
    decided_checks = models.JSONField(default=list)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=clock.now)
    asked_in = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "pk"]
        indexes = [
            models.Index(
                fields=["authority", "outcome", "-asked_at"], name="approval_list"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "kind", "items_hash"],
                condition=Q(outcome="waiting"),
                name="approval_asked_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["agreed", "refused"])
                | Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by")),
                name="approval_is_decided_by_another_person",
            ),
            models.CheckConstraint(
                condition=Q(outcome="waiting") ^ Q(decided_at__isnull=False),
                name="approval_decided_has_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.of_kind.label

    def get_absolute_url(self) -> str:
        if self.of_kind.page is not None:
            return self.of_kind.page(self)
        return reverse("accounts:approval", args=[self.pk])

    @property
    def of_kind(self) -> Kind:
        return kind_of(self.kind)

    @property
    def is_waiting(self) -> bool:
        """Neither decided nor lapsed."""
        lapses_at = self.asked_at + KEPT_WAITING
        return self.outcome == self.Outcome.WAITING and clock.now() < lapses_at
