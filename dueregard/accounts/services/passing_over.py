"""Passing an authority over to its successor: people, organisations, everything."""

from dataclasses import dataclass
from datetime import date, timedelta

from dueregard import clock
from dueregard.access.refusals import NotNow
from dueregard.audit import services as audit

from ..events import AuthorityEvent, MembershipEvent
from ..models import Authority, Membership, Person
from ..rules import may_pass_over
from ..succession import heirlooms


@dataclass(frozen=True)
class PassedOver:
    """One line of the reconciliation: how many were there, and how many passed."""

    name: str
    expected: int
    passed: int | None = None

    @property
    def agrees(self) -> bool:
        return self.expected == self.passed


def rehearse_succession(authority: Authority, from_date: date) -> list[PassedOver]:
    """What would pass over, counted, with nothing changed."""
    counts = [
        PassedOver("Roles", _memberships_on(authority, from_date).count()),
        PassedOver("Organisations", authority.organisations.count()),
    ]
    return counts + [
        PassedOver(heirloom.name, heirloom.count(authority, from_date))
        for heirloom in heirlooms()
    ]


@audit.atomic
def succeed(
    authority: Authority, successor: Authority, from_date: date, *, by: Person
) -> list[PassedOver]:
    """Pass `authority` over to `successor` on `from_date`; return what agreed.

    People keep their roles, at the successor, from that date to the same end; the old
    roles end on the day before. Nothing is left behind unseen: counts that differ undo
    the whole.

    Raises:
        NotAllowed: `by` is not an administrator of both.
        NotNow: it has a successor, the date has passed, or the counts do not agree.
    """
    may_pass_over(by, authority, successor)
    if authority.successor_id:
        raise NotNow(f"{authority} has a successor already.")
    if from_date <= clock.today():
        raise NotNow("Enter a date after today on which the successor takes over.")
    lines = _pass_everything(authority, successor, from_date, by)
    authority.successor, authority.succeeded_on = successor, from_date
    authority.version += 1
    authority.save()
    audit.record(
        AuthorityEvent.SUCCEEDED,
        authority,
        by=by,
        successor_id=successor.pk,
        from_date=from_date,
        passed_over=sum(line.passed or 0 for line in lines),
    )
    return lines


def _pass_everything(
    authority: Authority, successor: Authority, from_date: date, by: Person
) -> list[PassedOver]:
    """What was to pass over, and did.

    Raises:
        NotNow: the two differ.
    """
    expected = rehearse_succession(authority, from_date)
    passed = [
        _pass_memberships(authority, successor, from_date, by),
        _pass_organisations(authority, successor),
    ] + [
        heirloom.pass_over(authority, successor, from_date, by)
        for heirloom in heirlooms()
    ]
    lines = [
        PassedOver(line.name, line.expected, count)
        for line, count in zip(expected, passed, strict=True)
    ]
    for line in lines:
        if not line.agrees:
            raise NotNow(
                f"{line.name}: {line.expected} were to pass over but {line.passed} "
                "did, so nothing was changed."
            )
    return lines


def _memberships_on(authority: Authority, day: date):
    return authority.memberships.filter(ends_on__gte=day, ended_at__isnull=True)


def _pass_memberships(
    authority: Authority, successor: Authority, from_date: date, by: Person
) -> int:
    held = list(_memberships_on(authority, from_date).select_related("organisation"))
    for old in held:
        already = old.person.memberships.filter(
            authority=successor, role=old.role, ends_on__gte=from_date, ended_at=None
        )
        if not already.exists():
            _give_again(old, successor, from_date, by)
        _end_on_the_eve(old, successor, from_date, by)
    return len(held)


def _give_again(
    old: Membership, successor: Authority, from_date: date, by: Person
) -> None:
    """The same role at `successor`, to the same end."""
    new = Membership.objects.create(
        person=old.person,
        authority=successor,
        organisation=old.organisation,
        role=old.role,
        starts_on=max(from_date, old.starts_on),
        ends_on=old.ends_on,
        attested_on=old.attested_on,
        suspended_on=old.suspended_on,
    )
    audit.record(
        MembershipEvent.GIVEN,
        new,
        by=by,
        role=new.role,
        starts_on=new.starts_on,
        ends_on=new.ends_on,
    )


def _end_on_the_eve(
    old: Membership, successor: Authority, from_date: date, by: Person
) -> None:
    """End `old` on the day before; a role that was still to start ends at once."""
    eve = from_date - timedelta(days=1)
    if old.starts_on <= eve:
        old.ends_on = eve
    else:
        old.ended_at = clock.now()
    old.ended_by = by
    old.end_reason = f"Passed over to {successor}."
    old.version += 1
    old.save()
    audit.record(
        MembershipEvent.ENDED,
        old,
        by=by,
        ends_on=old.ends_on,
        reason_hash=audit.text_hash(old.end_reason),
    )


def _pass_organisations(authority: Authority, successor: Authority) -> int:
    organisations = list(authority.organisations.all())
    successor.organisations.add(*organisations)
    return len(organisations)
