"""What a referrer hears: by rule, one of three words, a mail when the word changes."""

from datetime import date, timedelta

import pytest

from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory
from dueregard.clock import services as clock_services
from dueregard.referrals import services
from dueregard.referrals.codes import Door, OtherSupport, Outcome, ReferrerState
from dueregard.referrals.models import Referral
from dueregard.referrals.reading import SEEN_BY_REFERRER
from dueregard.referrals.referrer_states import (
    HEARS,
    STATES,
    Hearing,
    state_for_referrer,
)
from dueregard.referrals.services import Closing

from .factories import make_referral, not_told_yet, staff
from .pages import again, signed_in
from .routes import letters

pytestmark = pytest.mark.django_db
ADULT = {"forenames": "Corin", "surname": "Ashgrove", "born_on": date(1990, 3, 14)}
CLOSING = Closing(Outcome.NO_FURTHER_ACTION, OtherSupport.EARLY_HELP, "A game.")


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


@pytest.fixture
def people(marlbrook):
    return staff(marlbrook)


@pytest.fixture
def officer(people):
    return people[Role.GATEWAY_OFFICER]


def sent(marlbrook, people, door=Door.REGISTERED, **kwargs):
    """What a teacher sent by `door`; nobody signs in by the public form."""
    by = None if door == Door.PUBLIC else people[Role.REGISTERED_REFERRER]
    return make_referral(marlbrook, subject=ADULT, door=door, by=by, **kwargs)


def news(people) -> list[dict]:
    address = people[Role.REGISTERED_REFERRER].email
    return [
        letter
        for letter in letters()
        if letter["to"] == address and "news" in letter["body"]
    ]


def test_every_state_and_every_door_has_its_rule():
    assert set(STATES) == set(Referral.Status)
    assert set(HEARS) == set(Door)


def test_a_registered_referrer_hears_when_the_word_changes(marlbrook, people, officer):
    referral = sent(marlbrook, people)
    assert news(people) == []
    services.accept(referral, by=officer)
    [letter] = news(people)
    assert "There is news of something you sent." in letter["body"]
    assert referral.reference not in letter["body"]
    assert str(referral.pk) not in letter["body"]
    assert "passed on" not in letter["body"].lower()
    assert letter["subject"] == "You have a task"


def test_the_page_shows_the_word(marlbrook, people, officer):
    referral = sent(marlbrook, people)
    services.accept(referral, by=officer)
    [letter] = news(people)
    [link] = [line for line in letter["body"].splitlines() if line.startswith("http")]
    client = signed_in(people[Role.REGISTERED_REFERRER])
    page = client.get("/" + link.split("/", 3)[3]).content.decode()
    assert referral.reference in page
    assert ">Passed on<" in page


def test_moves_that_change_no_word_send_nothing(marlbrook, people, officer):
    referral = sent(marlbrook, people)
    services.accept(referral, by=officer)
    services.set_mark(referral, "clear", by=officer)
    services.go_on(again(referral), by=officer)
    assert len(news(people)) == 1


def test_nothing_differs_during_a_hold(marlbrook, people, officer):
    held, slow = sent(marlbrook, people), sent(marlbrook, people)
    for referral in (held, slow):
        services.accept(referral, by=officer)
    before = len(news(people))
    services.set_mark(held, "hold", by=officer)
    assert len(news(people)) == before
    assert state_for_referrer(again(held)) == state_for_referrer(again(slow))


def test_the_last_word_is_closed_with_us_and_no_outcome(marlbrook, people, officer):
    referral = sent(marlbrook, people)
    services.accept(referral, by=officer)
    not_told_yet(referral, officer)
    services.close(referral, CLOSING, by=officer)
    assert len(news(people)) == 2
    assert state_for_referrer(again(referral)) == ReferrerState.CLOSED
    client = signed_in(people[Role.REGISTERED_REFERRER])
    page = client.get(f"/refer/mine/{marlbrook.slug}/").content.decode()
    assert "Closed with us" in page
    assert "No further action" not in page


@pytest.mark.parametrize(
    "door", [door for door, hears in HEARS.items() if hears != Hearing.BY_MAIL]
)
def test_who_is_not_a_referrer_with_an_account_is_not_written_to(
    marlbrook, people, officer, door
):
    services.accept(sent(marlbrook, people, door), by=officer)
    assert news(people) == []


def test_after_90_days_nobody_is_written_to(marlbrook, people, officer):
    referral = sent(marlbrook, people)
    clock_services.shift(SEEN_BY_REFERRER + timedelta(days=1))
    services.accept(referral, by=officer)
    assert news(people) == []


def test_who_refers_here_no_more_is_not_written_to(marlbrook, people, officer):
    referral = sent(marlbrook, people)
    people[Role.REGISTERED_REFERRER].memberships.all().delete()
    services.accept(referral, by=officer)
    assert news(people) == []
