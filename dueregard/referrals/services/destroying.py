"""Destroying referrals: list, a second person, keys, certificate (security 2.7 R3).

The keys go first, and with them every copy in every backup; then files, indexes and
rows. The key of a person goes when the last referral of theirs goes. What stays is a
certificate that proves it and names nobody. No timer alone destroys anything but what
somebody looked at and found to be no referral.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any
from uuid import UUID

from django.db import models, transaction

from dueregard import store
from dueregard.access.models import Approval
from dueregard.access.refusals import NotNow
from dueregard.accounts import services as accounts
from dueregard.accounts.models import Authority, Person
from dueregard.audit import services as audit
from dueregard.vault import services as vault
from dueregard.vault import tenancy
from dueregard.vault.models import DataKey

from .. import keeping
from ..models import Certificate, Characteristics, Referral, ReferralFile, Subject
from ..retention_rules import RetentionClass
from ..rules_of_keeping import may_ask_destruction
from .certifying import certify, note
from .deleting import ask_to_delete, copies_of
from .linking import of_one_person, recount
from .removing import close_what_is_owed, remove_rows
from .scanning_files import FOLDER

DESTROY = keeping.DESTROY
RETENTION, SPAM = "retention", "spam"
NOTHING = "Choose at least one referral whose day has come."
MOST_AT_ONCE = 200
TOO_MANY = f"Choose {MOST_AT_ONCE} referrals or fewer."


@audit.atomic
def ask_to_destroy(
    authority: Authority, ids: Iterable[UUID], *, by: Person, session: str = ""
) -> Approval:
    """Ask that these are destroyed, with all that was joined to them.

    Nothing happens before somebody else agreed, to exactly this list as it stands.

    Raises:
        NotAllowed: `by` may not ask for it.
        NotNow: none is chosen, one is kept by something, or it was asked for already.
    """
    may_ask_destruction(by, authority)
    chosen = sorted({str(pk) for pk in ids})
    if not chosen:
        raise NotNow(NOTHING)
    if len(chosen) > MOST_AT_ONCE:
        raise NotNow(TOO_MANY)
    with tenancy.of(authority):
        rows = keeping.with_joined(authority, map(UUID, chosen))
        _must_all_be_there(chosen, rows)
        for row in rows:
            _may_go(row)
    return accounts.ask(
        DESTROY, authority=authority, items={"ids": chosen}, by=by, session=session
    )


def carry_out(approval: Approval) -> None:
    """The second person agreed to it: destroy them now.

    Raises:
        NotNow: something keeps one of them; nothing is destroyed.
    """
    destroy(
        approval.authority,
        map(UUID, approval.items["ids"]),
        because=RETENTION,
        asked_by=approval.asked_by,
        agreed_by=approval.decided_by,
    )


@audit.atomic
def destroy_spam(authority: Authority) -> int:
    """What somebody looked at and found to be no referral goes by itself; how many."""
    with tenancy.of(authority):
        rows = keeping.due_at(authority).filter(retention_class=RetentionClass.SPAM)
        ids = [row.pk for row in rows[:MOST_AT_ONCE] if not keeping.why_kept(row)]
    if not ids:
        return 0
    return destroy(authority, ids, because=SPAM).referrals


@audit.atomic
def destroy(
    authority: Authority,
    ids: Iterable[UUID],
    *,
    because: str,
    asked_by: Person | None = None,
    agreed_by: Person | None = None,
) -> Certificate:
    """Destroy keys, files, indexes and rows, and ask whoever has a copy to delete it.

    Answers the certificate that stays.
    """
    with tenancy.of(authority):
        rows = keeping.with_joined(authority, ids)
        for row in rows:
            _may_go(row)
        people = _people_who_go(rows)
        stored = _files_of(rows)
        copies = copies_of(authority, rows, by=agreed_by)
        made = certify(
            authority,
            rows,
            because=because,
            people=len(people),
            files=len(stored),
            asked_by=asked_by,
            agreed_by=agreed_by,
        )
        left = _people_who_stay(rows, people)
        keys = [each.data_key_id for each in (*rows, *people)]
        _shred(keys, by=agreed_by, because=because)
        for subject in left:
            recount(subject)
        ask_to_delete(made, copies, by=agreed_by)
    note(made, asked_by, agreed_by)
    for name in stored:
        transaction.on_commit(partial(store.remove, name, FOLDER))
    return made


def _shred(keys: list[UUID], *, by: Person | None, because: str) -> None:
    vault.shred_all(DataKey.objects.filter(pk__in=keys), by=by, because_code=because)
    close_what_is_owed(keys)
    remove_rows(keys)


def state_of(authority: Authority, items: dict[str, Any]) -> list:
    """What both people agree to: exactly these referrals, as they stand."""
    with tenancy.of(authority):
        rows = keeping.with_joined(authority, map(UUID, items["ids"]))
        return [
            [
                str(row.pk),
                row.status,
                row.retention_class,
                str(row.retention_due_on),
                keeping.why_kept(row),
            ]
            for row in rows
        ]


def _may_go(row: Referral) -> None:
    if said := keeping.why_kept(row):
        raise NotNow(f"{row.reference} cannot be destroyed. {said}")


def _must_all_be_there(chosen: list[str], rows: list[Referral]) -> None:
    there = {str(row.pk): row for row in rows}
    if any(pk not in there for pk in chosen):
        raise NotNow("One of these has not ended, or is gone. Look at the list again.")
    for pk in chosen:
        if there[pk].status == Referral.Status.JOINED:
            raise NotNow(f"{there[pk].reference}: {keeping.HEAD_STAYS}")


def _people_who_go(rows: list[Referral]) -> list[Subject]:
    """The records of people of whom no referral stays."""
    going = {row.pk for row in rows}
    found: dict[UUID, Subject] = {}
    for row in rows:
        if not of_one_person(row.subject).exclude(pk__in=going).exists():
            root = row.subject.merged_into_id or row.subject_id
            group = Subject.objects.filter(
                models.Q(pk=root) | models.Q(merged_into=root)
            )
            found |= {one.pk: one for one in group}
    return sorted(found.values(), key=lambda one: one.pk)


def _people_who_stay(rows: list[Referral], people: list[Subject]) -> list[Subject]:
    """Those who stay because of another referral; what this one said of health, belief
    and background goes with it all the same."""
    gone = {one.pk for one in people}
    left = {row.subject_id: row.subject for row in rows if row.subject_id not in gone}
    going = [row.pk for row in rows]
    for subject in left.values():
        if not subject.referrals.exclude(pk__in=going).exists():
            Characteristics.objects.filter(subject=subject).delete()
    return list(left.values())


def _files_of(rows: list[Referral]) -> list[str]:
    files = ReferralFile.objects.filter(referral__in=[row.pk for row in rows])
    return list(files.values_list("stored_name", flat=True))
