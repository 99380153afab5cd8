"""Who may give, end and confirm roles, and who may change an authority."""

from collections.abc import Iterable
from datetime import date

from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import CASE_ROLES, Role
from dueregard.access.rooms import CASE_ROOMS, Room

from .models import Authority, Membership, Person

# What each role may give and end. Nobody gives themselves a role.
MAY_GIVE: dict[Role, frozenset[Role]] = {
    Role.ADMINISTRATOR: frozenset(Role),
    Role.COORDINATOR: frozenset(
        {Role.ACTION_OWNER, Role.BOARD_MEMBER, Role.ELECTED_MEMBER}
    ),
}
SEES_PEOPLE = frozenset(
    {Role.ADMINISTRATOR, Role.COORDINATOR, Role.DATA_PROTECTION_OFFICER, Role.AUDITOR}
)
CONFIRMS_ROLES = frozenset({Role.ADMINISTRATOR, Role.COORDINATOR})
KEEPS_ORGANISATIONS = frozenset({Role.ADMINISTRATOR, Role.COORDINATOR})
# Practice AC 1: the room opens only when two of these ticked what must be in place.
SWITCHES_CASE_ROOMS = frozenset({Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER})
TWO_GIVE = (
    "Two people give a role that opens records about people: one asks for it and "
    "another one agrees, so ask for it first."
)
TWO_PEOPLE = (
    "Two people switch this room on: one asks for it and another one agrees, so ask "
    "for it first."
)
# A code sent by e-mail is not a sufficient second factor for these.
NEEDS_OWN_FACTOR = CASE_ROLES | {Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER}


def roles_open_to(user: Person, authority: Authority) -> list[Role]:
    """The roles that `user` may give at `authority`, in the order of the list."""
    opened = {
        given
        for holder, roles in MAY_GIVE.items()
        if user.holds(holder, authority)
        for given in roles
    }
    return [role for role in Role if role in opened]


def may_invite(user: Person, authority: Authority) -> None:
    if not roles_open_to(user, authority):
        raise NotAllowed("Only an administrator or co-ordinator can invite people.")


def may_give(
    user: Person, authority: Authority, role: str, person: Person | None = None
) -> None:
    """Whether `user` may give `role` at `authority`, to `person` when known."""
    may_invite(user, authority)
    if role not in roles_open_to(user, authority):
        raise NotAllowed("Only an administrator can give this role.")
    if person is not None and person == user:
        raise NotAllowed("You cannot give yourself a role, so someone else must.")


def must_not_be_by_two(role: str) -> None:
    """One person alone gives no role that opens records about people (security 2.6)."""
    if role in CASE_ROLES:
        raise NotAllowed(TWO_GIVE)


def may_end(user: Person, membership: Membership) -> None:
    """Whether `user` may end `membership`: whoever could give it, or its holder."""
    if membership.person_id == user.pk:
        return
    if membership.role not in roles_open_to(user, membership.authority):
        raise NotAllowed("Only an administrator can end this role.")


def must_leave_an_administrator(membership: Membership, ends_on: date) -> None:
    """An authority never loses its last administrator.

    Raises:
        NotNow: nobody else is administrator from the day after `ends_on`.
    """
    if membership.role != Role.ADMINISTRATOR:
        return
    others = (
        membership.authority.memberships.in_force()
        .filter(role=Role.ADMINISTRATOR, ends_on__gt=ends_on)
        .exclude(person=membership.person)
    )
    if not others.exists():
        raise NotNow(
            "This is the last administrator. Give the role to someone else first."
        )


def may_see_people(user: Person, authority: Authority) -> None:
    if not user.holds_any(SEES_PEOPLE, authority):
        raise NotAllowed(
            "Only administrators, co-ordinators, data protection officers and auditors "
            "can see the list of people."
        )


def may_confirm_roles(user: Person, authority: Authority) -> None:
    if not user.holds_any(CONFIRMS_ROLES, authority):
        raise NotAllowed("Only an administrator or co-ordinator can confirm roles.")


def may_keep_organisations(user: Person, authority: Authority) -> None:
    if not user.holds_any(KEEPS_ORGANISATIONS, authority):
        raise NotAllowed(
            "Only an administrator or co-ordinator can change organisations."
        )


def may_change_authority(user: Person, authority: Authority) -> None:
    if not user.holds(Role.ADMINISTRATOR, authority):
        raise NotAllowed("Only an administrator can change an authority.")


def must_not_need_two(rooms: Iterable[Room]) -> None:
    """One person switches none of `rooms` on that holds records about people."""
    if CASE_ROOMS.intersection(rooms):
        raise NotAllowed(TWO_PEOPLE)


def may_ask_for_room(user: Person, authority: Authority) -> None:
    if not user.holds_any(SWITCHES_CASE_ROOMS, authority):
        raise NotAllowed(
            "Only an administrator or the data protection officer can ask for this "
            "room to be switched on."
        )


def may_agree_to_room(user: Person, authority: Authority) -> None:
    if not user.holds_any(SWITCHES_CASE_ROOMS, authority):
        raise NotAllowed(
            "Only an administrator or the data protection officer can agree to this "
            "room being switched on."
        )


def may_reset_sign_in(user: Person, authority: Authority, person: Person) -> None:
    if not user.holds(Role.ADMINISTRATOR, authority):
        raise NotAllowed("Only an administrator can reset how somebody signs in.")
    if user == person:
        raise NotAllowed("You cannot reset your own sign-in. Change it in My account.")


def may_pass_over(user: Person, authority: Authority, successor: Authority) -> None:
    """Passing over reaches two authorities, so both must have `user` to answer."""
    may_change_authority(user, authority)
    if not user.holds(Role.ADMINISTRATOR, successor):
        raise NotAllowed(
            "You must be an administrator of the successor too to pass this over."
        )
