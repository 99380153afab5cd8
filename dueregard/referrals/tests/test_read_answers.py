"""Who answers questions about reads, and what is kept of the answer."""

from datetime import timedelta

import pytest
from django.db import connection

from dueregard import clock
from dueregard.access.refusals import NotAllowed, NotNow
from dueregard.access.roles import Role
from dueregard.accounts.models import Membership
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.audit.models import Entry
from dueregard.clock import services as clock_services
from dueregard.referrals import services
from dueregard.referrals.models import ReadQuestion
from dueregard.referrals.services.read_questions import ask_about_reads, ask_at
from dueregard.referrals.services.read_tasks import ASK
from dueregard.reminders.models import Task
from dueregard.reminders.services.climbing import plan_escalations
from dueregard.vault import tenancy
from dueregard.vault.models import DataKey
from dueregard.vault.rooms import case_room

from .factories import staff
from .reads import (
    asked,
    night_passes,
    on_a_thursday,
    opened_on,
    questions,
    several,
    working_day,
)

pytestmark = pytest.mark.django_db
OFFICER = Role.DATA_PROTECTION_OFFICER
CAME_OF_IT = {"answer": "explained", "reason": "Stood in for a colleague."}


@pytest.fixture(autouse=True)
def thursday():
    on_a_thursday()


@pytest.fixture
def marlbrook():
    return AuthorityFactory(name="Marlbrook", slug="marlbrook")


@pytest.fixture
def people(marlbrook):
    return staff(marlbrook)


@pytest.fixture
def officer(marlbrook):
    return person_with(OFFICER, marlbrook)


@pytest.fixture
def chair(people):
    return people[Role.PANEL_CHAIR]


@pytest.fixture
def rows(marlbrook):
    return several(marlbrook, 11)


def tasks(person) -> list[Task]:
    return list(Task.objects.open().filter(kind=ASK, person=person))


@pytest.fixture
def question(marlbrook, officer, chair, rows):
    opened_on(working_day(), chair, rows, hour=21)
    ask_about_reads()
    [made] = questions(marlbrook)
    return made


def test_each_officer_has_one_private_task_without_a_name(
    marlbrook, officer, people, question, rows
):
    other = person_with(OFFICER, marlbrook)
    opened_on(clock.today(), people[Role.CASE_OFFICER], rows, hour=21)
    night_passes()
    ask_about_reads()
    assert len(asked(marlbrook)) == 2
    for person in (officer, other):
        [task] = tasks(person)
        assert task.url == "/referrals/in/marlbrook/looks/"
        words = f"{task.title} {task.about} {task.source}"
        for name in (rows[0].reference, str(question.reader), "declared"):
            assert name not in words
    for reader in people.values():
        assert not Task.objects.visible_to(reader).filter(kind=ASK).exists()
    clock_services.shift(clock.offset() + timedelta(days=60))
    plan_escalations()
    assert not Task.objects.filter(kind=ASK, escalations__isnull=False).exists()


def test_the_task_closes_when_all_are_answered(officer, question):
    services.answer_question(question, **CAME_OF_IT, by=officer)
    assert tasks(officer) == []
    ask_about_reads()
    assert tasks(officer) == []


def test_what_came_of_it_is_sealed_and_the_audit_holds_its_hash(officer, question):
    services.answer_question(question, **CAME_OF_IT, by=officer)
    with connection.cursor() as cursor, tenancy.of(question.authority):
        cursor.execute("SELECT reason FROM referrals_readquestion")
        [(stored,)] = cursor.fetchall()
    assert b"colleague" not in bytes(stored)
    entry = Entry.objects.get(event="looks.question_answered")
    assert entry.person_id == officer.pk
    assert entry.facts["answer"] == "explained"
    assert "colleague" not in str(entry.facts)
    [row] = questions(question.authority)
    with case_room(
        officer,
        authority=row.authority,
        purpose="supervision",
        door="question",
        groups=[],
        subjects=[row],
    ):
        assert row.reason == CAME_OF_IT["reason"]


def test_it_is_answered_once(officer, question):
    services.answer_question(question, **CAME_OF_IT, by=officer)
    with pytest.raises(NotNow):
        services.answer_question(question, **CAME_OF_IT, by=officer)


def test_nobody_else_answers_it(people, question):
    outsider = person_with(OFFICER, AuthorityFactory(name="Ashby Vale"))
    for person in (*people.values(), outsider):
        with pytest.raises(NotAllowed):
            services.answer_question(question, **CAME_OF_IT, by=person)


@pytest.fixture
def about_officer(marlbrook, people, rows):
    """A data protection officer who is a case officer, too, and opened many."""
    person = people[Role.CASE_OFFICER]
    given = Membership.objects.get(person=person)
    given.pk, given.role = None, OFFICER
    given.save(force_insert=True)
    opened_on(working_day(), person, rows, hour=21)
    ask_about_reads()
    [made] = questions(marlbrook)
    return made


def test_an_officer_does_not_answer_for_themselves_and_the_chair_does(
    people, chair, about_officer
):
    assert tasks(about_officer.reader) == []
    [task] = tasks(chair)
    assert task.url == about_officer.get_absolute_url()
    assert tasks(people[Role.DEPUTY_CHAIR]) == []
    with pytest.raises(NotAllowed):
        services.answer_question(about_officer, **CAME_OF_IT, by=about_officer.reader)
    services.answer_question(about_officer, **CAME_OF_IT, by=chair)
    assert tasks(chair) == []


def test_another_officer_answers_for_the_first(marlbrook, chair, about_officer):
    other = person_with(OFFICER, marlbrook)
    ask_about_reads()
    assert tasks(chair) == []
    assert len(tasks(other)) == 1
    services.answer_question(about_officer, **CAME_OF_IT, by=other)
    assert tasks(other) == []


def test_a_deputy_stands_in_where_there_is_no_chair(people, chair, about_officer):
    Membership.objects.filter(person=chair).update(
        ends_on=clock.today() - timedelta(days=1),
        starts_on=clock.today() - timedelta(days=9),
    )
    ask_about_reads()
    assert tasks(chair) == []
    assert len(tasks(people[Role.DEPUTY_CHAIR])) == 1


def test_an_answer_is_kept_for_a_year_and_goes_with_its_key(officer, question):
    services.answer_question(question, **CAME_OF_IT, by=officer)
    clock_services.shift(clock.offset() + timedelta(days=364))
    ask_at(question.authority)
    assert len(questions(question.authority)) == 1
    clock_services.shift(clock.offset() + timedelta(days=2))
    ask_at(question.authority)
    assert questions(question.authority) == []
    with tenancy.of(question.authority):
        assert not DataKey.objects.filter(kind=DataKey.Kind.QUESTION).exists()
    assert Entry.objects.get(event="looks.questions_removed").facts == {"questions": 1}


def test_one_that_is_open_is_never_removed(officer, question):
    clock_services.shift(clock.offset() + timedelta(days=900))
    ask_at(question.authority)
    assert len(questions(question.authority)) == 1


def test_the_question_has_no_field_for_words_about_a_case():
    texts = {
        each.name
        for each in ReadQuestion._meta.concrete_fields
        if each.get_internal_type() in ("TextField", "JSONField")
    }
    assert texts == set()
