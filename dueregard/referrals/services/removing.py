"""Taking away rows and files whose keys were destroyed."""

from functools import partial
from uuid import UUID

from django.apps import apps
from django.db import models, transaction

from dueregard import store
from dueregard.accounts.models import Authority
from dueregard.audit import services as audit
from dueregard.reminders import registry
from dueregard.reminders import services as reminders
from dueregard.vault import tenancy
from dueregard.vault.models import DataKey, SealedModel

from ..events import KeepingEvent
from ..models import Match, Referral, ReferralFile, Subject
from .scanning_files import FOLDER

OURS = "referrals."  # how the kinds of task of this room begin


def remove_rows(keys: list[UUID]) -> int:
    """Delete every row that these keys sealed, and what names such a row; how many.

    Database constraints are checked at the end, so the order does not matter.
    """
    gone = 0
    people = Subject.objects.filter(data_key__in=keys)
    pairs = Match.objects.filter(second__in=people.values("pk"))
    gone += pairs._raw_delete(pairs.db)
    for model in sealed_here():
        rows = model._base_manager.filter(data_key__in=keys)
        gone += rows._raw_delete(rows.db)
    old = DataKey.objects.filter(pk__in=keys)
    old._raw_delete(old.db)
    return gone


def close_what_is_owed(keys: list[UUID]) -> None:
    """Nobody owes anything of a row that these keys sealed any more."""
    rows = [
        str(pk)
        for model in sealed_here()
        for pk in model._base_manager.filter(data_key__in=keys).values_list(
            "pk", flat=True
        )
    ]
    for kind in registry.kinds():
        if kind.code.startswith(OURS):
            reminders.close_tasks(kind.code, rows, event=KeepingEvent.DESTROYED.code)


@audit.atomic
def clear_what_came_back(authority: Authority) -> int:
    """Delete rows and files whose key was destroyed: a restored backup brings them
    back, unreadable, after its keys were destroyed again. How many rows."""
    with tenancy.of(authority):
        shredded = DataKey.objects.filter(
            authority=authority, destroyed_at__isnull=False
        )
        keys = list(
            shredded.filter(
                models.Q(pk__in=Referral.objects.values("data_key"))
                | models.Q(pk__in=Subject.objects.values("data_key"))
            ).values_list("pk", flat=True)
        )
        if not keys:
            return 0
        rows = ReferralFile.objects.filter(data_key__in=keys)
        stored = list(rows.values_list("stored_name", flat=True))
        gone = remove_rows(keys)
        audit.record(
            KeepingEvent.CLEARED,
            None,
            by=None,
            authority=authority.pk,
            rows=gone,
            files=len(stored),
        )
    for name in stored:
        transaction.on_commit(partial(store.remove, name, FOLDER))
    return gone


def sealed_here() -> list[type[SealedModel]]:
    """Every model of this room with sealed fields."""
    found = apps.get_app_config("referrals").get_models()
    return [each for each in found if issubclass(each, SealedModel)]
