"""Concerns and calls for advice go when their day has come, whoever might want them."""

from collections.abc import Iterable
from contextlib import suppress

from dueregard.access.refusals import NotNow
from dueregard.accounts.models import Authority
from dueregard.audit import services as audit
from dueregard.vault import services as vault
from dueregard.vault import tenancy

from ..models import AdviceCall, Concern


@audit.atomic
def shred_what_is_due() -> int:
    """Destroy the keys and rows of concerns and calls whose day has come; how many.

    The audit holds that the keys were destroyed, and the tallies stay. One under a
    legal hold stays, too; that it was tried is recorded.
    """
    return sum(_shred_at(authority) for authority in Authority.objects.all())


def _shred_at(authority: Authority) -> int:
    with tenancy.of(authority):
        due: list[Concern | AdviceCall] = [
            *_of(Concern.objects.to_shred(), authority),
            *_of(AdviceCall.objects.to_shred(), authority),
        ]
        return sum(_shred(row) for row in due)


def _of(rows, authority: Authority) -> Iterable:
    return rows.filter(authority=authority).select_related("data_key").order_by("pk")


def _shred(row: Concern | AdviceCall) -> int:
    with suppress(NotNow):  # a legal hold, which the vault has recorded
        vault.shred(row.data_key, by=None, because_code="retention")
        row.delete()
        row.data_key.delete()
        return 1
    return 0
