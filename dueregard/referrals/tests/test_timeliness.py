"""How long stages took: counts, medians, percentiles, of what the reader works on."""

from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory
from dueregard.clock import services as clock_services
from dueregard.referrals import services
from dueregard.referrals.timeliness import timeliness
from dueregard.vault import tenancy

from .factories import make_referral, staff
from .pages import again, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


@pytest.fixture
def people(marlbrook):
    return staff(marlbrook)


def figures_of(user, authority):
    with tenancy.of(authority):
        return timeliness(user, authority)


def to_the_middle_of_a_quarter() -> timedelta:
    """How far ahead the next 10 February, May, August or November is."""
    today = clock.today()
    days = (today + timedelta(days=n) for n in range(100))
    return next(day for day in days if day.day == 10 and day.month % 3 == 2) - today


def accepted_after(days, authority, officer, begins=timedelta(0)):
    """A referral that came in `begins` from now, and was accepted days later."""
    clock_services.shift(begins)
    referral = make_referral(authority)
    clock_services.shift(begins + timedelta(days=days))
    services.accept(referral, by=officer)
    clock_services.shift(timedelta(0))
    return again(referral)


def test_median_and_ninetieth_are_of_the_stages_that_ended(marlbrook, people):
    begins = to_the_middle_of_a_quarter()
    for days in (1, 2, 3, 4, 10):
        accepted_after(days, marlbrook, people[Role.GATEWAY_OFFICER], begins)
    found = figures_of(people[Role.COORDINATOR], marlbrook)
    assert [figure.stage for figure in found] == ["submitted"]
    assert (found[0].many, found[0].median, found[0].ninetieth) == (5, 3, 10)


def test_a_stage_begins_where_the_one_before_it_ended(marlbrook, people):
    officer = people[Role.GATEWAY_OFFICER]
    referral = accepted_after(2, marlbrook, officer)
    clock_services.shift(timedelta(days=7))
    services.pass_on(referral, by=officer, note="Netherbrook, in writing.")
    found = {
        each.stage: each for each in figures_of(people[Role.COORDINATOR], marlbrook)
    }
    assert found["submitted"].median == 2
    assert found["gateway"].median == 5


def test_steps_that_change_no_state_end_no_stage(marlbrook, people):
    referral = make_referral(marlbrook)
    services.note_step(
        referral, services.Step.OWN_CHECK, by=people[Role.COORDINATOR], note="Nothing."
    )
    assert figures_of(people[Role.COORDINATOR], marlbrook) == []


def test_nobody_counts_what_they_do_not_see(marlbrook, people):
    accepted_after(1, marlbrook, people[Role.GATEWAY_OFFICER])
    assert figures_of(people[Role.CASE_OFFICER], marlbrook) == []
    assert len(figures_of(people[Role.PANEL_CHAIR], marlbrook)) == 1


def test_the_page_shows_them_and_says_when_there_are_none(marlbrook, people):
    client = signed_in(people[Role.COORDINATOR])
    address = f"/referrals/in/{marlbrook.slug}/timeliness/"
    assert "No stage has ended yet" in client.get(address).content.decode()
    accepted_after(1, marlbrook, people[Role.GATEWAY_OFFICER])
    text = client.get(address).content.decode()
    assert "Half took no longer than" in text
