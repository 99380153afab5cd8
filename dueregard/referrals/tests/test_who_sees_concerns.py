"""A concern stays with who noticed it and whom they asked: nobody else can tell."""

import json

import pytest
from django.db import connection
from django.urls import reverse

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts.tests.factories import (
    AuthorityFactory,
    MembershipFactory,
    person_with,
)
from dueregard.audit.models import Entry
from dueregard.audit.panel import lines_about
from dueregard.outbox.models import Job
from dueregard.referrals import services
from dueregard.referrals.codes import ConcernOutcome
from dueregard.referrals.models import AdviceCall, Concern, Tally
from dueregard.reminders.models import Task
from dueregard.reminders.registry import appointments_of, waiting_for
from dueregard.vault import blind, tenancy

from .concerns import CANARY, a_concern, a_school, concluded, seen_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return a_school()


@pytest.fixture
def checked(school):
    """One that is being checked by the lead."""
    concern = a_concern(school)
    services.ask_for_check(concern, checker=school.lead, by=school.tutor)
    return concern


def at(name, *args):
    return reverse(f"referrals:{name}", args=["marlbrook", *args])


def pages_of(concern):
    names = ("concern", "concern_note", "change_concern", "ask_for_check")
    names += ("concern_outcome", "concern_talked")
    return [at(name, concern.pk) for name in names]


@pytest.mark.parametrize("role", Role)
def test_no_role_opens_one(school, checked, client, role):
    person = person_with(role, school.authority)
    client.force_login(person)
    assert seen_by(person, school.authority) == []
    for url in pages_of(checked):
        assert client.get(url).status_code == 404
    missing = str(checked.pk)[:-4] + "0000"
    assert client.get(at("concern", missing)).status_code == 404
    assert str(checked.pk) not in client.get(at("concerns")).content.decode()


def test_nobody_else_of_the_organisation_sees_one(school, checked, client):
    client.force_login(school.colleague)
    assert seen_by(school.colleague, school.authority) == []
    assert client.get(at("concern", checked.pk)).status_code == 404


@pytest.mark.parametrize("role", Role)
def test_it_is_on_nobody_elses_list_of_tasks(school, checked, role):
    person = person_with(role, school.authority)
    assert not Task.objects.visible_to(person).exists()
    assert str(checked.pk) not in str(waiting_for(person))
    assert str(checked.pk) not in str(appointments_of(person))


def test_who_no_longer_works_there_sees_it_no_more(school, checked):
    college = a_school(school.authority, name="Weir College").academy
    for person in (school.tutor, school.lead):
        person.memberships.update(ended_at=clock.now())
        MembershipFactory(
            person=person,
            role=Role.ACTION_OWNER,
            authority=school.authority,
            organisation=college,
        )
        fresh = type(person).objects.get(pk=person.pk)
        assert seen_by(fresh, school.authority) == []


def test_where_the_room_is_off_there_is_nothing(school, checked, client):
    school.authority.rooms.filter(room="referrals").delete()
    client.force_login(type(school.tutor).objects.get(pk=school.tutor.pk))
    assert client.get(at("concerns")).status_code == 404
    assert client.get(at("concern", checked.pk)).status_code == 404
    assert waiting_for(school.tutor) == []


def test_another_authority_cannot_open_it_by_its_own_address(school, checked, client):
    elsewhere = AuthorityFactory(name="Ashby Vale")
    both = school.tutor
    person_with(Role.COORDINATOR, elsewhere)
    both.memberships.create(
        authority=elsewhere,
        organisation=school.academy,
        role=Role.ACTION_OWNER,
        ends_on=clock.today(),
    )
    client.force_login(both)
    url = reverse("referrals:concern", args=["ashby-vale", checked.pk])
    assert client.get(url).status_code == 404


def test_it_is_found_by_no_name(school, checked):
    with tenancy.of(school.authority):
        assert blind.find_name(school.authority, CANARY) == []
        assert blind.find_name(school.authority, "arrows") == []


def test_the_panel_of_changes_says_nothing_of_it(checked):
    assert lines_about(checked) == []


def test_no_word_of_it_is_anywhere_in_the_clear(school, checked):
    services.conclude(
        checked,
        conclusion=concluded(ConcernOutcome.REFER, lead_knows=True, check_notes=CANARY),
        by=school.lead,
    )
    services.note_advice(
        school.authority,
        organisation=school.academy,
        told="not_refer",
        asked_on=clock.today(),
        words={"initials": "CA", "asked": CANARY, "said": CANARY},
        by=school.tutor,
    )
    facts = json.dumps(list(Entry.objects.values_list("facts", flat=True)))
    assert CANARY not in facts
    with tenancy.of(school.authority), connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            for row in cursor.fetchall():
                assert CANARY not in " ".join(map(_text, row)), table
    assert Job.objects.exists()


def _text(value) -> str:
    held = bytes(value) if isinstance(value, memoryview) else value
    return held.decode("latin-1") if isinstance(held, bytes) else str(held)


def test_the_lead_of_the_organisation_alone_sees_its_numbers(school, checked, client):
    other = a_school(school.authority, name="Weir College")
    a_concern(other)
    client.force_login(school.lead)
    page = client.get(at("concern_counts")).content.decode()
    assert "Millrace Academy" in page
    assert "Weir College" not in page
    numbers = Tally.objects.visible_to(school.lead).values_list("what", "number")
    assert dict(numbers) == {"noticed": 1, "checked": 1}
    for role in (Role.COORDINATOR, Role.CASE_OFFICER, Role.GATEWAY_OFFICER):
        assert not Tally.objects.visible_to(person_with(role, school.authority))
    client.force_login(school.tutor)
    assert client.get(at("concern_counts")).status_code == 404


def test_the_numbers_stay_when_the_words_are_gone(school, checked):
    services.conclude(checked, conclusion=concluded(), by=school.lead)
    before = list(Tally.objects.order_by("pk").values_list("what", "number"))
    with tenancy.of(school.authority):
        Concern.objects.update(shred_on=clock.today())
    services.shred_what_is_due()
    assert list(Tally.objects.order_by("pk").values_list("what", "number")) == before


def test_a_call_for_advice_is_its_writers_alone(school, client):
    services.note_advice(
        school.authority,
        organisation=None,
        told="not_refer",
        asked_on=clock.today(),
        words={"initials": "CA", "asked": CANARY, "said": CANARY},
        by=school.tutor,
    )
    with tenancy.of(school.authority):
        call = AdviceCall.objects.get()
    client.force_login(school.tutor)
    assert CANARY in client.get(at("advice_call", call.pk)).content.decode()
    for person in (school.lead, person_with(Role.COORDINATOR, school.authority)):
        client.force_login(person)
        assert client.get(at("advice_call", call.pk)).status_code == 404
