"""Data keys, what finds a sealed record by name, and what every sealed row has."""

import uuid
from typing import Any

from django.core import checks
from django.db import models
from django.db.models import Q

from dueregard import clock
from dueregard.audit.guards import append_only

from . import carrying, rules_of_models


class KeyVersion(models.Model):
    """One version of the key that wraps all data keys. The key itself is not here.

    `check` tells the right key from a wrong one. `sealed` is the key wrapped by the key
    service, where one is used; with a key file it is empty. The newest that is not
    retired wraps; a retired one opens nothing any more.
    """

    number = models.PositiveIntegerField(primary_key=True)
    check_value = models.BinaryField()
    sealed = models.BinaryField(default=b"")
    made_at = models.DateTimeField(default=clock.now)
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"Key version {self.number}"


class DataKey(models.Model):
    """The key of one person, referral, concern, case or draft (C-K1), or of what is
    still to be said to others once one was destroyed.

    The key itself is in `WrappedKey`. Destroying it is the deletion of all that it
    sealed: rows, files, indexes, drafts, and every copy of them in a backup (C-K4).
    """

    class Kind(models.TextChoices):
        PERSON = "person", "Person"
        CONCERN = "concern", "Concern"
        REFERRAL = "referral", "Referral"
        CASE = "case", "Case"
        DRAFT = "draft", "Draft"
        INDEX = "index", "Index of an authority"
        NOTICE = "notice", "Notices that outlive a record"
        QUESTION = "question", "Question about who read what"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey(
        "accounts.Authority", models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=20, choices=Kind)
    created_at = models.DateTimeField(default=clock.now)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["authority"],
                condition=Q(kind="index"),
                name="datakey_one_index_per_authority",
            ),
        ]

    def __repr__(self) -> str:
        return "<DataKey>"

    def __str__(self) -> str:
        return f"Data key of a {self.kind}"


class WrappedKey(models.Model):
    """A data key as it is kept: sealed under a `KeyVersion`, gone once destroyed.

    A table of its own, so that dumps leave it out and it is backed up apart, for 35
    days at most (settled 29): what was shredded is then unreadable everywhere.
    """

    data_key = models.OneToOneField(
        DataKey, models.CASCADE, primary_key=True, related_name="kept"
    )
    authority = models.ForeignKey(
        "accounts.Authority", models.PROTECT, related_name="+"
    )
    wrapped = models.BinaryField()
    kek_version = models.PositiveIntegerField()

    class Meta:
        indexes = [
            models.Index(
                fields=["authority", "kek_version"], name="wrappedkey_to_rewrap"
            )
        ]

    def __repr__(self) -> str:
        return "<WrappedKey>"

    def __str__(self) -> str:
        return "Wrapped key"


class BlindToken(models.Model):
    """A keyed hash by which a record is found without its words being stored (C-K3).

    `kind` says what was hashed: a word of a name, its sound, a date of birth, a number.
    """

    authority = models.ForeignKey(
        "accounts.Authority", models.PROTECT, related_name="+"
    )
    data_key = models.ForeignKey(DataKey, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    token = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["data_key", "kind", "token"], name="blindtoken_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["authority", "kind", "token", "data_key"],
                name="blindtoken_find",
            )
        ]

    def __repr__(self) -> str:
        return "<BlindToken>"

    def __str__(self) -> str:
        return "Blind token"


@append_only
class Erasure(models.Model):
    """The ledger of destroyed data keys: random ids only, so that it can outlive them.

    A restored backup is brought up to it before it opens (C-K5).
    """

    data_key_id = models.UUIDField(unique=True)
    authority_id = models.BigIntegerField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = "erasure"

    def __str__(self) -> str:
        return f"Erasure {self.pk}"


class SealedModel(models.Model):
    """What every row with sealed fields has. The id is random and known before saving.

    `repr` is blank; sealed fields stay out of forms, serializers and pickles.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    authority = models.ForeignKey(
        "accounts.Authority", models.PROTECT, related_name="+", editable=False
    )
    data_key = models.ForeignKey(
        DataKey, models.PROTECT, related_name="+", editable=False
    )

    class Meta:
        abstract = True

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def __getstate__(self) -> dict[str, Any]:
        state = super().__getstate__()
        for name in sealed_names(type(self)):
            state.pop(name, None)
        return state

    @classmethod
    def from_db(cls, *args: Any, **kwargs: Any) -> Any:
        row = super().from_db(*args, **kwargs)
        carrying.note_place(row)
        return row

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        with carrying.unopened():  # bytes are carried over as they are
            super().refresh_from_db(*args, **kwargs)
        carrying.note_place(self)

    def clean_fields(self, exclude: Any = None) -> None:
        super().clean_fields({*(exclude or ()), *sealed_names(type(self))})

    def _get_field_expression_map(self, meta: Any, exclude: Any = None) -> Any:
        sealed = {*(exclude or ()), *sealed_names(type(self))}
        return super()._get_field_expression_map(meta, sealed)  # type: ignore[misc]

    @classmethod
    def check(cls, **kwargs: Any) -> list[checks.CheckMessage]:
        found = super().check(**kwargs)
        return [*found, *rules_of_models.mistakes(cls, sealed_names(cls))]


def sealed_names(model: type[models.Model]) -> list[str]:
    """The names of a model's sealed fields."""
    fields = model._meta.concrete_fields
    return [field.name for field in fields if getattr(field, "is_sealed", False)]


def sealed_models(models_: Any) -> list[type[SealedModel]]:
    """Those of `models_` that have an authority and a data key."""
    return [each for each in models_ if issubclass(each, SealedModel)]
