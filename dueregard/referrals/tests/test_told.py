"""Whether the person was told, or why not yet: never closed with both blank (RF 5)."""

from datetime import date, timedelta

import pytest

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.audit.models import Entry
from dueregard.clock import services as clock_services
from dueregard.referrals import guards, services
from dueregard.referrals.codes import OtherSupport, Outcome
from dueregard.referrals.models import Telling
from dueregard.referrals.services import Closing
from dueregard.referrals.services.telling import SAY_FIRST
from dueregard.reminders.models import Task
from dueregard.vault import tenancy

from .factories import make_referral, not_told_yet, staff
from .pages import again, opens, sends, signed_in

pytestmark = pytest.mark.django_db
ADULT = {"forenames": "Corin", "surname": "Ashgrove", "born_on": date(1990, 3, 14)}
CLOSING = Closing(Outcome.NO_FURTHER_ACTION, OtherSupport.EARLY_HELP, "A game.")
PERSON, PARENT = Telling.Whom.PERSON, Telling.Whom.PARENT


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook")


@pytest.fixture
def people(marlbrook):
    return staff(marlbrook)


@pytest.fixture
def coordinator(people):
    return people[Role.COORDINATOR]


@pytest.fixture
def referral(marlbrook, people):
    made = make_referral(marlbrook, subject=ADULT)
    services.accept(made, by=people[Role.GATEWAY_OFFICER])
    return again(made)


def told_today(referral, by, **given):
    today = clock.today()
    said = {"whom": PERSON, "told_on": today, "notice_given_on": today}
    return services.note_told(referral, by=by, **(said | given))


def parts_of(name, day):
    return {
        f"{name}_day": day.day,
        f"{name}_month": day.month,
        f"{name}_year": day.year,
    }


def reviews(person):
    rows = Task.objects.open().filter(kind="referrals.telling", person=person)
    return [task.due_on for task in rows]


def test_nothing_is_closed_while_both_are_blank(referral, people):
    officer = people[Role.GATEWAY_OFFICER]
    with pytest.raises(NotNow, match="was told and given the privacy notice"):
        services.close(referral, CLOSING, by=officer)
    assert again(referral).status == "gateway"
    with tenancy.of(referral.authority):
        assert SAY_FIRST in guards.missing("find_no_grounds", referral)
    not_told_yet(referral, officer)
    services.close(referral, CLOSING, by=officer)
    assert again(referral).status == "closed"


def test_the_page_of_closing_says_what_is_wanted(referral, people):
    given = {"outcome": "nfa", "other_support": "none_needed", "reason": "A game."}
    client = signed_in(people[Role.GATEWAY_OFFICER])
    text = sends(client, referral, "close", given).content.decode()
    assert "was told and given the privacy notice" in text


def test_nobody_is_told_before_the_police_are_clear(referral, people, coordinator):
    with pytest.raises(NotNow, match="^Wait for police checks.$"):
        told_today(referral, coordinator)
    services.set_mark(referral, "hold", by=people[Role.GATEWAY_OFFICER])
    with pytest.raises(NotNow, match="^Wait for police checks.$"):
        told_today(again(referral), coordinator)
    services.set_mark(again(referral), "clear", by=people[Role.GATEWAY_OFFICER])
    told_today(again(referral), coordinator)
    with tenancy.of(referral.authority):
        assert not guards.missing("find_no_grounds", referral)


def test_nobody_was_told_on_a_day_to_come(referral, people, coordinator):
    services.set_mark(referral, "clear", by=people[Role.GATEWAY_OFFICER])
    soon = clock.today() + timedelta(days=1)
    for field in ("told_on", "notice_given_on"):
        with pytest.raises(NotNow, match="in the future"):
            told_today(again(referral), coordinator, **{field: soon})


@pytest.mark.parametrize("days", [0, -1, 184])
def test_what_is_put_off_is_looked_at_within_six_months(referral, coordinator, days):
    day = clock.today() + timedelta(days=days)
    with pytest.raises(NotNow, match="six months"):
        not_told_yet(referral, coordinator, review_on=day)


def test_what_is_put_off_has_a_reason(referral, coordinator):
    with pytest.raises(NotNow, match="why they are not told"):
        not_told_yet(referral, coordinator, because="  ")


@pytest.mark.parametrize("role", [Role.PANEL_CHAIR, Role.REGISTERED_REFERRER])
def test_others_do_not_write_it_down(referral, marlbrook, role):
    with pytest.raises(NotAllowed):
        not_told_yet(referral, person_with(role, marlbrook))


def test_the_day_comes_onto_the_list_of_the_council(referral, people, coordinator):
    not_told_yet(referral, coordinator)
    due = clock.today() + timedelta(days=30)
    services.owe_reviews()
    assert reviews(coordinator) == []
    clock_services.shift(timedelta(days=24))
    services.owe_reviews()
    services.owe_reviews()
    assert reviews(coordinator) == [due]
    assert reviews(people[Role.GATEWAY_OFFICER]) == []
    task = Task.objects.open().get(kind="referrals.telling", person=coordinator)
    assert referral.reference not in f"{task.title} {task.about} {task.source}"


def test_a_later_answer_takes_it_off_the_list(referral, people, coordinator):
    not_told_yet(referral, coordinator)
    clock_services.shift(timedelta(days=31))
    services.owe_reviews()
    assert reviews(coordinator)
    not_told_yet(referral, coordinator)
    assert not reviews(coordinator)
    services.owe_reviews()
    assert not reviews(coordinator)
    clock_services.shift(timedelta(days=62))
    services.owe_reviews()
    assert reviews(coordinator)
    services.set_mark(referral, "clear", by=people[Role.GATEWAY_OFFICER])
    told_today(again(referral), coordinator)
    assert not reviews(coordinator)
    services.owe_reviews()
    assert not reviews(coordinator)


def test_what_is_put_off_of_a_closed_one_stays_owed(referral, people, coordinator):
    not_told_yet(referral, coordinator)
    services.close(referral, CLOSING, by=people[Role.GATEWAY_OFFICER])
    clock_services.shift(timedelta(days=30))
    services.owe_reviews()
    assert reviews(coordinator)


def test_the_page_writes_down_why_not_yet(referral, coordinator):
    client = signed_in(coordinator)
    page = opens(client, referral, "told").content.decode()
    assert "Wait for police checks." in page
    day = clock.today() + timedelta(days=14)
    given = {"whom": "parent", "is_told": "no", "because": "Canaryword at home."}
    given |= parts_of("review_on", day)
    assert sends(client, referral, "told", given).status_code == 302
    page = opens(client, referral).content.decode()
    assert "Not yet. Looked at again on" in page
    assert "Canaryword at home." in opens(client, referral, "told").content.decode()
    facts = [str((entry.event, entry.facts)) for entry in Entry.objects.all()]
    assert "Canaryword" not in " ".join(facts)


def test_the_page_writes_down_that_a_parent_was_told(referral, people, coordinator):
    client = signed_in(coordinator)
    given = {"whom": "parent", "is_told": "yes", "response": "Thanked us."}
    given |= parts_of("told_on", clock.today())
    given |= parts_of("notice_given_on", clock.today())
    refused = sends(client, referral, "told", given).content.decode()
    assert "Wait for police checks." in refused
    services.set_mark(referral, "clear", by=people[Role.GATEWAY_OFFICER])
    assert sends(client, referral, "told", given).status_code == 302
    page = opens(client, again(referral)).content.decode()
    assert "A parent or guardian, " in page


def test_the_page_wants_an_answer(referral, coordinator):
    client = signed_in(coordinator)
    text = sends(client, referral, "told", {}).content.decode()
    assert "Select whether they were told" in text
    text = sends(client, referral, "told", {"is_told": "no"}).content.decode()
    assert "Enter why they are not told yet" in text


def test_whoever_sent_it_does_not_read_whom_we_told(marlbrook, people):
    teacher = people[Role.REGISTERED_REFERRER]
    referral = make_referral(marlbrook, subject=ADULT, by=teacher, door="registered")
    not_told_yet(referral, people[Role.COORDINATOR])
    client = signed_in(teacher)
    assert opens(client, referral, "told").status_code == 404
    assert opens(client, referral, "disclosures").status_code == 404
    assert "not safe for them" not in opens(client, referral).content.decode()
