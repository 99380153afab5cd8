"""Authorities: the first one, their details and rooms."""

from typing import Any

from django.utils.text import slugify

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.access.rooms import CASE_ROOMS, Room
from dueregard.audit import services as audit
from dueregard.submissions.versions import claim_version

from ..events import AuthorityEvent
from ..models import Authority, Organisation, Person, RoomSwitch
from ..rules import (
    TWO_PEOPLE,
    may_agree_to_room,
    may_ask_for_room,
    may_change_authority,
    must_not_need_two,
)
from .invitations import open_invitation
from .memberships import LONGEST, record_role


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
