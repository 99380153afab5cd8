"""Twenty lines that say "A referral waits for you" are told apart by their reader."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts.models import Membership
from dueregard.accounts.tests.factories import (
    AuthorityFactory,
    MembershipFactory,
    person_with,
)
from dueregard.clock import services as clock_services
from dueregard.clock.working_days import add_working_days
from dueregard.outbox.models import Job
from dueregard.outbox.services import payload_of
from dueregard.referrals import services
from dueregard.referrals.models import PoliceMark
from dueregard.referrals.services import mark_reviews, stages
from dueregard.reminders.jobs import digest
from dueregard.reminders.models import MailPreference, Task
from dueregard.reminders.registry import kind_of

from .factories import make_referral, staff
from .pages import again, signed_in
from .test_moves import ADULT

pytestmark = pytest.mark.django_db
MY_WORK = "reminders:my_work"


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook", slug="marlbrook")


@pytest.fixture
def officer(marlbrook):
    return person_with(Role.GATEWAY_OFFICER, marlbrook)


def read(person, name=MY_WORK, *args, **query) -> str:
    return signed_in(person).get(reverse(name, args=args), query).content.decode()


def line(referral) -> str:
    return f"{stages.TITLE}: {referral.reference}"


def test_each_line_names_its_referral_to_whoever_owes_it(marlbrook, officer):
    rows = [make_referral(marlbrook) for _ in range(3)]
    page = read(officer)
    assert all(page.count(line(row)) == 1 for row in rows)
    assert page.count(stages.TITLE) == 3


def test_whoever_may_not_see_it_any_more_reads_the_line_alone(marlbrook, officer):
    row = make_referral(marlbrook)
    Membership.objects.filter(person=officer).update(role=Role.ACTION_OWNER)
    page = read(officer)
    assert stages.TITLE in page
    assert row.reference not in page


def test_two_authorities_of_one_person_both_have_theirs(marlbrook, officer):
    elsewhere = AuthorityFactory(name="Netherbrook")
    MembershipFactory(person=officer, authority=elsewhere, role=Role.GATEWAY_OFFICER)
    rows = [make_referral(marlbrook), make_referral(elsewhere)]
    page = read(officer)
    assert all(line(row) in page for row in rows)


def test_a_held_one_has_one_line_like_any_other(marlbrook):
    """Its stage and the review of the mark would stand there as one reference twice."""
    officer = staff(marlbrook)[Role.GATEWAY_OFFICER]
    usual, held = (make_referral(marlbrook, subject=ADULT) for _ in range(2))
    for row in (usual, held):
        services.accept(row, by=officer)
    services.set_mark(again(held), PoliceMark.Mark.HOLD, by=officer)
    clock_services.shift(timedelta(days=12))
    mark_reviews.owe_mark_reviews()
    kinds = Task.objects.open().filter(person=officer, subject_id=str(held.pk))
    assert {mark_reviews.REVIEW, stages.STAGE} <= {task.kind for task in kinds}
    page = read(officer)
    assert page.count(line(held)) == page.count(line(usual)) == 1
    assert page.count(stages.TITLE) == 2


def test_the_review_alone_reads_like_a_stage():
    usual, held = kind_of(stages.STAGE), kind_of(mark_reviews.REVIEW)
    assert usual.told_apart is held.told_apart is not None
    assert usual.label == held.label


def test_it_stands_nowhere_but_on_that_page(marlbrook, officer):
    coordinator = person_with(Role.COORDINATOR, marlbrook)
    row = make_referral(marlbrook)
    head = read(officer).split("</head>")[0]
    assert row.reference not in head
    task = Task.objects.get(person=officer)
    assert task.told_apart_by == ""
    assert row.reference not in str(Task.objects.filter(pk=task.pk).values().get())
    for name in ("reminders:team", "reminders:team_tasks"):
        assert row.reference not in read(coordinator, name, marlbrook.slug)


def test_no_mail_says_which_it_is(marlbrook, officer):
    row = make_referral(marlbrook)
    MailPreference.objects.create(person=officer, rhythm=MailPreference.Rhythm.DAILY)
    wait = add_working_days(clock.today(), 1) - clock.today()
    clock_services.shift(wait)
    digest({})
    sent = [payload_of(job) for job in Job.objects.filter(kind="outbox.mail")]
    assert [each for each in sent if each["to"] == officer.email]
    assert row.reference not in str(sent)


def test_many_lines_take_one_statement_more_than_none(marlbrook, officer):
    def statements() -> int:
        client = signed_in(officer)
        client.get(reverse(MY_WORK))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(MY_WORK))
        found = [each["sql"] for each in asked.captured_queries]
        return sum('"referrals_referral"."reference"' in sql for sql in found)

    assert statements() == 0
    for _ in range(6):
        make_referral(marlbrook)
    assert statements() == 1
