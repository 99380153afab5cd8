"""Once a quarter somebody confirms who does what; who stays away falls asleep."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts import services
from dueregard.accounts.jobs import keep_accounts
from dueregard.accounts.models import Person
from dueregard.accounts.services.quarters import quarter_before, quarter_start
from dueregard.accounts.tests.factories import (
    PASSWORD,
    person_with,
)
from dueregard.clock.services import shift
from dueregard.outbox.models import Job
from dueregard.outbox.services import payload_of


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
    assert not Person.objects.get(pk=unconfirmed.pk).authorities()
    membership = unconfirmed.memberships.get()
    services.confirm_roles(marlbrook, memberships=[membership], by=coordinator)
    assert Person.objects.get(pk=unconfirmed.pk).authorities()


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
