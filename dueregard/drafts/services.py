"""Keeping what is typed while it is typed, and forgetting it in time.

Saving opens nothing and records no look: it is no activity and no read (security §7).
"""

import hashlib
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from dueregard import clock
from dueregard.audit import services as audit
from dueregard.vault import rooms, tenancy
from dueregard.vault import services as vault
from dueregard.vault.models import DataKey

from .models import Draft

KEPT_FOR_THE_PUBLIC = timedelta(hours=24)
KEPT_FOR_STAFF = timedelta(days=30)
MOST_LATE = 5  # kept beside a page's newest
BATCH = 200
Owner = Any  # a Person, or what `session_owner` gives


def session_owner(session_key: str) -> str:
    """Who somebody without an account is: a hash of their session's key."""
    return hashlib.sha256(f"due-regard draft {session_key}".encode()).hexdigest()


@audit.atomic
def save_draft(
    form: str,
    content: Any,
    *,
    authority: Any,
    by: Owner,
    tab: str,
    number: int,
    subject: str = "",
) -> Draft:
    """Keep `content` of page `tab` as its newest, unless a newer one is there.

    `number` is the page's own count of its saves. One that is not higher than what is
    kept arrived late: it is kept beside it, and the newer stays. What other pages of
    the same person hold is left alone.
    """
    with rooms.sealing(authority) as room:
        mine = Draft.objects.filter(authority=room.authority_id)
        mine = mine.of(by, form, subject).filter(tab=tab)
        newest = mine.filter(is_late=False).select_for_update(of=("self",)).first()
        if newest is None or number > newest.number:
            draft = newest or _new(by, form, subject, tab, room.authority_id)
            draft.content, draft.number = content, number
            draft.saved_at = clock.now()
            draft.expires_at = draft.saved_at + _kept_for(by)
            draft.save()
            return draft
        if number == newest.number:
            return newest  # the same save, sent twice
        return _keep_late(mine, by, form, subject, tab, number, content, newest)


def newest(form: str, *, authority: Any, by: Owner, subject: str = "") -> Draft | None:
    """The latest that is kept for `by`, from whatever page; read it in `own_words`."""
    return next(iter(versions(form, authority=authority, by=by, subject=subject)), None)


def versions(form: str, *, authority: Any, by: Owner, subject: str = "") -> list[Draft]:
    """All that is kept for `by`, newest first, late ones last."""
    with tenancy.of(authority) as number:
        rows = Draft.objects.filter(authority=number, expires_at__gt=clock.now())
        return list(rows.of(by, form, subject).latest_first())


@audit.atomic(savepoint=False)
def drop(form: str, *, authority: Any, by: Owner, subject: str = "") -> int:
    """Destroy what is kept: the form was sent, or they do not want it. How many."""
    with tenancy.of(authority) as number:
        rows = Draft.objects.filter(authority=number).of(by, form, subject)
        return _destroy(rows, by=by, because="sent")


@audit.atomic
def drop_one(draft: Draft, *, by: Owner) -> int:
    """Destroy one version."""
    with tenancy.of(draft.authority_id):
        rows = Draft.objects.filter(pk=draft.pk).select_related("data_key")
        return _destroy(rows, by=by, because="dropped")


def sweep() -> int:
    """Destroy the drafts whose time is over, everywhere; how many."""
    done = 0
    for authority in apps.get_model("accounts.Authority")._base_manager.all():
        while swept := _sweep_some(authority):
            done += swept
    return done


@audit.atomic
def _sweep_some(authority: Any) -> int:
    with tenancy.of(authority) as number:
        old = Draft.objects.filter(authority=number, expires_at__lte=clock.now())
        some = old.order_by("expires_at").values_list("pk", flat=True)[:BATCH]
        rows = Draft.objects.filter(pk__in=list(some)).select_related("data_key")
        return _destroy(rows, by=None, because="expired")


def _new(by: Owner, form: str, subject: str, tab: str, authority_id: int) -> Draft:
    mine: dict[str, Any] = (
        {"session_hash": by} if isinstance(by, str) else {"owner": by}
    )
    return Draft(
        authority_id=authority_id,
        data_key=vault.new_key(authority_id, DataKey.Kind.DRAFT),
        form=form,
        subject=subject,
        tab=tab,
        **mine,
    )


def _keep_late(
    mine: QuerySet[Draft],
    by: Owner,
    form: str,
    subject: str,
    tab: str,
    number: int,
    content: Any,
    newest: Draft,
) -> Draft:
    late = mine.filter(is_late=True)
    again = late.filter(number=number).first()
    if again:
        return again
    draft = _new(by, form, subject, tab, newest.authority_id)
    draft.content, draft.number, draft.is_late = content, number, True
    draft.expires_at = newest.expires_at
    draft.save()
    too_many = late.order_by("-number").values_list("pk", flat=True)[MOST_LATE:]
    overtaken = Draft.objects.filter(pk__in=list(too_many))
    _destroy(overtaken.select_related("data_key"), by=None, because="overtaken")
    return draft


def _destroy(rows: Iterable[Draft], *, by: Owner, because: str) -> int:
    drafts = list(rows)
    who = None if isinstance(by, str) else by
    vault.shred_all([row.data_key for row in drafts], by=who, because_code=because)
    Draft.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
    # Nothing else hangs on a draft's key; asking every sealed table would take long.
    keys = DataKey.objects.filter(pk__in=[draft.data_key_id for draft in drafts])
    keys._raw_delete(keys.db)
    return len(drafts)


def _kept_for(by: Owner) -> timedelta:
    return KEPT_FOR_THE_PUBLIC if isinstance(by, str) else KEPT_FOR_STAFF
