"""What of accounts needs two people: opening records about people, by room or role."""

from datetime import date

from dueregard.access.approvals import Items, Kind, Lines
from dueregard.access.models import Approval
from dueregard.access.roles import Role
from dueregard.access.rooms import Room
from dueregard.ui.components.pages import date as in_words

from .models import Authority, Organisation, Person
from .rules import SWITCHES_CASE_ROOMS
from .services.authorities import switch_on_by_two
from .services.case_roles import ROLE_GIVEN, give_as_agreed, roles_held

ROOM_ON = "accounts.room_on"
# Practice AC 1: what must be in place, ticked by both.
IN_PLACE = (
    ("dpia", "The data protection impact assessment is done and signed"),
    ("sharing_agreement", "The information sharing agreement is signed"),
    ("privacy_notices", "The privacy notices are published"),
    ("retention_periods", "How long records are kept is agreed"),
    ("named_dpo", "The data protection officer is named here"),
    ("tested_destination", "Where referrals go was tested, and somebody answered"),
)


def _as_it_stands(authority: Authority, items: Items) -> list:
    return [items["room"], authority.rooms.filter(room=items["room"]).exists()]


def _switch_on(approval: Approval) -> None:
    switch_on_by_two(
        approval.authority,
        Room(approval.items["room"]),
        asked_by=approval.asked_by,
        agreed_by=approval.decided_by,
    )


def _lines(authority: Authority, items: Items) -> Lines:
    return [("Authority", str(authority)), ("Room", Room(items["room"]).label)]


SWITCHING_ON = Kind(
    code=ROOM_ON,
    label="Switch on a room with records about people",
    askers=SWITCHES_CASE_ROOMS,
    agreers=SWITCHES_CASE_ROOMS,
    bound=_as_it_stands,
    carry_out=_switch_on,
    shown=_lines,
    checks=IN_PLACE,
)


def _lines_of_role(authority: Authority, items: Items) -> Lines:
    person = Person.objects.get(pk=items["person"])
    return [
        ("Authority", str(authority)),
        ("Person", person.name),
        ("E-mail address", person.email or "None"),
        ("Organisation", str(Organisation.objects.get(pk=items["organisation"]))),
        ("Role", Role(items["role"]).label),
        ("Until", in_words(date.fromisoformat(items["ends_on"]))),
    ]


GIVING_ROLE = Kind(
    code=ROLE_GIVEN,
    label="Give a role that opens records about people",
    askers=frozenset({Role.ADMINISTRATOR}),
    agreers=SWITCHES_CASE_ROOMS,
    bound=roles_held,
    carry_out=give_as_agreed,
    shown=_lines_of_role,
)
