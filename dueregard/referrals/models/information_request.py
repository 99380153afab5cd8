from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from dueregard import clock
from dueregard.access.need_to_know import Group
from dueregard.clock.working_days import add_working_days
from dueregard.vault.fields import SealedJSONField, SealedTextField
from dueregard.vault.models import SealedModel

from ..codes import LegalBasis
from .referral import Referral

OPEN_AFTER_DUE = 10  # working days that a link goes on after the day it was due
TRIES = 5  # wrong codes after which a link opens nothing until a new one is sent


class InformationRequest(SealedModel):
    """What a partner is asked, why that much is needed, and what they answered.

    A respondent needs no account: a link and a code told by telephone open name, date
    of birth and address for this one request, until it is answered or ten working days
    after it was due (practice RF 2; domain §6.14). Link and code are made from a key
    and `link_made_at`; of the link a hash is kept, of the code nothing.

    `to` holds the name, the address and the telephone number of whoever is asked.
    `facts` are `{"what", "on", "source"}`, as the organisation told them.
    """

    class Status(models.TextChoices):
        SENT = "sent", "Waiting for the answer"
        ANSWERED = "answered", "Answered"
        NOTHING_HELD = "nothing_held", "Nothing is held"
        REFUSED = "refused", "Not shared"
        NOT_RECEIVED = "not_received", "No answer came"
        WITHDRAWN = "withdrawn", "Withdrawn"

    REPLIES = (Status.ANSWERED, Status.NOTHING_HELD, Status.REFUSED)

    group = Group.ACCOUNT

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="requests")
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=14, choices=Status, default=Status.SENT)
    to = SealedJSONField(default=dict)
    asked = SealedTextField()
    necessity = SealedTextField()
    legal_basis = models.CharField(
        max_length=20, choices=LegalBasis, default=LegalBasis.SECTION_38
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=clock.now)
    due_on = models.DateField()
    token_sha256 = models.CharField(max_length=64, blank=True)
    link_made_at = models.DateTimeField(default=clock.now)
    link_made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    link_key = models.PositiveIntegerField(null=True)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    disclosed_at = models.DateTimeField(null=True)
    chased_at = models.DateTimeField(null=True)
    facts = SealedJSONField(default=list)
    refused_because = SealedTextField(blank=True)
    may_be_shared_on = models.BooleanField(null=True)
    answered_by = SealedTextField(blank=True)
    told_on = models.DateField(null=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["asked_at", "id"]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(status="sent"), name="request_waiting"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["token_sha256"],
                condition=~Q(token_sha256=""),
                name="request_one_link_each",
            ),
            models.CheckConstraint(
                condition=Q(status="sent", ended_at__isnull=True)
                | ~Q(status="sent") & Q(ended_at__isnull=False),
                name="request_ended_has_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(status="answered") | Q(may_be_shared_on__isnull=False),
                name="request_answer_says_whether_shared_on",
            ),
        ]

    def __str__(self) -> str:
        return "a request for information"

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.SENT

    @property
    def is_late(self) -> bool:
        return self.is_waiting and self.due_on < clock.today()

    @property
    def is_locked(self) -> bool:
        """Whether the code was tried too often: a new link and code are needed."""
        return self.is_waiting and self.wrong_codes >= TRIES

    @property
    def open_until(self) -> date:
        """The last day on which the link opens."""
        return add_working_days(self.due_on, OPEN_AFTER_DUE)

    @property
    def is_live(self) -> bool:
        """Whether the link still opens: not ended, nor ten working days too late."""
        in_time = clock.today() <= self.open_until
        return self.is_waiting and self.referral.is_open and in_time
