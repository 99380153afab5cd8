from django.db import models

from dueregard import clock
from dueregard.access.need_to_know import Group
from dueregard.vault.fields import SealedDateField, SealedJSONField, SealedTextField
from dueregard.vault.models import SealedModel

from ..codes import AgeRoute


class Subject(SealedModel):
    """A person who was referred (domain §6.10): who they are, and nothing of why.

    Never joined to a learner, an account or anything outside the case zone. There is
    no photograph, no score and no mark of risk. `age_route` is which rules for
    children apply; it is the one fact of theirs that the database can read.
    """

    group = Group.IDENTITY

    forenames = SealedTextField(blank=True)
    surname = SealedTextField(blank=True)
    aliases = SealedJSONField(default=list)
    born_on = SealedDateField(null=True)
    approximate_age = SealedTextField(blank=True)
    gender = SealedTextField(blank=True)
    addresses = SealedJSONField(default=list)
    contacts = SealedJSONField(default=list)
    household = SealedTextField(blank=True)
    school_or_work = SealedTextField(blank=True)
    language = SealedJSONField(default=dict)
    age_route = models.CharField(
        max_length=10, choices=AgeRoute, default=AgeRoute.UNKNOWN
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged"
    )
    created_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "person referred"
        verbose_name_plural = "people referred"

    def __str__(self) -> str:
        return "a person referred"


class Characteristics(SealedModel):
    """Health, social care, belief, ethnicity and status, each with who said so.

    Under the person's own key. `answers` maps a question to `{"value", "stated_by",
    "on"}`, or to the code of why it is not known: never to nothing.
    """

    group = Group.CHARACTERISTICS

    subject = models.OneToOneField(
        Subject, models.PROTECT, related_name="characteristics"
    )
    answers = SealedJSONField(default=dict)
    needs = SealedTextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "characteristics"

    def __str__(self) -> str:
        return "characteristics of a person referred"
