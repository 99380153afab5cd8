"""Every page of accounts can be opened, filtered, and says no in a sentence."""

from datetime import timedelta

import pytest
from django.urls import reverse

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts import services
from dueregard.accounts.models import Authority, Person
from dueregard.accounts.roles_page import draw
from dueregard.accounts.rules import SEES_PEOPLE
from dueregard.accounts.tests.factories import OrganisationFactory, person_with

OF_AUTHORITY = [
    "authority",
    "authority_edit",
    "rooms",
    "successor",
    "people",
    "invite",
    "confirm_roles",
    "organisations",
    "organisation_add",
]


@pytest.fixture
def at_the_desk(client, administrator):
    """A client signed in as administrator, who has just proved who they are."""
    client.force_login(administrator)
    client.post(reverse("accounts:step_up"))
    return client


@pytest.mark.parametrize("name", OF_AUTHORITY)
def test_an_administrator_opens_every_page_of_their_authority(
    name, at_the_desk, marlbrook
):
    address = reverse(f"accounts:{name}", args=[marlbrook.slug])
    assert at_the_desk.get(address).status_code == 200


@pytest.mark.parametrize("name", OF_AUTHORITY)
def test_no_page_of_an_authority_is_there_for_an_outsider(
    name, client, outsider, marlbrook
):
    client.force_login(outsider)
    client.post(reverse("accounts:step_up"))
    address = reverse(f"accounts:{name}", args=[marlbrook.slug])
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("name", OF_AUTHORITY)
def test_a_stranger_is_led_to_sign_in(name, client, marlbrook):
    address = reverse(f"accounts:{name}", args=[marlbrook.slug])
    assert client.get(address).url.startswith(reverse("account_login"))


def test_the_pages_of_a_person_and_their_role(at_the_desk, marlbrook, action_owner):
    membership = action_owner.memberships.get()
    for address in (
        action_owner.get_absolute_url(),
        reverse("accounts:end_role", args=[membership.pk]),
        reverse("accounts:give_role", args=[marlbrook.slug, action_owner.pk]),
        reverse("accounts:reset_sign_in", args=[marlbrook.slug, action_owner.pk]),
    ):
        page = at_the_desk.get(address)
        assert page.status_code == 200
        assert action_owner.name in page.content.decode()


def test_the_pages_of_an_organisation(at_the_desk, marlbrook):
    school = OrganisationFactory(name="Hill School", authorities=[marlbrook])
    for name in ("organisation", "organisation_edit", "organisation_successor"):
        address = reverse(f"accounts:{name}", args=[school.pk])
        assert at_the_desk.get(address).status_code == 200


def test_an_organisation_of_another_authority_is_not_there(client, outsider, marlbrook):
    school = OrganisationFactory(authorities=[marlbrook])
    client.force_login(outsider)
    for name in ("organisation", "organisation_edit", "organisation_successor"):
        address = reverse(f"accounts:{name}", args=[school.pk])
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_the_list_of_people_is_for_those_who_need_it(role, client, marlbrook):
    client.force_login(person_with(role, marlbrook))
    address = reverse("accounts:people", args=[marlbrook.slug])
    wanted = 200 if role in SEES_PEOPLE else 403
    assert client.get(address).status_code == wanted


@pytest.mark.parametrize("role", [r for r in Role if r not in SEES_PEOPLE])
def test_a_colleague_sees_their_own_page_but_no_other(
    role, client, marlbrook, coordinator
):
    person = person_with(role, marlbrook)
    client.force_login(person)
    assert client.get(person.get_absolute_url()).status_code == 200
    assert client.get(coordinator.get_absolute_url()).status_code == 403


def test_the_list_is_filtered_by_role_organisation_and_state(
    at_the_desk, marlbrook, administrator, action_owner, board_chair
):
    services.end_role(
        board_chair.memberships.get(),
        ends_on=clock.today(),
        reason="Elections.",
        by=administrator,
    )
    address = reverse("accounts:people", args=[marlbrook.slug])

    def names(**wanted):
        page = at_the_desk.get(address, wanted).context["page"]
        return {row.person.name for row in page}

    assert names() == {administrator.name, action_owner.name}
    assert names(role=Role.ACTION_OWNER) == {action_owner.name}
    assert names(state="ended") == {board_chair.name}
    assert names(state="invited") == set()
    nowhere = OrganisationFactory(authorities=[marlbrook])
    assert names(organisation=nowhere.pk) == set()


def test_the_invitation_form_describes_each_role(at_the_desk, marlbrook):
    address = reverse("accounts:invite", args=[marlbrook.slug])
    page = at_the_desk.get(address).content.decode()
    assert "Cannot decide on a plan that they drafted themselves." in page


def test_an_empty_invitation_says_what_to_do(at_the_desk, marlbrook):
    address = reverse("accounts:invite", args=[marlbrook.slug])
    page = at_the_desk.post(address, {}).content.decode()
    assert "<title>Error: Invite a person" in page
    for sentence in (
        "Enter the person’s full name",
        "Select a role.",
        "Enter the last",
    ):
        assert sentence.replace("’", "&#x27;") in page


def test_a_refusal_says_who_may(client, coordinator, marlbrook):
    client.force_login(coordinator)
    page = client.get(reverse("accounts:rooms", args=[marlbrook.slug]))
    assert page.status_code == 403
    assert b"Only an administrator can change an authority." in page.content


def test_the_last_administrator_is_told_why_they_stay(
    at_the_desk, administrator, marlbrook
):
    membership = administrator.memberships.get()
    day = clock.today()
    page = at_the_desk.post(
        reverse("accounts:end_role", args=[membership.pk]),
        {
            "ends_on_day": day.day,
            "ends_on_month": day.month,
            "ends_on_year": day.year,
            "reason": "Leaving.",
        },
    )
    assert page.status_code == 409
    assert b"Give the role to someone else first." in page.content


def test_a_stale_edit_shows_both_texts(at_the_desk, marlbrook):
    Authority.objects.filter(pk=marlbrook.pk).update(
        version=2, public_contact="Ring Ada."
    )
    page = at_the_desk.post(
        reverse("accounts:authority_edit", args=[marlbrook.slug]),
        {"name": "Marlbrook", "public_contact": "Ring Bo.", "version": 1},
    )
    assert page.status_code == 409
    assert b"Ring Ada." in page.content
    assert b"Ring Bo." in page.content


def test_somebody_with_one_authority_goes_straight_to_it(client, coordinator):
    client.force_login(coordinator)
    answer = client.get(reverse("accounts:authorities"))
    assert answer.url == "/authorities/marlbrook/"


def test_somebody_without_a_role_is_told_so(client, action_owner, administrator):
    services.end_role(
        action_owner.memberships.get(),
        ends_on=clock.today(),
        reason="Left.",
        by=administrator,
    )
    client.force_login(Person.objects.get(pk=action_owner.pk))
    page = client.get(reverse("accounts:authorities"))
    assert b"You have no role at an authority today." in page.content


def test_my_account_shows_my_roles(client, coordinator):
    client.force_login(coordinator)
    page = client.get(reverse("accounts:my_account"))
    assert b"Prevent co-ordinator" in page.content


def test_the_list_of_people_asks_the_database_as_often_for_one_as_for_many(
    at_the_desk, marlbrook, django_assert_max_num_queries
):
    for _ in range(24):
        person_with(Role.ACTION_OWNER, marlbrook)
    with django_assert_max_num_queries(10):
        at_the_desk.get(reverse("accounts:people", args=[marlbrook.slug]))


def test_an_ended_role_keeps_its_day(at_the_desk, administrator, action_owner):
    services.end_role(
        action_owner.memberships.get(),
        ends_on=clock.today() + timedelta(days=3),
        reason="A new post.",
        by=administrator,
    )
    page = at_the_desk.get(action_owner.get_absolute_url())
    assert b"A new post." in page.content


def test_the_reference_page_of_roles_is_as_the_rules_are(settings):
    page = settings.BASE_DIR / "docs" / "reference" / "roles.md"
    assert page.read_text() == draw()
