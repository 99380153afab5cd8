"""Changing the key that wraps all others, while the service runs (C-K2).

Only the wrapping changes: 32 bytes a record, never what they sealed. Each row says
which version wraps it, so both open until the last row is changed; then the old is
retired and opens nothing. Killed half way, the next run goes on from what rows say.
"""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.views.decorators.debug import sensitive_variables

from dueregard import clock
from dueregard.audit import services as audit

from .. import keyring, tenancy, wrapping
from ..events import VaultEvent
from ..models import KeyVersion, WrappedKey
from .making import add_version, usable_version

BATCH = 1000


def rotate(
    *, by: Any = None, tell: Callable[[int, int], None] | None = None
) -> tuple[int, int]:
    """Wrap every data and index key under a new version, and retire the older ones.

    Goes on with a change that was interrupted. `tell(done, version)` is called after
    every batch. Answers the version and how many keys were wrapped anew.

    Raises:
        KeysUnavailable: the old or the new key cannot be had; nothing is lost.
    """
    version = _begun(by)
    done = 0
    for authority_id in _authorities():
        while changed := _batch(authority_id, version):
            done += changed
            if tell:
                tell(done, version.number)
    done += _finish(version, by, done)
    return version.number, done


def unfinished() -> bool:
    """Whether a change of keys was begun and not finished."""
    return KeyVersion.objects.filter(retired_at=None).count() > 1


@audit.atomic
def _begun(by: Any) -> KeyVersion:
    newest = usable_version()
    keyring.opened(newest)  # or it is locked, and we add nothing
    if not unfinished():
        number, key, sealed = keyring.current().new(after=newest.number)
        add_version(number, key, sealed)
        audit.record(VaultEvent.ROTATION_BEGAN, None, by=by, version=number)
        newest = KeyVersion.objects.get(number=number)
    return newest


def _authorities() -> list[int]:
    rows = apps.get_model("accounts.Authority")._base_manager.order_by("pk")
    return list(rows.values_list("pk", flat=True))


def _older(version: KeyVersion) -> Any:
    older = WrappedKey.objects.filter(kek_version__lt=version.number)
    return older.select_related("data_key").order_by("pk")


def _batch(authority_id: int, version: KeyVersion) -> int:
    """Wrap the next rows of an authority anew, in a transaction of their own."""
    with transaction.atomic(), tenancy.of(authority_id):
        rows = _older(version).filter(authority_id=authority_id)
        return _rewrap(list(rows.select_for_update(of=("self",))[:BATCH]), version)


@sensitive_variables()
def _rewrap(rows: list[WrappedKey], version: KeyVersion) -> int:
    keks = wrapping.opened_versions({row.kek_version for row in rows})
    kek, new = keyring.opened(version), []
    for row in rows:
        data_key, held = row.data_key, bytes(row.wrapped)
        about = (data_key.pk, row.authority_id, data_key.kind, None)
        key = wrapping.unwrap(wrapping.Kept(*about, held, row.kek_version), keks)
        new.append(wrapping.wrapped(data_key, key, version, kek))
    WrappedKey.objects.bulk_update(new, ["wrapped", "kek_version"], batch_size=250)
    return len(new)


@audit.atomic
def _finish(version: KeyVersion, by: Any, before: int) -> int:
    """Wait for who is making a key, wrap what they made, and retire the old versions.

    Whoever waited for us sees after writing that the version changed (`making._made`).
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(WrappedKey._meta.db_table)
            cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
    late = 0
    for authority_id in _authorities():
        with tenancy.of(authority_id):
            late += _rewrap(list(_older(version)), version)
    old = KeyVersion.objects.filter(retired_at=None, number__lt=version.number)
    retired = list(old.values_list("number", flat=True))
    old.update(retired_at=clock.now(), sealed=b"")
    facts = {"version": version.number, "keys": before + late, "retired": retired}
    audit.record(VaultEvent.ROTATED, None, by=by, **facts)
    return late
