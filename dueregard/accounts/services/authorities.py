"""Authorities: the first one, their details, rooms, and passing to a successor."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.text import slugify

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.access.rooms import CASE_ROOMS, Room
from dueregard.audit import services as audit
from dueregard.submissions.versions import claim_version

from ..events import AuthorityEvent, MembershipEvent
from ..models import Authority, Membership, Organisation, Person, RoomSwitch
from ..rules import (
    TWO_PEOPLE,
    may_agree_to_room,
    may_ask_for_room,
    may_change_authority,
    may_pass_over,
    must_not_need_two,
)
from ..succession import heirlooms
from .invitations import open_invitation
from .memberships import LONGEST, record_role


@dataclass(frozen=True)
class PassedOver:
    """One line of the reconciliation: how many were there, and how many passed."""

    name: str
    expected: int
    passed: int | None = None

    @property
    def agrees(self) -> bool:
        return self.expected == self.passed


@audit.atomic
def begin(name: str, *, kind: str, administrator: str, person_name: str) -> str:
    """Set up the first authority of that name and return its administrator's link.

    The authority gets an organisation of its own name and every room that one person
    may switch on. An authority
    that has no administrator left is given one in the same way.

    Raises:
        NotNow: the authority exists and has an administrator.
    """
    authority = Authority.objects.filter(name__iexact=name).first()
    if authority is None:
        authority = _new_authority(name, kind)
    elif authority.memberships.in_force().filter(role=Role.ADMINISTRATOR).exists():
        raise NotNow(f"{authority} exists already and has an administrator.")
    organisation = _own_organisation(authority)
    person = Person.objects.filter(email__iexact=administrator).first()
    if person is None:
        person = Person(name=person_name, email=administrator.lower())
        person.set_unusable_password()
        person.save()
    record_role(
        person,
        authority,
        organisation,
        Role.ADMINISTRATOR,
        ends_on=clock.today() + LONGEST,
        by=None,
    )
    return open_invitation(person, by=None, authority=authority)


def _new_authority(name: str, kind: str) -> Authority:
    authority = Authority.objects.create(name=name, slug=slugify(name), kind=kind)
    RoomSwitch.objects.bulk_create(
        RoomSwitch(authority=authority, room=room)
        for room in Room
        if room not in CASE_ROOMS
    )
    audit.record(AuthorityEvent.BEGUN, authority, by=None, kind=kind)
    return authority


def _own_organisation(authority: Authority) -> Organisation:
    """The council itself, as the organisation that its own people work for."""
    found = authority.organisations.filter(name=authority.name).first()
    if found is not None:
        return found
    council = Organisation.objects.create(
        name=authority.name,
        kind=Organisation.Kind.COUNCIL,
        sector=Organisation.Sector.LOCAL_GOVERNMENT,
        is_specified_authority=True,
    )
    council.authorities.add(authority)
    return council


@audit.atomic
def change_authority(
    authority: Authority, *, by: Person, version: int, changes: dict[str, Any]
) -> None:
    """Change the details of `authority` as they were at `version`.

    Raises:
        NotAllowed: `by` is not an administrator there.
        Stale: somebody else saved it since.
    """
    may_change_authority(by, authority)
    authority = claim_version(Authority, authority.pk, version)
    for name, value in changes.items():
        setattr(authority, name, value)
    authority.save()
    audit.record(AuthorityEvent.CHANGED, authority, by=by)


@audit.atomic
def set_rooms(authority: Authority, *, rooms: list[str], by: Person) -> None:
    """Have exactly `rooms` switched on; each change is an entry of its own.

    Raises:
        NotAllowed: `by` is not an administrator there, or one of `rooms` holds records
            about people and is off.
    """
    may_change_authority(by, authority)
    on = set(authority.rooms.values_list("room", flat=True))
    must_not_need_two({Room(room) for room in rooms} - on)
    for room in Room:
        if room in rooms and room not in on:
            RoomSwitch.objects.create(authority=authority, room=room)
            audit.record(AuthorityEvent.ROOM_ON, authority, by=by, room=room)
        elif room not in rooms and room in on:
            authority.rooms.filter(room=room).delete()
            audit.record(AuthorityEvent.ROOM_OFF, authority, by=by, room=room)


@audit.atomic
def switch_on_by_two(
    authority: Authority, room: Room, *, asked_by: Person, agreed_by: Person
) -> None:
    """Switch on a room with records about people; both people are recorded (AC 1).

    Raises:
        NotAllowed: they are one person, or one of them may not do their part.
    """
    may_ask_for_room(asked_by, authority)
    may_agree_to_room(agreed_by, authority)
    if asked_by == agreed_by:
        raise NotAllowed(TWO_PEOPLE)
    _, is_new = RoomSwitch.objects.get_or_create(authority=authority, room=room)
    if is_new:
        audit.record(
            AuthorityEvent.ROOM_ON_BY_TWO,
            authority,
            by=agreed_by,
            room=room,
            asked_by=asked_by.pk,
        )


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
