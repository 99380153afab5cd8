from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.rooms import room_is_on
from dueregard.partners.models import Post, PostHolding

from .meeting import AgendaItem


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    def visible_to(self, user):
        """What came of items that `user` may read, and what a post of theirs owes."""
        held = PostHolding.objects.current().filter(person=user).values("post")
        return self.filter(
            Q(item__in=AgendaItem.objects.visible_to(user))
            | Q(
                room_is_on(Room.PARTNERSHIP, "item__group__authority"),
                item__group__authority__in=user.authorities(),
                post__in=held,
            )
        )

    def open(self):
        """Actions that nobody has said are done."""
        return self.actions_arising().filter(done_on__isnull=True)

    def decisions(self):
        return self.filter(kind=Outcome.Kind.DECISION)

    def actions_arising(self):
        return self.filter(kind=Outcome.Kind.ACTION)


class Outcome(models.Model):
    """What came of an agenda item: something noted, decided, or to be done by a post.

    An action arising names the post and the day. A room may make more of an outcome (a
    plan action, the approval of a plan) and links to it from there.
    """

    class Kind(models.TextChoices):
        INFORMATION = "information", "Noted"
        DECISION = "decision", "Decision"
        ACTION = "action", "Action"

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="outcomes")
    kind = models.CharField(max_length=20, choices=Kind)
    text = models.TextField()
    reasons = models.TextField(blank=True)
    post = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="+"
    )
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    done_note = models.TextField(blank=True)
    is_exempt = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    links: list[tuple[str, str]]  # what rooms above offer beside it: `reading`

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        ordering = ["item__position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="action")
                | Q(post__isnull=False, due_on__isnull=False),
                name="outcome_action_has_a_post_and_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return reverse("governance:outcome", args=[self.pk])

    @property
    def authority_id(self) -> int:
        return self.item.group.authority_id

    @property
    def is_late(self) -> bool:
        due = self.due_on
        return bool(due and not self.done_on and due < clock.today())
