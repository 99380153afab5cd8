"""Whether the record is whole: every entry as it was sealed, none missing."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

from .chain import START, entry_hash
from .heads import Head
from .models import Chain, Entry

BATCH = 2000


@dataclass(frozen=True)
class Fault:
    """The first thing that is wrong with a chain, in a sentence."""

    authority_id: int | None
    sequence: int
    kind: str
    sentence: str


@dataclass(frozen=True)
class Finding:
    """One chain: how many entries were good, and what was wrong first, if anything."""

    authority_id: int | None
    entries: int
    head: str
    fault: Fault | None


def verify(heads: Iterable[Head] = ()) -> list[Finding]:
    """Check every chain, against saved heads too, and say what is wrong first in each.

    Chains are known from the chain rows, the entries and the heads, so that a chain
    which was removed whole is missed too.
    """
    saved: dict[int, list[Head]] = {}
    for head in heads:
        saved.setdefault(head.number, []).append(head)
    rows = {row.pk: row for row in Chain.objects.all()}
    owners = Entry.objects.order_by().values_list("authority_id", flat=True).distinct()
    numbers = set(rows) | set(saved) | {owner or 0 for owner in owners}
    return [
        _verify_chain(number, rows.get(number), saved.get(number, []))
        for number in sorted(numbers)
    ]


def _verify_chain(number: int, row: Chain | None, heads: list[Head]) -> Finding:
    wanted: dict[int, list[Head]] = {}
    for head in heads:
        wanted.setdefault(head.sequence, []).append(head)
    good, last, fault = 0, START, _forged(number, heads)
    entries = Entry.objects.of_chain(number).iterator(chunk_size=BATCH)
    for entry in entries if fault is None else ():
        fault = _fault_in(entry, good + 1, last, number)
        if fault is None:
            fault = _against_heads(entry, wanted.pop(entry.sequence, []), number)
        if fault is None and row and entry.sequence == row.sequence:
            fault = _against_row(entry, row, number)
        if fault:
            break
        good, last = entry.sequence, entry.hash
    if fault is None:
        fault = _cut_off(number, good, row, wanted)
    return Finding(number or None, good, last, fault)


def _fault_in(entry: Entry, expected: int, last: str, number: int) -> Fault | None:
    if entry.sequence != expected:
        return _fault(
            number,
            expected,
            "missing",
            f"Entry {expected} of {_name(number)} is missing.",
        )
    place = f"Entry {expected} of {_name(number)}"
    try:
        changed = entry.hash != entry_hash(entry)
    except ImproperlyConfigured:
        return _fault(
            number,
            expected,
            "no_key",
            f"{place} was sealed with key {entry.key_version}, which KEY_FILE lacks.",
        )
    if changed:
        return _fault(
            number, expected, "changed", f"{place} was changed after it was written."
        )
    if entry.previous_hash != last:
        return _fault(
            number, expected, "unlinked", f"{place} does not follow the one before it."
        )
    return None


def _against_heads(entry: Entry, heads: list[Head], number: int) -> Fault | None:
    for head in heads:
        if entry.hash != head.hash:
            return _fault(
                number,
                entry.sequence,
                "rewritten",
                f"Entry {entry.sequence} of {_name(number)} is not the one that the "
                f"saved head on line {head.line} was taken of.",
            )
    return None


def _against_row(entry: Entry, row: Chain, number: int) -> Fault | None:
    if entry.hash == row.hash:
        return None
    return _fault(
        number,
        entry.sequence,
        "rewritten",
        f"Entry {entry.sequence} of {_name(number)} is not the one that was written.",
    )


def _cut_off(
    number: int, good: int, row: Chain | None, wanted: dict[int, list[Head]]
) -> Fault | None:
    ends = [*wanted, row.sequence if row else 0]
    if max(ends) <= good and (row or not good):
        return None
    if not row and max(ends) <= good:
        return _fault(number, good, "cut", f"Where {_name(number)} ends is not noted.")
    return _fault(
        number,
        good + 1,
        "cut",
        f"The end of {_name(number)} is missing: "
        f"entries {good + 1} to {max(ends)} were written and are not there.",
    )


def _forged(number: int, heads: list[Head]) -> Fault | None:
    for head in heads:
        if not head.genuine:
            sentence = f"The saved head on line {head.line} is not ours or was changed."
            return _fault(number, head.sequence, "forged_head", sentence)
    return None


def _fault(number: int, sequence: int, kind: str, sentence: str) -> Fault:
    return Fault(number or None, sequence, kind, sentence)


def _name(number: int) -> str:
    return f"authority {number}'s chain" if number else "the service-wide chain"
