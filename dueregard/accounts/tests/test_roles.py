"""Giving and ending roles, and what never crosses a tier."""

from datetime import timedelta

import pytest
from django.urls import reverse

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts import services
from dueregard.accounts.models import Membership, Person
from dueregard.accounts.tests.factories import (
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    person_with,
)
from dueregard.audit.models import Entry
from dueregard.clock.services import shift

YEAR = timedelta(days=365)


def give(person, role, by, authority):
    return services.give_role(
        person,
        authority=authority,
        organisation=authority.organisations.first(),
        role=role,
        ends_on=clock.today() + timedelta(days=90),
        by=by,
    )


def end(membership, by, on=None):
    services.end_role(
        membership, ends_on=on or clock.today(), reason="Moved on.", by=by
    )


def test_nobody_gives_themselves_a_role(administrator, marlbrook):
    with pytest.raises(NotAllowed, match="cannot give yourself a role"):
        give(administrator, Role.BOARD_CHAIR, administrator, marlbrook)


def test_a_role_is_given_once(administrator, action_owner, marlbrook):
    with pytest.raises(NotNow, match="already holds this role"):
        give(action_owner, Role.ACTION_OWNER, administrator, marlbrook)


def test_a_role_given_is_in_force_and_recorded(administrator, action_owner, marlbrook):
    give(action_owner, Role.BOARD_MEMBER, administrator, marlbrook)
    again = Person.objects.get(pk=action_owner.pk)
    assert again.holds(Role.BOARD_MEMBER, marlbrook)
    entry = Entry.objects.get(event="accounts.role_given")
    assert (entry.person_id, entry.authority_id) == (administrator.pk, marlbrook.pk)


@pytest.mark.parametrize(
    "role", [r for r in Role if r not in (Role.ADMINISTRATOR, Role.COORDINATOR)]
)
def test_only_administrators_and_coordinators_give_roles(
    role, marlbrook, action_owner, administrator
):
    holder = person_with(role, marlbrook)
    with pytest.raises(NotAllowed):
        give(action_owner, Role.ELECTED_MEMBER, holder, marlbrook)


def test_an_organisation_must_work_with_the_authority(
    administrator, action_owner, marlbrook
):
    elsewhere = OrganisationFactory()
    with pytest.raises(NotNow, match="does not work with"):
        services.give_role(
            action_owner,
            authority=marlbrook,
            organisation=elsewhere,
            role=Role.BOARD_MEMBER,
            ends_on=clock.today() + YEAR,
            by=administrator,
        )


def test_a_role_ended_today_opens_nothing_any_more(
    administrator, action_owner, marlbrook
):
    end(action_owner.memberships.get(), administrator)
    again = Person.objects.get(pk=action_owner.pk)
    assert not again.holds(Role.ACTION_OWNER, marlbrook)
    assert not again.authorities()


def test_a_role_ended_on_a_later_day_holds_until_then(
    administrator, action_owner, marlbrook
):
    end(action_owner.memberships.get(), administrator, clock.today() + timedelta(9))
    assert Person.objects.get(pk=action_owner.pk).holds(Role.ACTION_OWNER, marlbrook)
    shift(timedelta(days=10))
    again = Person.objects.get(pk=action_owner.pk)
    assert not again.holds(Role.ACTION_OWNER, marlbrook)


def test_a_role_not_yet_begun_opens_nothing(marlbrook):
    person = PersonFactory()
    tomorrow = clock.today() + timedelta(days=1)
    MembershipFactory(person=person, authority=marlbrook, starts_on=tomorrow)
    assert not person.authorities()


def test_the_last_administrator_stays(administrator, marlbrook):
    with pytest.raises(NotNow, match="last administrator"):
        end(administrator.memberships.get(), administrator)


def test_an_administrator_whose_role_ends_first_does_not_count(
    administrator, marlbrook
):
    soon = person_with(Role.ADMINISTRATOR, marlbrook)
    soon.memberships.update(ends_on=clock.today() + timedelta(days=5))
    with pytest.raises(NotNow, match="last administrator"):
        end(
            administrator.memberships.get(),
            administrator,
            clock.today() + timedelta(days=7),
        )


def test_with_another_administrator_one_may_go(administrator, marlbrook):
    other = person_with(Role.ADMINISTRATOR, marlbrook)
    end(administrator.memberships.get(), other)
    assert Membership.objects.in_force().filter(role=Role.ADMINISTRATOR).count() == 1


def test_a_coordinator_ends_only_what_they_may_give(
    coordinator, action_owner, board_chair
):
    end(action_owner.memberships.get(), coordinator)
    with pytest.raises(NotAllowed, match="Only an administrator can end this role"):
        end(board_chair.memberships.get(), coordinator)


def test_anybody_may_give_up_their_own_role(board_chair):
    end(board_chair.memberships.get(), board_chair)
    assert not Person.objects.get(pk=board_chair.pk).authorities()


def test_the_reason_stays_on_the_role_and_only_its_hash_in_the_audit(
    administrator, action_owner
):
    membership = action_owner.memberships.get()
    end(membership, administrator)
    assert membership.end_reason == "Moved on."
    facts = Entry.objects.get(event="accounts.role_ended").facts
    assert "Moved" not in str(facts)
    assert facts["reason_hash"]


def test_a_role_at_a_county_opens_nothing_at_its_district(fernshire, ashby_vale):
    for role in Role:
        person = person_with(role, fernshire)
        assert not person.holds(role, ashby_vale)
        assert person.authorities() == [fernshire.pk]


def test_a_role_at_a_district_opens_nothing_at_its_county(fernshire, ashby_vale):
    for role in Role:
        person = person_with(role, ashby_vale)
        assert not person.holds(role, fernshire)


def test_a_county_administrator_finds_no_page_of_a_district(
    client, fernshire, ashby_vale
):
    administrator = person_with(Role.ADMINISTRATOR, fernshire)
    districts = person_with(Role.ACTION_OWNER, ashby_vale)
    client.force_login(administrator)
    client.post(reverse("accounts:step_up"))
    for name in ("authority", "people", "organisations", "rooms", "successor"):
        address = reverse(f"accounts:{name}", args=[ashby_vale.slug])
        assert client.get(address).status_code == 404
    assert client.get(districts.get_absolute_url()).status_code == 404
