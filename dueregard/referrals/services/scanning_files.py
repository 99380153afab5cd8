"""The virus check of files that came with referrals: none is read before it is clean.

The bytes are opened in a room and handed to the scanner from memory. While it is away,
or not set up, files wait; the referral itself never does (C-FILE3).
"""

import io
import logging
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import transaction

from dueregard import store
from dueregard.access.need_to_know import Group
from dueregard.access.purposes import Purpose
from dueregard.accounts.models import Authority
from dueregard.audit import services as audit
from dueregard.documents import scanner
from dueregard.vault import files, tenancy
from dueregard.vault.rooms import WORKER, case_room

from ..events import ReferralFileEvent
from ..models import ReferralFile

logger = logging.getLogger(__name__)
SCAN = "referrals.scan_file"
FOLDER = "referrals"
DRAFTS = "referral-drafts"  # sealed files of forms that are being written
MOST_AT_ONCE = 100
# A form is kept 30 days at most; what is older was sealed with a key that is gone.
DRAFTS_KEPT = timedelta(days=31)
ORPHANS_AFTER = timedelta(hours=1)
Status = ReferralFile.Status


def scan_file(authority_id: int, pk: str | UUID) -> None:
    """Have the scanner look at one file. Nothing to do when it was answered for, or
    the scanner does not answer: then it waits."""
    if not scanner.is_configured():
        return
    content = _content(authority_id, pk)
    if content is None:
        return
    try:
        verdict = scanner.ask(io.BytesIO(content))
    except (scanner.Unavailable, OSError) as error:
        reason = type(error).__name__
        logger.warning("The virus check did not answer (%s): a file waits.", reason)
        return
    _settle(authority_id, pk, is_clean=verdict.is_clean)


def scan_waiting() -> int:
    """Ask again for those that wait, and clear files that nothing names; how many
    waited."""
    waited = 0
    for authority in Authority.objects.all():
        with tenancy.of(authority) as number:
            rows = ReferralFile.objects.filter(status=Status.QUARANTINED)
            waiting = list(rows.values_list("pk", flat=True)[:MOST_AT_ONCE])
        for pk in waiting:
            scan_file(number, pk)
        waited += len(waiting)
    sweep()
    return waited


def sweep() -> int:
    """Remove sealed bytes whose draft or row is gone; how many files."""
    named: set[str] = set()
    for authority in Authority.objects.all():
        with tenancy.of(authority):
            needed = ReferralFile.objects.exclude(status=Status.REFUSED)
            named.update(needed.values_list("stored_name", flat=True))
    gone = store.sweep(named, older_than=ORPHANS_AFTER, folder=FOLDER)
    return gone + store.sweep(set(), older_than=DRAFTS_KEPT, folder=DRAFTS)


def _content(authority_id: int, pk: str | UUID) -> bytes | None:
    """The bytes of a file that waits."""
    room = case_room(
        WORKER,
        authority=authority_id,
        purpose=Purpose.DELIVERY,
        door="scan",
        groups=[Group.ACCOUNT],
    )
    with room as opened:
        row = ReferralFile.objects.filter(pk=pk, status=Status.QUARANTINED).first()
        if row is None:
            return None
        opened.show(row)
        seal = files.seal_to_read(row.data_key)
        try:
            return b"".join(store.read(row.stored_name, FOLDER, seal=seal))
        except FileNotFoundError:
            logger.error("A file of a referral is not on the disk.")
            return None


@audit.atomic
def _settle(authority_id: int, pk: str | UUID, *, is_clean: bool) -> None:
    with tenancy.of(authority_id):
        rows = ReferralFile.objects.select_for_update(of=("self",))
        row = rows.filter(pk=pk, status=Status.QUARANTINED).first()
        if row is None:
            return
        row.status = Status.CLEAN if is_clean else Status.REFUSED
        row.save(update_fields=["status"])
        event = ReferralFileEvent.CLEAN if is_clean else ReferralFileEvent.REFUSED
        audit.record(event, row, by=None, sha256=row.sha256)
    if not is_clean:
        transaction.on_commit(partial(store.remove, row.stored_name, FOLDER))
