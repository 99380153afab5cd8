from django.conf import settings
from django.db import models
from django.db.models import Q

from dueregard import clock
from dueregard.access.need_to_know import Group
from dueregard.partners.models import ServiceSupport
from dueregard.vault.fields import SealedTextField
from dueregard.vault.models import SealedModel

from .referral import Referral


class Signpost(SealedModel):
    """A service that was asked to take somebody on, and what it said (RF 8).

    `service` is one of the directory; `elsewhere` names one that is not in it. It owes
    *accepted*, *declined* or *no reply* by `due_on`; when that day passes in silence,
    whoever asked has it among their work again, and nothing closes by itself. What
    services say is entered by us: `answered_by` is who there said so. `agreed_by` is
    who agreed that it was asked before the police checks, against immediate harm or to
    protect a child (RF 4).
    """

    class Status(models.TextChoices):
        ASKED = "asked", "Asked"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        NO_REPLY = "no_reply", "No reply"

    PASSED = (Status.ASKED, Status.ACCEPTED)
    """Where the person is with a service, or may be: nothing is said against it."""

    group = Group.ACCOUNT

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="signposts")
    support = models.CharField(max_length=20, choices=ServiceSupport.Support)
    service = models.ForeignKey(
        "partners.Service", models.PROTECT, null=True, related_name="+"
    )
    elsewhere = SealedTextField(blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.ASKED)
    words = SealedTextField(blank=True)
    agreed_by = SealedTextField(blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=clock.now)
    due_on = models.DateField()
    answered_on = models.DateField(null=True)
    answered_by = SealedTextField(blank=True)
    reply = SealedTextField(blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["asked_at", "id"]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(status="asked"), name="signpost_waiting"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    status="asked", answered_on__isnull=True, entered_by__isnull=True
                )
                | ~Q(status="asked")
                & Q(answered_on__isnull=False, entered_by__isnull=False),
                name="signpost_answer_has_a_day_and_who_entered_it",
            ),
        ]

    def __str__(self) -> str:
        return "a signpost"

    @property
    def is_silent(self) -> bool:
        """Whether the day passed on which an answer was owed."""
        return self.status == self.Status.ASKED and self.due_on < clock.today()
