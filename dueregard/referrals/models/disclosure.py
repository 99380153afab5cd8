from django.conf import settings
from django.db import models
from django.db.models import Q

from dueregard import clock
from dueregard.access.need_to_know import Group
from dueregard.vault.fields import SealedTextField
from dueregard.vault.models import SealedModel

from .referral import Referral
from .routing import Destination


class Disclosure(SealedModel):
    """Who was given what class of content, when; so that a correction reaches them.

    `destination` or `organisation` says who holds it, where it is one that we know;
    `recipient` is their name as it was then (practice RF 5).
    """

    class Content(models.TextChoices):
        IDENTITY = "identity", "Name, date of birth and address"
        FORM = "form", "The whole form"
        EXTRACT = "extract", "The agency’s own part"

    group = Group.ACCOUNT

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="disclosures")
    destination = models.ForeignKey(
        Destination, models.PROTECT, null=True, related_name="+"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, related_name="+"
    )
    recipient = SealedTextField()
    content = models.CharField(max_length=10, choices=Content)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return "a disclosure"


class Correction(SealedModel):
    """What stands beside the original, which is never changed itself (2.7, R6).

    `objection` is the person's own words; `statement` is ours. A deletion asks holders
    to destroy what they have. One made in error says so of the whole referral.
    """

    class Kind(models.TextChoices):
        CORRECTION = "correction", "Something in it is wrong, or is disputed"
        DELETION = "deletion", "Whoever holds it must delete it"
        MADE_IN_ERROR = "made_in_error", "The referral was made in error"

    class About(models.TextChoices):
        WHOLE = "whole", "The referral as a whole"
        PERSON = "person", "Who the person is"
        DID_OR_SAID = "did_or_said", "What the person did or said"
        MEANS = "means", "What the writer thinks it means"
        OTHER_EXPLANATIONS = "other_explanations", "What else it could be"
        CAME_TO_LIGHT = "came_to_light", "How it came to light"
        OTHER_AGENCIES = "other_agencies", "Who else works with the person"
        SAFEGUARDING = "safeguarding", "Safeguarding"
        CHARACTERISTICS = "characteristics", "Health, care, belief and background"

    group = Group.ACCOUNT

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="corrections")
    kind = models.CharField(max_length=14, choices=Kind)
    about = models.CharField(max_length=20, choices=About, default=About.WHOLE)
    statement = SealedTextField()
    objection = SealedTextField(blank=True)
    asked_by = SealedTextField(blank=True)
    asked_on = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return "a correction"


class CorrectionNotice(SealedModel):
    """One holder that is told of a correction, and owes us a confirmation.

    By link and a code told by telephone, as the form itself goes; or told by telephone.
    Under the referral's key. The last mail's link is the one that opens.
    """

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="notices")
    correction = models.ForeignKey(Correction, models.PROTECT, related_name="notices")
    disclosure = models.ForeignKey(Disclosure, models.PROTECT, related_name="notices")
    due_on = models.DateField()
    token_sha256 = models.CharField(max_length=64, blank=True)
    mailed_at = models.DateTimeField(null=True)
    code_made_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    told_on = models.DateField(null=True)
    told_to = SealedTextField(blank=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    confirmed_on = models.DateField(null=True)
    confirmed_by = SealedTextField(blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    chased_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(confirmed_on__isnull=True),
                name="notice_waiting",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["correction", "disclosure"], name="notice_once"
            ),
        ]

    def __str__(self) -> str:
        return "a notice of a correction"

    @property
    def is_told(self) -> bool:
        """Whether they have read what is wrong, or were told it."""
        return self.opened_at is not None or self.told_on is not None
