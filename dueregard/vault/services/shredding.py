"""Destroying data keys: the one way in which records about people are deleted."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.audit import services as audit
from dueregard.audit.facts import LONGEST_LIST

from .. import registry, tenancy
from ..events import VaultEvent
from ..models import DataKey, Erasure
from .erasing import bring_ledger_up_to_date, destroy

HELD = (
    "This record is under a legal hold, so it cannot be destroyed. The hold is lifted "
    "by two people, with a reason."
)


def shred(data_key: DataKey, *, by: Any, because_code: str) -> None:
    """Destroy `data_key`: what it sealed is unreadable everywhere, for good.

    Its index rows go too, and its random id into the ledger that a restored backup is
    brought up to. Doing it twice does nothing. `because_code` is a code such as
    "retention" or "spam".

    Raises:
        NotNow: a legal hold keeps it; the attempt is recorded.
    """
    shred_all([data_key], by=by, because_code=because_code)


def shred_all(keys: Iterable[DataKey], *, by: Any, because_code: str) -> int:
    """As `shred`, for many keys: all or none. Answers how many were destroyed now."""
    wanted = list(keys)
    for data_key in wanted:
        _must_not_be_held(data_key, by)
    by_owner: dict[tuple[int, str], list[DataKey]] = {}
    for data_key in wanted:
        owner = (data_key.authority_id, data_key.kind)
        by_owner.setdefault(owner, []).append(data_key)
    with audit.atomic(savepoint=False):
        done = sum(
            _shred(authority_id, kind, group, by, because_code)
            for (authority_id, kind), group in sorted(by_owner.items())
        )
    return done


def _must_not_be_held(data_key: DataKey, by: Any) -> None:
    if data_key.kind == DataKey.Kind.INDEX:
        raise ValueError("The key of an authority's indexes is not shredded.")
    with tenancy.of(data_key.authority_id):
        reason = registry.held_because(data_key)
    if not reason:
        return
    with audit.atomic():
        audit.record(
            VaultEvent.SHRED_REFUSED,
            None,
            by=by,
            authority=data_key.authority_id,
            key=data_key.pk,
            reason=reason,
        )
    raise NotNow(HELD)


def _shred(
    authority_id: int, kind: str, keys: list[DataKey], by: Any, because: str
) -> int:
    with tenancy.of(authority_id):
        rows = DataKey.objects.filter(pk__in=[key.pk for key in keys])
        whole = rows.filter(destroyed_at=None).order_by("pk").select_for_update()
        ids = list(whole.values_list("pk", flat=True))
        if not ids:
            return 0
        destroy(ids)
        Erasure.objects.bulk_create(
            [Erasure(data_key_id=pk, authority_id=authority_id) for pk in ids],
            ignore_conflicts=True,
        )
    audit.record(
        VaultEvent.SHREDDED,
        None,
        by=by,
        authority=authority_id,
        kind=kind,
        keys=ids if len(ids) <= LONGEST_LIST else len(ids),
        because=because,
    )
    transaction.on_commit(partial(bring_ledger_up_to_date, ids))
    for key in keys:
        key.destroyed_at = key.destroyed_at or clock.now()
    return len(ids)
