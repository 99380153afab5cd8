"""A hold is looked at again by whoever set it; nobody else can tell that it is due."""

from datetime import timedelta

import pytest
from django.urls import reverse

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts.models import Membership
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.clock import services as clock_services
from dueregard.clock.working_days import add_working_days
from dueregard.outbox.models import Job
from dueregard.referrals import services
from dueregard.referrals.codes import OtherSupport, Outcome
from dueregard.referrals.models import PoliceMark
from dueregard.referrals.services import Closing, Told, stages
from dueregard.referrals.services.mark_reviews import REVIEW, owe_mark_reviews
from dueregard.reminders.models import MailPreference, Task
from dueregard.reminders.services import count_tasks_of
from dueregard.reminders.services.climbing import plan_escalations

from .factories import make_referral, not_told_yet, staff
from .pages import again, opens, sends, signed_in
from .test_moves import ADULT

pytestmark = pytest.mark.django_db
HOLD, CLEAR = PoliceMark.Mark.HOLD, PoliceMark.Mark.CLEAR
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


@pytest.fixture
def held(marlbrook, officer):
    row = make_referral(marlbrook, subject=ADULT)
    services.accept(row, by=officer)
    services.set_mark(again(row), HOLD, by=officer)
    return again(row)


def owed_by(person) -> list:
    rows = Task.objects.open().filter(kind=REVIEW, person=person)
    return list(rows.values_list("due_on", flat=True))


def later(days) -> None:
    clock_services.shift(timedelta(days=days))
    owe_mark_reviews()


def test_whoever_set_a_hold_looks_at_it_again(held, officer):
    due = add_working_days(clock.today(), 10)
    owe_mark_reviews()
    assert owed_by(officer) == []
    later((due - clock.today()).days - 6)
    owe_mark_reviews()
    assert owed_by(officer) == [due]
    mine = signed_in(officer).get(reverse("reminders:my_work")).content.decode()
    assert stages.TITLE in mine


def test_the_words_of_the_task_are_those_of_any_referral_that_waits(held, officer):
    later(12)
    task = Task.objects.get(kind=REVIEW)
    usual = Task.objects.filter(kind=stages.STAGE, subject_id=str(held.pk)).last()
    for name in ("title", "about", "url", "room", "authority_id"):
        assert getattr(task, name) == getattr(usual, name)
    said = f"{task.title} {task.about} {task.source}".lower()
    for word in ("hold", "mark", "police", held.reference.lower()):
        assert word not in said


def test_it_is_on_nobody_elses_page_and_in_no_count_of_theirs(held, people, officer):
    clock_services.shift(timedelta(days=12))
    client = signed_in(people[Role.COORDINATOR])
    place = held.authority.slug
    pages = [
        reverse("reminders:team", args=[place]),
        reverse("reminders:team_tasks", args=[place]),
        reverse("reminders:team_person", args=[place, officer.pk]),
    ]

    def seen():
        texts = [client.get(page).content.decode() for page in pages]
        return [text.split("<main")[1].split("</main")[0] for text in texts]

    before, counted = seen(), count_tasks_of(officer, held.authority)
    owe_mark_reviews()
    assert owed_by(officer)
    assert seen() == before
    assert count_tasks_of(officer, held.authority) == counted
    for other in people.values():
        rows = Task.objects.visible_to(other).filter(kind=REVIEW)
        assert rows.exists() == (other == officer)


def test_a_late_one_is_taken_to_nobody(held, officer):
    working_day = add_working_days(clock.today(), 40)  # on others nothing climbs
    later((working_day - clock.today()).days)
    plan_escalations()
    task = Task.objects.get(kind=REVIEW)
    assert not task.escalations.exists()
    assert Task.objects.open().get(kind=stages.STAGE).escalations.exists()


def test_no_mail_leaves_when_a_hold_is_set(marlbrook, officer):
    MailPreference.objects.create(person=officer, rhythm=MailPreference.Rhythm.AT_ONCE)
    row = make_referral(marlbrook, subject=ADULT)
    services.accept(row, by=officer)
    before = Job.objects.count()
    services.set_mark(again(row), HOLD, by=officer, review_on=clock.today())
    assert Job.objects.count() == before


@pytest.mark.parametrize("mark", [HOLD, CLEAR])
def test_a_mark_that_is_set_anew_takes_it_off_the_list(held, officer, mark):
    later(12)
    services.set_mark(held, mark, by=officer)
    assert owed_by(officer) == []
    owe_mark_reviews()
    assert owed_by(officer) == []


def test_a_referral_that_ends_takes_it_off_the_list(held, officer):
    later(12)
    not_told_yet(held, officer)
    services.close(held, CLOSING, by=officer)
    assert owed_by(officer) == []
    owe_mark_reviews()
    assert owed_by(officer) == []


def test_what_a_leaver_set_is_for_the_others_of_the_gateway(marlbrook, held, officer):
    later(12)
    Membership.objects.filter(person=officer).update(ends_on=clock.today())
    clock_services.shift(timedelta(days=13))
    other = person_with(Role.GATEWAY_OFFICER, marlbrook)
    owe_mark_reviews()
    assert owed_by(officer) == []
    assert owed_by(other)


def test_without_anybody_at_the_gateway_the_holder_of_the_case_asks_again(
    marlbrook, people, officer
):
    case_officer, coordinator = people[Role.CASE_OFFICER], people[Role.COORDINATOR]
    row = make_referral(marlbrook, subject=ADULT)
    services.assign(row, case_officer, by=coordinator)
    told = Told("Sgt Calder", clock.today())
    services.set_mark(again(row), HOLD, by=case_officer, told=told)
    later(12)
    assert owed_by(case_officer)
    Membership.objects.filter(person=officer).update(ends_on=clock.today())
    clock_services.shift(timedelta(days=13))
    services.assign(again(row), coordinator, by=coordinator)
    owe_mark_reviews()
    assert owed_by(case_officer) == []
    assert owed_by(coordinator)


def test_the_days_are_the_authoritys_to_set(marlbrook, people, officer):
    client = signed_in(people[Role.COORDINATOR])
    page = client.get(reverse("referrals:limits", args=[marlbrook.slug]))
    assert "The police look again at what they said" in page.content.decode()
    services.set_limit(
        marlbrook,
        "mark_review",
        by=people[Role.COORDINATOR],
        working_days=5,
        source="Agreed with the police, May 2026",
    )
    row = make_referral(marlbrook, subject=ADULT)
    form = opens(signed_in(officer), row, "mark").content.decode()
    assert "in 5 working days" in form
    sends(signed_in(officer), row, "mark", {"mark": "hold"})
    due = add_working_days(clock.today(), 5)
    later((due - clock.today()).days - 6)
    assert owed_by(officer) == [due]


def test_the_officer_reads_on_the_referral_why_it_waits(held, people, officer):
    said = "Look at this again by"
    assert said not in opens(signed_in(officer), held).content.decode()
    clock_services.shift(timedelta(days=12))
    assert said in opens(signed_in(officer), held).content.decode()
    for role in (Role.COORDINATOR, Role.PANEL_CHAIR):
        assert said not in opens(signed_in(people[role]), held).content.decode()
