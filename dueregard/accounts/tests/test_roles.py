"""Giving, ending and confirming roles; dormancy; and what never crosses a tier."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts import services
from dueregard.accounts.jobs import keep_accounts
from dueregard.accounts.models import Membership, Person
from dueregard.accounts.services.quarters import quarter_before, quarter_start
from dueregard.accounts.tests.factories import (
    PASSWORD,
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    person_with,
)
from dueregard.audit.models import Entry
from dueregard.clock.services import shift
from dueregard.outbox.models import Job
from dueregard.outbox.services import payload_of

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
    assert not again.authorities().exists()


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
    assert not person.authorities().exists()


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
    assert not Person.objects.get(pk=board_chair.pk).authorities().exists()


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
        assert list(person.authorities()) == [{"authority_id": fernshire.pk}]


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
    for name in ("authority", "people", "organisations", "rooms", "successor"):
        address = reverse(f"accounts:{name}", args=[ashby_vale.slug])
        assert client.get(address, follow=True).status_code in {404, 200}
        assert ashby_vale.name not in str(
            client.get(reverse("accounts:authorities"), follow=True).context.get(
                "authorities", ""
            )
        )
    assert client.get(districts.get_absolute_url()).status_code == 404


def test_a_quarter_begins_in_january_april_july_and_october():
    assert quarter_start(date(2026, 11, 21)) == date(2026, 10, 1)
    assert quarter_before(date(2026, 10, 1)) == date(2026, 7, 1)
    assert quarter_before(date(2027, 1, 1)) == date(2026, 10, 1)


@pytest.fixture
def unconfirmed(marlbrook):
    """A real person whose role nobody confirmed for a long while."""
    person = person_with(Role.ACTION_OWNER, marlbrook, is_rehearsal=False)
    long_ago = clock.today() - timedelta(days=250)
    person.memberships.update(attested_on=long_ago, starts_on=long_ago)
    return person


def test_each_quarter_one_mail_asks_who_still_does_what(
    coordinator, administrator, unconfirmed
):
    for _ in range(2):
        services.ask_for_confirmation(clock.today())
    letters = [payload_of(job) for job in Job.objects.all()]
    assert {letter["to"] for letter in letters} == {
        coordinator.email,
        administrator.email,
    }
    assert len(letters) == 2
    assert "people/confirm/" in letters[0]["body"]


def test_one_list_with_one_button_confirms(client, coordinator, unconfirmed, marlbrook):
    client.force_login(coordinator)
    address = reverse("accounts:confirm_roles", args=[marlbrook.slug])
    assert unconfirmed.name in client.get(address).content.decode()
    membership = unconfirmed.memberships.get()
    client.post(address, {"memberships": [membership.pk]})
    membership.refresh_from_db()
    assert membership.attested_on == clock.today()
    assert unconfirmed.name not in client.get(address).content.decode()


def test_a_role_that_nobody_confirmed_for_a_quarter_is_suspended_and_comes_back(
    coordinator, unconfirmed, marlbrook
):
    keep_accounts({})
    assert not Person.objects.get(pk=unconfirmed.pk).authorities().exists()
    membership = unconfirmed.memberships.get()
    services.confirm_roles(marlbrook, memberships=[membership], by=coordinator)
    assert Person.objects.get(pk=unconfirmed.pk).authorities().exists()


def test_the_last_administrator_is_never_suspended(marlbrook):
    person = person_with(Role.ADMINISTRATOR, marlbrook, is_rehearsal=False)
    long_ago = clock.today() - timedelta(days=300)
    person.memberships.update(attested_on=long_ago, starts_on=long_ago)
    keep_accounts({})
    assert person.memberships.in_force().exists()


def test_nobody_confirms_their_own_role(coordinator, marlbrook):
    mine = coordinator.memberships.get()
    assert services.confirm_roles(marlbrook, memberships=[mine], by=coordinator) == 0


def test_400_days_without_use_make_an_account_dormant(action_owner):
    Person.objects.filter(pk=action_owner.pk).update(
        is_rehearsal=False, last_used_on=clock.today() - timedelta(days=400)
    )
    keep_accounts({})
    action_owner.refresh_from_db()
    assert action_owner.dormant_on == clock.today()
    assert action_owner.memberships.in_force().exists()


def test_399_days_do_not(action_owner):
    Person.objects.filter(pk=action_owner.pk).update(
        is_rehearsal=False, last_used_on=clock.today() - timedelta(days=399)
    )
    keep_accounts({})
    action_owner.refresh_from_db()
    assert action_owner.dormant_on is None


def test_a_dormant_account_wakes_by_a_link_in_the_mail_and_its_own_sign_in(
    client, action_owner
):
    Person.objects.filter(pk=action_owner.pk).update(dormant_on=clock.today())
    answers = {"login": action_owner.email, "password": PASSWORD}
    answer = client.post(reverse("account_login"), answers)
    assert answer.url == reverse("accounts:wake_sent")
    assert "_auth_user_id" not in client.session
    link = payload_of(Job.objects.get())["body"].split("/wake/")[1].split("/")[0]
    address = reverse("accounts:wake", args=[link])
    client.get(address)
    action_owner.refresh_from_db()
    assert action_owner.dormant_on
    client.post(address)
    action_owner.refresh_from_db()
    assert action_owner.dormant_on is None
    assert "_auth_user_id" not in client.session
    client.post(reverse("account_login"), answers)
    assert "_auth_user_id" in client.session
    assert client.get(address).status_code == 404


def test_a_wake_link_works_for_a_day(client, action_owner):
    Person.objects.filter(pk=action_owner.pk).update(dormant_on=clock.today())
    answers = {"login": action_owner.email, "password": PASSWORD}
    client.post(reverse("account_login"), answers)
    link = payload_of(Job.objects.get())["body"].split("/wake/")[1].split("/")[0]
    shift(timedelta(hours=25))
    assert client.get(reverse("accounts:wake", args=[link])).status_code == 404
