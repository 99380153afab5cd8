from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from dueregard import clock
from dueregard.access.rooms import Room
from dueregard.accounts.models import Membership
from dueregard.vault.fields import SealedJSONField, SealedTextField
from dueregard.vault.models import SealedModel

from ..codes import Emergency, OtherSupport


class ConcernQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own, and those one is being asked to check: nobody else's (RF 3).

        Only while one works for the organisation that noticed it.
        """
        works_there = Membership.objects.in_force().filter(
            person=user.pk,
            authority=OuterRef("authority"),
            organisation=OuterRef("organisation"),
        )
        return self.filter(
            Q(noticed_by=user.pk) | Q(checker=user.pk, status=Concern.Status.CHECKING),
            Exists(works_there),
            authority__in=user.authorities_in([Room.REFERRALS]),
        )

    def to_shred(self):
        """Those whose day has come."""
        return self.filter(shred_on__lte=clock.today())


class Concern(SealedModel):
    """Notice, check, share: what a member of staff saw, before it is a referral.

    It stays with the organisation that noticed it: the council and the police do not
    see it, it is never searched, matched or counted by person, and it is shredded 30
    days after its outcome (practice RF 3). `checked_with` names whom the writer spoke
    to outside the service; `lead_knows` whether the organisation's safeguarding lead
    has heard of it (domain t04).
    """

    class Status(models.TextChoices):
        NOTICED = "noticed", "Noticed"
        CHECKING = "checking", "Being checked"
        NOT_SHARED = "not_shared", "Ended without a referral"
        REFERRED = "referred", "To be referred"

    noticed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="concerns"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=20, choices=Status, default=Status.NOTICED)
    emergency = models.CharField(max_length=10, choices=Emergency)
    checker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    what_was_seen = SealedTextField()
    when_and_where = SealedTextField(blank=True)
    means = SealedTextField(blank=True)
    other_explanations = SealedTextField(blank=True)
    checked_with = SealedTextField(blank=True)
    check_notes = SealedTextField(blank=True)
    rationale = SealedTextField(blank=True)
    other_support = models.CharField(max_length=20, choices=OtherSupport, blank=True)
    lead_knows = models.BooleanField(null=True)
    noticed_on = models.DateField(default=clock.today)
    checked_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    shred_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["shred_on"], name="concern_to_shred")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["noticed", "checking"])
                | Q(ended_on__isnull=False, shred_on__isnull=False),
                name="concern_ended_is_shredded_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(status="noticed")
                | Q(checker__isnull=False)
                | Q(status__in=["not_shared", "referred"]),
                name="concern_is_checked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return "a concern"

    def get_absolute_url(self) -> str:
        return reverse("referrals:concern", args=[self.authority.slug, self.pk])

    @property
    def title(self) -> str:
        """What tells it from one's others, and tells nobody anything."""
        return f"Note {self.pk.hex[:4].upper()}"

    @property
    def is_open(self) -> bool:
        return self.status in (self.Status.NOTICED, self.Status.CHECKING)

    def with_moves(self) -> dict:
        """What a row of its history needs to be sealed under the same key."""
        return {"authority_id": self.authority_id, "data_key_id": self.data_key_id}


class ConcernMove(SealedModel):
    """One move that was made; gone with the concern when it is shredded."""

    concern = models.ForeignKey(Concern, models.CASCADE, related_name="moves")
    move = models.CharField(max_length=40)
    from_status = models.CharField(max_length=20)
    to_status = models.CharField(max_length=20)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)
    note = SealedTextField(blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.move}: {self.from_status} to {self.to_status}"


class Turn(models.Model):
    """Whose turn it is with a concern: the noticer's, the checker's, or the noticer's
    again, to read what the checker answered.

    It says nothing of the concern, so that My work finds it with one statement and
    without a look at what is sealed. It is no `Task`: a co-ordinator sees all tasks of
    the authority, and may not know that there is a concern (RF 3).
    """

    class What(models.TextChoices):
        OWN = "own", "Their own note, to be checked with somebody"
        CHECK = "check", "A colleague's, to check"
        ANSWER = "answer", "A colleague's answer, to read"

    concern = models.OneToOneField(Concern, models.CASCADE, primary_key=True)
    authority = models.ForeignKey(
        "accounts.Authority", models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    what = models.CharField(max_length=10, choices=What, default=What.OWN)
    since = models.DateField(default=clock.today)

    class Meta:
        indexes = [models.Index(fields=["person"], name="turn_of_person")]

    def __str__(self) -> str:
        return "a turn"


class AdviceCallQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those that one wrote down oneself."""
        return self.filter(
            taken_by=user.pk, authority__in=user.authorities_in([Room.REFERRALS])
        )

    def to_shred(self):
        """Those whose day has come."""
        return self.filter(shred_on__lte=clock.today())


class AdviceCall(SealedModel):
    """Somebody asked for advice: initials only, counted, deleted on schedule.

    `told` says whether they were told to refer; the year's count of those told not to
    stays when the words go. `words` holds initials, what was asked and what was said.
    """

    class Told(models.TextChoices):
        REFER = "refer", "To refer"
        NOT_REFER = "not_refer", "Not to refer"
        OTHER = "other", "To go to another service"

    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, related_name="+"
    )
    told = models.CharField(max_length=12, choices=Told)
    words = SealedJSONField(default=dict)
    asked_on = models.DateField(default=clock.today)
    shred_on = models.DateField()

    objects = AdviceCallQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["shred_on"], name="advice_to_shred")]

    def __str__(self) -> str:
        return "a call for advice"

    def get_absolute_url(self) -> str:
        return reverse("referrals:advice_call", args=[self.authority.slug, self.pk])
