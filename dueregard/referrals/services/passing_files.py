"""Files of records that pass to a successor: sealed anew, as their records are.

The bytes of before stay on the disk until the sweep finds that nothing names them, so
that a batch that fails half-way has lost nothing.
"""

import logging
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from dueregard import store
from dueregard.accounts.models import Authority
from dueregard.drafts.models import Draft
from dueregard.vault import tenancy
from dueregard.vault.errors import Unreadable
from dueregard.vault.files import PassingSeal
from dueregard.vault.rooms import own_words

from ..models import ReferralFile
from .keeping_files import DRAFTS, FOLDER

logger = logging.getLogger(__name__)
Seals = Mapping[UUID, tuple[PassingSeal, PassingSeal]]


def pass_files(
    successor: Authority, files: Iterable[ReferralFile], seals: Seals
) -> None:
    """Files of referrals that have passed; those whose bytes are gone stay as they are.

    Raises:
        OSError: the disk is full or fails.
    """
    with tenancy.of(successor):
        for row in files:
            if row.status != ReferralFile.Status.REFUSED and row.data_key_id in seals:
                name = _anew(row.stored_name, FOLDER, seals[row.data_key_id])
                ReferralFile.objects.filter(pk=row.pk).update(stored_name=name)


@sensitive_variables()
def pass_files_of_drafts(
    successor: Authority, drafts: Iterable[Draft], seals: Seals
) -> None:
    """The same of forms that are not sent yet, which name their files themselves."""
    rows = [draft for draft in drafts if draft.data_key_id in seals]
    with own_words(successor, rows):
        for draft in rows:
            content = draft.content
            for each in content["files"]:
                pair = seals[draft.data_key_id]
                each["stored_name"] = _anew(each["stored_name"], DRAFTS, pair)
            if content["files"]:
                draft.content = content
                draft.save(update_fields=["content"])


def _anew(name: str, folder: str, seals: tuple[PassingSeal, PassingSeal]) -> str:
    """The name under which the bytes are now."""
    before, after = seals
    try:
        pieces = list(store.read(name, folder, seal=before))
    except (FileNotFoundError, store.Damaged, Unreadable) as error:
        logger.error("A file did not pass: %s.", type(error).__name__)
        return name
    limit = settings.DOCUMENT_MOST
    return store.keep(pieces, limit=limit, folder=folder, seal=after).name
