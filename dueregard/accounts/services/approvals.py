"""Acts of two people: one asks, another agrees, and only then does it happen."""

import hashlib
from collections.abc import Collection, Iterable

from django.db import IntegrityError, transaction

from dueregard import clock
from dueregard.access.approvals import Items, Kind, kind_of
from dueregard.access.models import Approval
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.audit import services as audit

from ..events import ApprovalEvent
from ..models import Authority, Person

Outcome = Approval.Outcome


@audit.atomic
def ask(
    kind_code: str,
    *,
    authority: Authority,
    items: Items,
    by: Person,
    checks: Iterable[str] = (),
    session: str = "",
) -> Approval:
    """Ask for an act that a second person must agree to; `session` is its key.

    Raises:
        NotAllowed: `by` holds no role that may ask for it.
        NotNow: it was asked for already, or a check was not ticked.
    """
    kind = kind_of(kind_code)
    _must_hold(by, kind.askers, authority, "ask for this")
    _must_be_ticked(kind, checks)
    bound_to = kind.hash_of(authority, items)
    _lapse(authority, kind, bound_to)
    approval = Approval(
        authority=authority,
        kind=kind.code,
        items=items,
        items_hash=bound_to,
        asked_checks=sorted(checks),
        asked_by=by,
        asked_in=_hash_of_session(session),
    )
    try:
        with transaction.atomic():
            approval.save(force_insert=True)
    except IntegrityError as error:
        raise NotNow(
            "This was asked for already and waits for a second person."
        ) from error
    _record(ApprovalEvent.ASKED, approval, by)
    return approval


@audit.atomic
def agree(
    approval: Approval,
    *,
    by: Person,
    checks: Iterable[str] = (),
    session: str = "",
) -> Approval:
    """Agree, and have it done now. What has changed since it was asked becomes void
    instead, and nothing is done: look at `outcome`.

    Raises:
        NotAllowed: `by` asked for it, may not agree to it, or sits at the session in
            which it was asked.
        NotNow: it was decided, it lapsed, or a check was not ticked.
    """
    approval = _to_decide(approval, by, session)
    kind = approval.of_kind
    _must_be_ticked(kind, checks)
    if kind.hash_of(approval.authority, approval.items) != approval.items_hash:
        return _decide(approval, Outcome.VOID, ApprovalEvent.VOID, by)
    approval.decided_checks = sorted(checks)
    _decide(approval, Outcome.AGREED, ApprovalEvent.AGREED, by)
    kind.carry_out(approval)
    return approval


@audit.atomic
def refuse(approval: Approval, *, by: Person, session: str = "") -> Approval:
    """Say no: nothing happens, and it can be asked for again.

    Raises:
        NotAllowed, NotNow: as for `agree`.
    """
    approval = _to_decide(approval, by, session)
    return _decide(approval, Outcome.REFUSED, ApprovalEvent.REFUSED, by)


@audit.atomic
def withdraw_request(approval: Approval, *, by: Person) -> Approval:
    """Take one's own request back.

    Raises:
        NotAllowed: somebody else asked for it.
        NotNow: it was decided already.
    """
    approval = _locked(approval)
    if approval.asked_by_id != by.pk:
        raise NotAllowed("Only the person who asked for this can take it back.")
    _must_wait(approval)
    return _decide(approval, Outcome.WITHDRAWN, ApprovalEvent.WITHDRAWN, by)


def may_decide(user: Person, approval: Approval) -> None:
    """Whether `user` may agree to it or refuse it, as a person."""
    if approval.asked_by_id == user.pk:
        raise NotAllowed("You asked for this, so someone else must decide on it.")
    kind = approval.of_kind
    _must_hold(user, kind.agreers, approval.authority, "decide on this")


def _to_decide(approval: Approval, by: Person, session: str) -> Approval:
    approval = _locked(approval)
    may_decide(by, approval)
    if session and _hash_of_session(session) == approval.asked_in:
        raise NotAllowed(
            "This was asked for in the session that you are using. Sign in on your own "
            "device to decide on it."
        )
    _must_wait(approval)
    return approval


def _locked(approval: Approval) -> Approval:
    rows = Approval.objects.select_for_update(of=("self",))
    return rows.select_related("authority", "asked_by").get(pk=approval.pk)


def _must_wait(approval: Approval) -> None:
    if approval.outcome != Outcome.WAITING:
        raise NotNow("This was decided already.")
    if not approval.is_waiting:
        raise NotNow("This was asked for more than 14 days ago, so ask for it again.")


def _must_hold(
    user: Person, roles: frozenset[str], authority: Authority, verb: str
) -> None:
    if not user.holds_any(roles, authority):
        labels = [role.label.lower() for role in Role if role in roles]
        raise NotAllowed(f"Only these can {verb}: {', '.join(labels)}.")


def _must_be_ticked(kind: Kind, checks: Iterable[str]) -> None:
    if {code for code, _ in kind.checks} - set(checks):
        raise NotNow("Each point must be in place, and ticked by both people.")


@audit.atomic
def void_all(authority: Authority, kinds: Collection[str]) -> int:
    """Close what waits for a second person at an authority that gives way: it is asked
    for anew where the records are then. How many there were."""
    rows = Approval.objects.filter(
        authority=authority, kind__in=kinds, outcome=Outcome.WAITING
    )
    waiting = list(rows.select_for_update(of=("self",)))
    for approval in waiting:
        _decide(approval, Outcome.VOID, ApprovalEvent.VOID, None)
    return len(waiting)


def _lapse(authority: Authority, kind: Kind, bound_to: str) -> None:
    """Close an old request for the same that nobody decided in its 14 days."""
    old = Approval.objects.filter(
        authority=authority,
        kind=kind.code,
        items_hash=bound_to,
        outcome=Outcome.WAITING,
    )
    for approval in old.select_for_update(of=("self",)):
        if not approval.is_waiting:
            _decide(approval, Outcome.VOID, ApprovalEvent.VOID, None)


def _decide(approval: Approval, outcome, event, by: Person | None) -> Approval:
    approval.outcome = outcome
    approval.decided_by = by
    approval.decided_at = clock.now()
    approval.save(
        update_fields=["outcome", "decided_by", "decided_at", "decided_checks"]
    )
    _record(event, approval, by)
    let_go = approval.of_kind.let_go
    if outcome != Outcome.AGREED and let_go is not None:
        let_go(approval)
    return approval


def _record(event, approval: Approval, by: Person | None) -> None:
    audit.record(
        event,
        approval,
        by=by,
        authority=approval.authority_id,
        kind=approval.kind,
        items_hash=approval.items_hash,
        asked_by=approval.asked_by_id,
    )


def _hash_of_session(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest() if key else ""
