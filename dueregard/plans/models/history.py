from django.conf import settings
from django.db import models
from django.db.models import Q

from dueregard import clock
from dueregard.audit.guards import append_only

from .. import rag
from ..wording import in_words, slip_in_words
from .action import Action


@append_only
class RatingFacts(models.Model):
    """What an action's rating is read from, as it stood from a moment on.

    The services leave a row whenever one of these changes, so that the rating of any
    past day can be read by the rule and no job runs at night (settled 22).
    """

    action = models.ForeignKey(Action, models.PROTECT, related_name="rating_facts")
    at = models.DateTimeField(default=clock.now)
    status = models.CharField(max_length=20, choices=Action.Status)
    due_on = models.DateField(null=True)
    is_ongoing = models.BooleanField(default=False)
    amber_from = models.DateField(null=True)
    red_from = models.DateField(null=True)
    rag_override = models.CharField(max_length=20, blank=True, choices=rag.Rag)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name_plural = "rating facts"
        indexes = [models.Index(fields=["action", "at"], name="rating_facts_by_action")]

    def __str__(self) -> str:
        return f"{self.action} from {self.at:%d %b %Y}"

    @property
    def is_open(self) -> bool:
        return self.status not in Action.CLOSED


class DateChangeQuerySet(models.QuerySet["DateChange"]):
    def visible_to(self, user):
        return self.filter(action__in=Action.objects.visible_to(user))

    def waiting(self):
        """Asked for, and neither agreed nor refused yet."""
        return self.filter(status=DateChange.Status.ASKED)

    def agreed(self):
        return self.filter(status=DateChange.Status.AGREED)


class DateChange(models.Model):
    """A new due date asked for, with the reason; the co-ordinator agrees or refuses.

    The first date that the board agreed to stays on the action as its baseline. A
    co-ordinator who changes a date asks and agrees at once, and gives the reason too;
    only so can `to_on` be empty, when the action has no due date any more.
    """

    class Status(models.TextChoices):
        ASKED = "asked", "Asked for"
        AGREED = "agreed", "Agreed"
        REFUSED = "refused", "Refused"

    action = models.ForeignKey(Action, models.CASCADE, related_name="date_changes")
    from_on = models.DateField()
    to_on = models.DateField(null=True, blank=True)
    reason = models.TextField()
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=clock.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.TextField(blank=True)

    objects = DateChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["action"],
                condition=Q(status="asked"),
                name="date_change_one_open_an_action",
            ),
            models.CheckConstraint(
                condition=Q(to_on__isnull=False) | Q(status="agreed"),
                name="date_change_asks_for_a_date",
            ),
            models.CheckConstraint(
                condition=Q(status="asked", decided_at__isnull=True)
                | Q(~Q(status="asked"), decided_at__isnull=False),
                name="date_change_is_decided_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"New date of {self.action}"

    def get_absolute_url(self) -> str:
        return self.action.get_absolute_url()

    @property
    def authority_id(self) -> int:
        return self.action.authority_id

    @property
    def in_words(self) -> str:
        """What the date was and is, or what was asked for: "was due …, now …"."""
        was = in_words(self.from_on)
        if self.to_on is None:
            return f"was due {was}, now has no due date"
        now = in_words(self.to_on)
        if self.status == self.Status.AGREED:
            slip = slip_in_words(self.from_on, self.to_on)
            return f"was due {was}, now {now} ({slip})"
        days = (self.to_on - self.from_on).days
        far = f"{abs(days)} day{'s' if abs(days) != 1 else ''}"
        way = "later" if days > 0 else "earlier"
        return f"due {was}, asked for {now} ({far} {way})"
