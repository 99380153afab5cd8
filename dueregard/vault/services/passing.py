"""Records pass to the authority that takes over, sealed anew for where they stand then.

Sealed bytes open only at their authority. So each answer is opened and sealed again
under the same data key, which is wrapped anew: nothing plain is kept on the way, and
whoever has a copy of before opens nothing of after with it. What finds a record is
hashed under a key of the authority and is not made here: rooms index anew by the words.
"""

import logging
from collections.abc import Collection
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.views.decorators.debug import sensitive_variables

from .. import keyring, seals, tenancy, wrapping
from ..carrying import Stored
from ..errors import Unreadable
from ..files import PassingSeal
from ..models import (
    BlindToken,
    DataKey,
    SealedModel,
    WrappedKey,
    sealed_models,
    sealed_names,
)
from .making import usable_version

logger = logging.getLogger(__name__)


def keys_left(authority: int, *kinds: str, most: int) -> list[UUID]:
    """Data keys of these kinds that `authority` still has, the oldest first."""
    with tenancy.of(authority):
        rows = DataKey.objects.filter(authority=authority, kind__in=kinds)
        return list(
            rows.order_by("created_at", "pk").values_list("pk", flat=True)[:most]
        )


@sensitive_variables()
def pass_records(
    keys: Collection[UUID], *, authority: int, successor: int
) -> dict[UUID, tuple[PassingSeal, PassingSeal]]:
    """Make all that stands under `keys` the successor's; call it in a transaction.

    Answers, by data key, what opens its files as they are and what seals them anew. A
    row that was damaged passes as it is, and stays unreadable; so does what stands
    under a key that was destroyed.

    Raises:
        KeysUnavailable: the records are locked; nothing has passed.
    """
    with tenancy.passing(authority, successor):
        held = DataKey.objects.select_for_update(of=("self",))
        mine = held.filter(authority=authority, pk__in=keys)
        opened = _opened(mine)
        for model in sealed_models(apps.get_models()):
            _pass_rows(model, opened, authority, successor)
        found = [row.pk for row in mine]
        BlindToken.objects.filter(data_key__in=found).update(authority=successor)
        _pass_keys(found, opened, authority, successor)
    return {
        pk: (PassingSeal(key, authority, pk), PassingSeal(key, successor, pk))
        for pk, key in ((pk, AESGCM(raw)) for pk, raw in opened.items() if raw)
    }


@sensitive_variables()
def _opened(keys: Any) -> dict[UUID, bytes | None]:
    """The keys themselves; None is one that was destroyed or does not open."""
    known: dict[int, AESGCM] = {}
    opened: dict[UUID, bytes | None] = {}
    for kept in wrapping.with_versions(keys, known):
        opened[kept.key_id] = None
        if kept.wrapped is not None:
            try:
                opened[kept.key_id] = wrapping.unwrap(kept, known)
            except Unreadable:
                logger.error("Data key %s does not open.", kept.key_id)
    return opened


@sensitive_variables()
def _pass_rows(
    model: type[SealedModel],
    opened: dict[UUID, bytes | None],
    authority: int,
    successor: int,
) -> None:
    names, places = sealed_names(model), (authority, successor)
    rows = model._base_manager.filter(authority=authority, data_key__in=list(opened))
    for pk, key_id, *blobs in rows.values_list("pk", "data_key_id", *names):
        raw = opened[key_id]
        anew = {
            name: _sealed_anew(model, AESGCM(raw), (pk, key_id, name), blob, places)
            for name, blob in zip(names, blobs, strict=True)
            if raw and blob is not None
        }
        model._base_manager.filter(pk=pk).update(authority=successor, **anew)


@sensitive_variables()
def _sealed_anew(
    model: type[SealedModel],
    key: AESGCM,
    of: tuple[UUID, UUID, str],
    held: Stored,
    places: tuple[int, int],
) -> Stored:
    pk, key_id, name = of
    table, column = model._meta.db_table, _column(model, name)
    before, after = (
        seals.place("row", number, table, pk, column, key_id) for number in places
    )
    try:
        return Stored(seals.seal(key, seals.unseal(key, held.blob, before), after))
    except Unreadable:
        logger.error("%s %s: %s does not open.", model._meta.label, pk, name)
        return held


@sensitive_variables()
def _pass_keys(
    found: list[UUID],
    opened: dict[UUID, bytes | None],
    authority: int,
    successor: int,
) -> None:
    version = usable_version()
    kek = keyring.opened(version)
    DataKey.objects.filter(pk__in=found).update(authority=successor)
    rows = {row.pk: row for row in DataKey.objects.filter(pk__in=found)}
    anew = [
        wrapping.wrapped(rows[pk], raw, version, kek)
        for pk, raw in opened.items()
        if raw
    ]
    WrappedKey.objects.bulk_update(
        anew, ["authority", "wrapped", "kek_version"], batch_size=250
    )
    left = WrappedKey.objects.filter(data_key__in=found, authority=authority)
    left.update(authority=successor)  # those that do not open: they go with their rows


def _column(model: type[SealedModel], name: str) -> str:
    fields = model._meta.concrete_fields
    return next(str(field.column) for field in fields if field.name == name)
