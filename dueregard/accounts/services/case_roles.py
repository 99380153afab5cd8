"""Giving a role that opens records about people: one asks, another agrees."""

from datetime import date
from typing import cast

from dueregard.access.approvals import Items
from dueregard.access.models import Approval
from dueregard.access.refusals import NotAllowed
from dueregard.access.roles import Role
from dueregard.audit import services as audit

from ..models import Authority, Organisation, Person
from ..rules import may_give
from .approvals import ask
from .memberships import find_person, give_and_tell, new_person

ROLE_GIVEN = "accounts.role_given"


@audit.atomic
def ask_to_invite(email: str, *, name: str, authority: Authority, **given) -> Approval:
    """As `ask_for_role`, for whoever reads `email`. Nothing is sent to them before a
    second person agrees.

    Raises:
        NotAllowed: `by` may not give this role here, or it is their own address.
        NotNow: it was asked for already.
    """
    may_give(given["by"], authority, given["role"], find_person(email))
    person = find_person(email) or new_person(name, email)
    return ask_for_role(person, authority=authority, **given)


@audit.atomic
def ask_for_role(
    person: Person,
    *,
    authority: Authority,
    organisation: Organisation,
    role: Role,
    ends_on: date,
    by: Person,
    session: str = "",
) -> Approval:
    """Ask that `person` be given `role`; they have it once a second person agrees.

    Raises:
        NotAllowed: `by` may not give this role here, or it would be their own.
        NotNow: it was asked for already.
    """
    may_give(by, authority, role, person)
    items = {
        "person": person.pk,
        "organisation": organisation.pk,
        "role": str(role),
        "ends_on": ends_on.isoformat(),
    }
    return ask(ROLE_GIVEN, authority=authority, items=items, by=by, session=session)


def give_as_agreed(approval: Approval) -> None:
    """What is done once two people agreed, neither of them the one who gets it.

    Raises:
        NotAllowed: the asker may no longer give it, or the second person would get it.
        NotNow: they hold the role already.
    """
    items, authority = approval.items, approval.authority
    person = Person.objects.get(pk=items["person"])
    role = Role(items["role"])
    may_give(approval.asked_by, authority, role, person)
    agreed_by = cast(Person, approval.decided_by)
    if approval.decided_by_id == person.pk:
        raise NotAllowed("This role would be yours, so someone else must agree to it.")
    give_and_tell(
        person,
        authority=authority,
        organisation=Organisation.objects.get(pk=items["organisation"]),
        role=role,
        ends_on=date.fromisoformat(items["ends_on"]),
        by=agreed_by,
    )


def roles_held(authority: Authority, items: Items) -> list:
    """What both agree to: the person as they are, with their roles here."""
    person = Person.objects.get(pk=items["person"])
    held = person.memberships.in_force().filter(authority=authority)
    return [person.name, person.email, sorted(held.values_list("role", flat=True))]
