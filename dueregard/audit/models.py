from django.db import models
from django.db.models import Q

from .chain import START
from .guards import append_only


class Chain(models.Model):
    """Where an authority's chain of entries stands now.

    The number is the authority's id; nought is the chain of events that belong to no
    authority. Locking this row is what keeps the sequence free of gaps.
    """

    SERVICE_WIDE = 0

    number = models.BigIntegerField(primary_key=True)
    sequence = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=START)

    def __str__(self) -> str:
        return f"Chain {self.number} at {self.sequence}"

    @property
    def authority_id(self) -> int | None:
        return self.number or None


class EntryQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(authority_id__in=user.authorities())

    def about(self, subject: models.Model):
        """What happened to `subject`, oldest first."""
        return self.filter(
            subject_type=subject._meta.label_lower, subject_id=str(subject.pk)
        ).order_by("at", "pk")

    def of_chain(self, number: int):
        """The entries of one chain in order."""
        return self.filter(authority_id=number or None).order_by("sequence")


@append_only
class Entry(models.Model):
    """One thing that happened: who did what to which thing, and when.

    Holds ids, codes, dates and hashes, never content, so that it stays true and
    readable when what it is about is destroyed (DPA 2018 s62 asks for such a log). Ids
    are plain values without foreign keys: an entry never stops a deletion.
    """

    authority_id = models.BigIntegerField(null=True)
    sequence = models.BigIntegerField()
    at = models.DateTimeField()
    event = models.CharField(max_length=80)
    subject_type = models.CharField(max_length=80, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    person_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)
    key_version = models.PositiveIntegerField()
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(
                fields=["authority_id", "sequence"], name="audit_one_entry_per_number"
            ),
            models.UniqueConstraint(
                fields=["sequence"],
                condition=Q(authority_id__isnull=True),
                name="audit_one_service_entry_per_number",
            ),
        ]
        indexes = [
            models.Index(
                fields=["subject_type", "subject_id", "at"], name="audit_by_subject"
            ),
            models.Index(fields=["person_id", "at"], name="audit_by_person"),
            models.Index(
                fields=["authority_id", "event", "at", "person_id"],
                name="audit_by_event",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.subject_type} {self.subject_id}".strip()
