"""Recording what happened, in the transaction in which it happened.

    @audit.atomic
    def approve(plan, *, by, note):
        …
        audit.record(PlanEvent.APPROVED, plan, by=by, note_hash=audit.text_hash(note))

Entries are collected while the service works and sealed last, so that the lock on a
chain is held only for the end of the transaction. Chains are locked in the order of
their numbers: two services that touch the same authorities cannot deadlock.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, models, transaction

from dueregard import clock, keys

from .chain import entry_hash
from .events import Event
from .facts import allowed
from .models import Chain, Entry


class NotRecorded(DatabaseError):
    """What was done could not be written down, so it was not done, or not shown."""


@dataclass(frozen=True)
class _Pending:
    chain: int
    event: str
    subject_type: str
    subject_id: str
    person_id: int | None
    facts: dict[str, Any]


_collected: ContextVar[list[_Pending] | None] = ContextVar("collected", default=None)


def atomic(service: Callable | None = None, *, savepoint: bool = True):
    """Make a service one transaction with its audit entries.

    Written `@audit.atomic` over a service, or `with audit.atomic():`. A service called
    by another joins it: if it fails and the caller goes on, what it wrote and recorded
    is taken back, and the rest is sealed when the outermost one ends. Without a
    `savepoint` the caller cannot go on: what it wrote is taken back with it.
    """
    transaction_of_it = _transaction(savepoint)
    return transaction_of_it if service is None else transaction_of_it(service)


def is_open() -> bool:
    """Whether an audited transaction is open, so that something can be recorded."""
    return _collected.get() is not None


def record(
    event: Event,
    subject: models.Model | None,
    *,
    by: Any,
    authority: Any = None,
    **facts: Any,
) -> None:
    """Note that `by` did `event` to `subject`; None is the service itself.

    The entry goes to the chain of `authority` (a row or its id), else of the subject's
    authority, else to the service-wide chain.

    Raises:
        RuntimeError: no audited transaction is open.
        ValueError: the event does not allow a fact, or the subject is unsaved.
        TypeError: a fact is text.
    """
    collected = _collected.get()
    if collected is None:
        raise RuntimeError("Record events inside audit.atomic.")
    if subject is not None and subject.pk is None:
        raise ValueError("Save the subject before you record what happened to it.")
    collected.append(
        _Pending(
            chain=_chain_number(subject, authority),
            event=event.code,
            subject_type=subject._meta.label_lower if subject is not None else "",
            subject_id=str(subject.pk) if subject is not None else "",
            person_id=getattr(by, "pk", None),
            facts=allowed(event, facts),
        )
    )


def text_hash(text: str) -> str:
    """A keyed hash of a reason or note: proves what it said without saying it."""
    version = keys.current_version()
    digest = hmac.new(keys.derive("audit-text"), text.encode(), hashlib.sha256)
    return f"{version}:{digest.hexdigest()}"


def matches_text(text: str, hashed: str) -> bool:
    """Whether `hashed`, taken from an entry, is the hash of `text`."""
    version, _, digest = hashed.partition(":")
    key = keys.derive("audit-text", int(version))
    wanted = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    return hmac.compare_digest(wanted, digest)


@contextmanager
def _transaction(savepoint: bool) -> Iterator[None]:
    collected = _collected.get()
    with _outermost() if collected is None else _joined(collected, savepoint):
        yield


@contextmanager
def _outermost() -> Iterator[None]:
    collected: list[_Pending] = []
    with transaction.atomic():
        # Closed before the commit, so that what is done after it opens its own.
        token = _collected.set(collected)
        try:
            yield
            _sealed_or_undone(collected)
        finally:
            _collected.reset(token)


@contextmanager
def _joined(collected: list[_Pending], savepoint: bool) -> Iterator[None]:
    before = len(collected)
    try:
        with transaction.atomic(savepoint=savepoint):
            yield
    except BaseException:
        del collected[before:]
        raise


def _chain_number(subject: models.Model | None, authority: Any) -> int:
    if authority is not None:
        return authority if isinstance(authority, int) else authority.pk
    if subject is None:
        return Chain.SERVICE_WIDE
    if subject._meta.label_lower == "accounts.authority":
        return subject.pk
    number = getattr(subject, "authority_id", None)
    if number is None:
        number = getattr(getattr(subject, "authority", None), "pk", None)
    return number or Chain.SERVICE_WIDE


def _sealed_or_undone(pending: list[_Pending]) -> None:
    """Seal what was collected. Raises NotRecorded, which takes everything back."""
    try:
        _seal(pending)
    except (DatabaseError, ImproperlyConfigured, OSError) as error:
        raise NotRecorded("The audit could not be written.") from error


def _seal(pending: list[_Pending]) -> None:
    if not pending:
        return
    chains = _locked(sorted({item.chain for item in pending}))
    at, version = clock.now(), keys.current_version()
    entries = []
    for item in pending:
        chain = chains[item.chain]
        entry = Entry(
            authority_id=chain.authority_id,
            sequence=chain.sequence + 1,
            at=at,
            event=item.event,
            subject_type=item.subject_type,
            subject_id=item.subject_id,
            person_id=item.person_id,
            facts=item.facts,
            key_version=version,
            previous_hash=chain.hash,
        )
        entry.hash = entry_hash(entry)
        chain.sequence, chain.hash = entry.sequence, entry.hash
        entries.append(entry)
    Entry.objects.bulk_create(entries, batch_size=500)
    for chain in chains.values():
        chain.save(update_fields=["sequence", "hash"])


def _locked(numbers: list[int]) -> dict[int, Chain]:
    rows = Chain.objects.filter(pk__in=numbers).order_by("pk").select_for_update()
    found = {row.pk: row for row in rows}
    missing = set(numbers) - set(found)
    if missing:
        new = [Chain(number=number) for number in sorted(missing)]
        Chain.objects.bulk_create(new, ignore_conflicts=True)
        found = {row.pk: row for row in rows.all()}
    return found
