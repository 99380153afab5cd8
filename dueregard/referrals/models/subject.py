from django.db import models
from django.db.models import Q

from dueregard import clock
from dueregard.access.need_to_know import Group
from dueregard.vault.fields import SealedDateField, SealedJSONField, SealedTextField
from dueregard.vault.models import SealedModel

from ..codes import AgeRoute


class Subject(SealedModel):
    """A person who was referred (domain §6.10): who they are, and nothing of why.

    Never joined to a learner, an account or anything outside the case zone. There is
    no photograph, no score and no mark of risk. `age_route` is which rules for
    children apply, `adult_from` of a child the first day of the quarter after they turn
    18 (`coming_of_age`); they are all of theirs that the database can read.
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
    adult_from = models.DateField(null=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        db_index=False,  # below: of the few that are, or nearly all rows are alike
    )
    created_at = models.DateTimeField(default=clock.now)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "person referred"
        verbose_name_plural = "people referred"
        indexes = [
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                name="person_merged",
            ),
        ]

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
