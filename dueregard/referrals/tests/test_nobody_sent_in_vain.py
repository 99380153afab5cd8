"""Whoever is told that something waits for them can open what waits."""

from datetime import timedelta

import pytest

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory
from dueregard.outbox import mail
from dueregard.outbox import services as outbox
from dueregard.outbox.models import Job
from dueregard.referrals import services
from dueregard.reminders.models import Task

from .factories import council_destination, make_referral, police_destination, staff
from .pages import says_why, signed_in
from .routes import by_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


@pytest.fixture
def people(marlbrook):
    return staff(marlbrook)


def those_told() -> list[tuple[Role, str]]:
    rows = Task.objects.open().filter(kind__startswith="referrals.")
    return [(task.person, task.url) for task in rows.select_related("person")]


def assert_each_opens(referral) -> None:
    told = those_told()
    assert told
    for person, url in told:
        client = signed_in(person)
        says_why(client, referral)
        assert client.get(url).status_code == 200, (person, url)


def test_those_told_of_a_new_referral_can_open_it(marlbrook, people):
    police_destination(marlbrook)
    council_destination(marlbrook)
    assert_each_opens(make_referral(marlbrook))


def test_nobody_is_written_to_about_a_page_that_is_not_there_for_them(
    marlbrook, people
):
    council_destination(marlbrook)
    make_referral(marlbrook)
    letters = Job.objects.filter(kind=mail.KIND)
    written_to = {outbox.payload_of(job)["to"] for job in letters}
    assert people[Role.COORDINATOR].email in written_to
    assert people[Role.CASE_OFFICER].email not in written_to


def test_those_who_are_to_ring_with_a_code_can_make_it(marlbrook, people):
    by_link(marlbrook)
    assert_each_opens(make_referral(marlbrook))


def test_those_reminded_that_somebody_is_not_told_yet_can_open_it(marlbrook, people):
    referral = make_referral(marlbrook)
    services.note_not_yet(
        referral,
        by=people[Role.COORDINATOR],
        whom="person",
        because="Not safe yet.",
        review_on=clock.today() + timedelta(days=3),
    )
    services.owe_reviews()
    assert_each_opens(referral)
