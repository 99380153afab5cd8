"""The ledger of erasures outside the database, and bringing a restored one up to it.

A line of the file that `ERASURES` names is JSON: a data key's random id, its
authority's number and the moment. Keep the file with the newest backup, never only in
an old one: an erasure must outlive every copy of what it erased (C-K5).
"""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from dueregard import clock
from dueregard.audit import services as audit

from .. import tenancy
from ..events import VaultEvent
from ..models import BlindToken, DataKey, Erasure, WrappedKey

BATCH = 500


def bring_ledger_up_to_date(ids: Iterable[Any] | None = None) -> int:
    """Add to the file the erasures that it lacks (all, or of these ids); how many.

    Adding one twice does no harm: whoever reads the file goes by the id.
    """
    rows, known = Erasure.objects.order_by("pk"), set[UUID]()
    if ids is not None:
        new: Iterable[Erasure] = rows.filter(data_key_id__in=list(ids))
    else:
        known = {data_key_id for data_key_id, _ in read(Path(settings.ERASURES))}
        new = rows.iterator()
    lines = [_line(row) for row in new if row.data_key_id not in known]
    if lines:
        _append(Path(settings.ERASURES), lines)
    return len(lines)


def read(path: Path) -> list[tuple[UUID, int]]:
    """The data keys and authorities of a ledger file. A last half line is left out."""
    if not path.is_file():
        return []
    found = []
    for line in path.read_text().splitlines():
        try:
            content = json.loads(line)
            found.append((UUID(content["key"]), int(content["authority"])))
        except (ValueError, LookupError, TypeError):
            continue  # a crash cut it off; the row in the database brings it again
    return found


def undone(path: Path) -> list[tuple[UUID, int]]:
    """What the ledger says is destroyed and is not, as after restoring a backup."""
    wanted: dict[int, list[UUID]] = {}
    for data_key_id, authority_id in known(path):
        wanted.setdefault(authority_id, []).append(data_key_id)
    found = []
    for authority_id, ids in wanted.items():
        with tenancy.of(authority_id):
            for start in range(0, len(ids), BATCH):
                part = DataKey.objects.filter(pk__in=ids[start : start + BATCH])
                whole = part.filter(Q(destroyed_at=None) | Q(kept__isnull=False))
                left = whole.values_list("pk", flat=True)
                found += [(pk, authority_id) for pk in left]
    return found


def replay(path: Path) -> int:
    """Destroy again what a restored backup brought back; how many keys."""
    left = undone(path)
    with audit.atomic():
        for authority_id in sorted({number for _, number in left}):
            ids = [pk for pk, number in left if number == authority_id]
            _replay(authority_id, ids)
    return len(left)


def _replay(authority_id: int, ids: list[UUID]) -> None:
    with tenancy.of(authority_id):
        for start in range(0, len(ids), BATCH):
            part = ids[start : start + BATCH]
            destroy(part)
            Erasure.objects.bulk_create(
                [Erasure(data_key_id=pk, authority_id=authority_id) for pk in part],
                ignore_conflicts=True,
            )
    audit.record(
        VaultEvent.REPLAYED, None, by=None, authority=authority_id, keys=len(ids)
    )


def destroy(ids: list[Any]) -> int:
    """Delete the wrapped keys and their indexes, where the authority is set."""
    BlindToken.objects.filter(data_key__in=ids).delete()
    WrappedKey.objects.filter(data_key__in=ids).delete()
    return DataKey.objects.filter(pk__in=ids, destroyed_at=None).update(
        destroyed_at=clock.now()
    )


def known(path: Path) -> set[tuple[UUID, int]]:
    """The data keys (and their authorities) that were destroyed, by file and table."""
    rows = Erasure.objects.values_list("data_key_id", "authority_id")
    return {*read(path), *rows.iterator()}


def _line(row: Erasure) -> str:
    content = {
        "key": str(row.data_key_id),
        "authority": row.authority_id,
        "at": row.at.isoformat(),
    }
    return json.dumps(content)


def _append(path: Path, lines: list[str]) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a") as stream:
        stream.write("".join(f"{line}\n" for line in lines))
        stream.flush()
        os.fsync(stream.fileno())
