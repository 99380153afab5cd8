"""Memberships: giving, ending, confirming and suspending what people do."""

from datetime import date, timedelta

from django.db.models import F

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.audit import services as audit
from dueregard.outbox import services as outbox

from ..events import MembershipEvent
from ..models import Authority, Membership, Organisation, Person
from ..rules import (
    may_confirm_roles,
    may_end,
    may_give,
    must_leave_an_administrator,
    must_not_be_by_two,
)
from .invitations import mail_invitation, withdraw_all
from .people import end_sessions, has_joined

LONGEST = timedelta(days=3 * 366)


@audit.atomic
def invite(
    email: str,
    *,
    name: str,
    authority: Authority,
    organisation: Organisation,
    role: Role,
    ends_on: date,
    by: Person,
) -> Person:
    """Give whoever reads `email` a role, and mail them how to come in.

    A person that the service knows already keeps the name they have; the answer to
    `by` is the same either way.

    Raises:
        NotAllowed: `by` may not give this role here, it is their own address, or two
            people give this role.
        NotNow: they hold this role already.
    """
    may_give(by, authority, role, find_person(email))
    must_not_be_by_two(role)
    return give_and_tell(
        find_person(email) or new_person(name, email),
        authority=authority,
        organisation=organisation,
        role=role,
        ends_on=ends_on,
        by=by,
    )


@audit.atomic
def give_role(
    person: Person,
    *,
    authority: Authority,
    organisation: Organisation,
    role: Role,
    ends_on: date,
    by: Person,
) -> Person:
    """Give `person` a further role from today, and mail them.

    Raises:
        NotAllowed: `by` may not give this role here, it would be their own, or two
            people give this role.
        NotNow: they hold this role already.
    """
    may_give(by, authority, role, person)
    must_not_be_by_two(role)
    return give_and_tell(
        person,
        authority=authority,
        organisation=organisation,
        role=role,
        ends_on=ends_on,
        by=by,
    )


@audit.atomic
def add_person(
    name: str,
    *,
    authority: Authority,
    organisation: Organisation,
    role: Role,
    ends_on: date,
    by: Person,
) -> Person:
    """Add somebody who owns actions or holds a post but does not sign in yet.

    Raises:
        NotAllowed: `by` may not give this role here.
    """
    may_give(by, authority, role)
    must_not_be_by_two(role)
    person = new_person(name)
    record_role(person, authority, organisation, role, ends_on=ends_on, by=by)
    return person


def record_role(
    person: Person,
    authority: Authority,
    organisation: Organisation,
    role: Role,
    *,
    ends_on: date,
    by: Person | None,
    starts_on: date | None = None,
) -> Membership:
    """Write the membership and its audit entry. Call inside a service.

    Raises:
        NotNow: they hold this role already, or the organisation works elsewhere.
    """
    starts_on = starts_on or clock.today()
    _must_be_free(person, authority, role, starts_on)
    if not organisation.authorities.filter(pk=authority.pk).exists():
        raise NotNow(f"{organisation} does not work with {authority}.")
    membership = Membership.objects.create(
        person=person,
        authority=authority,
        organisation=organisation,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
        attested_on=clock.today(),
    )
    audit.record(
        MembershipEvent.GIVEN,
        membership,
        by=by,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return membership


def _must_be_free(
    person: Person, authority: Authority, role: Role, starts_on: date
) -> None:
    held = person.memberships.filter(
        authority=authority, role=role, ends_on__gte=starts_on, ended_at=None
    )
    if held.exists():
        raise NotNow(f"{person} already holds this role.")


@audit.atomic
def end_role(membership: Membership, *, ends_on: date, reason: str, by: Person) -> None:
    """End `membership`: at once when `ends_on` is today or past, else on that day.

    Ending at once also ends every session of the person (security C-ID9), and
    withdraws their invitation when it was their last role.

    Raises:
        NotAllowed: `by` may not end it.
        NotNow: it has ended, or it is the authority's last administrator.
    """
    may_end(by, membership)
    Authority.objects.select_for_update().get(pk=membership.authority_id)
    membership.refresh_from_db()
    if membership.state == "ended":
        raise NotNow("This role has already ended.")
    must_leave_an_administrator(membership, ends_on)
    at_once = ends_on <= clock.today()
    membership.ends_on = max(ends_on, membership.starts_on)
    membership.ended_at = clock.now() if at_once else None
    membership.ended_by = by
    membership.end_reason = reason
    membership.version += 1
    membership.save()
    audit.record(
        MembershipEvent.ENDED,
        membership,
        by=by,
        ends_on=membership.ends_on,
        reason_hash=audit.text_hash(reason),
    )
    if at_once:
        end_sessions(membership.person, by=by)
        _withdraw_if_nothing_is_left(membership, by=by)


@audit.atomic
def confirm_roles(
    authority: Authority, *, memberships: list[Membership], by: Person
) -> int:
    """Confirm that `memberships` still hold; suspended ones come back into force.

    One's own roles are for somebody else to confirm and are left alone. Says how many
    were confirmed.

    Raises:
        NotAllowed: `by` may not confirm roles at `authority`.
    """
    may_confirm_roles(by, authority)
    confirmed = [row for row in memberships if row.person_id != by.pk]
    if any(row.authority_id != authority.pk for row in confirmed):
        raise NotAllowed("You can only confirm the roles of this authority.")
    Membership.objects.filter(pk__in=[row.pk for row in confirmed]).update(
        attested_on=clock.today(), suspended_on=None, version=F("version") + 1
    )
    for membership in confirmed:
        audit.record(MembershipEvent.CONFIRMED, membership, by=by)
    return len(confirmed)


def find_person(email: str) -> Person | None:
    """Whoever reads `email`, whatever its case."""
    return Person.objects.filter(email__iexact=email).first()


def new_person(name: str, email: str = "") -> Person:
    """Somebody who has no role yet and cannot sign in before they are invited."""
    person = Person(name=name, email=email.lower() or None)
    person.set_unusable_password()
    person.save()
    return person


def give_and_tell(
    person: Person,
    *,
    authority: Authority,
    organisation: Organisation,
    role: Role,
    ends_on: date,
    by: Person,
) -> Person:
    membership = record_role(
        person, authority, organisation, role, ends_on=ends_on, by=by
    )
    if person.email and not has_joined(person):
        mail_invitation(person, by=by, authority=authority)
    elif person.email:
        outbox.send_mail(
            to=person.email,
            template="accounts/mail/role_given",
            context={"role": Role(role).label, "authority": str(authority)},
            key=f"role-given-{membership.pk}",
            authority=authority,
        )
    return person


def _withdraw_if_nothing_is_left(membership: Membership, *, by: Person) -> None:
    if not membership.person.memberships.in_force().exists():
        withdraw_all(membership.person, by=by, authority=membership.authority)
