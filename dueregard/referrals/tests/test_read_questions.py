"""The nightly job finds reasons to ask, once each."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dueregard import clock
from dueregard.access.roles import Role
from dueregard.accounts.models import RoomSwitch
from dueregard.accounts.tests.factories import AuthorityFactory, person_with
from dueregard.audit.models import Entry
from dueregard.clock import services as clock_services
from dueregard.clock.working_days import add_working_days
from dueregard.referrals import services
from dueregard.referrals.models import Match, ReadCheck
from dueregard.referrals.read_rules import Kind
from dueregard.referrals.services import Step
from dueregard.referrals.services.read_questions import ask_about_reads
from dueregard.vault import tenancy

from .factories import staff
from .pages import again, opens, page_of, sends, signed_in
from .reads import (
    asked,
    night_passes,
    on_a_thursday,
    opened_on,
    questions,
    several,
    travel,
    working_day,
)

pytestmark = pytest.mark.django_db


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
def chair(people):
    return people[Role.PANEL_CHAIR]


@pytest.fixture
def coordinator(people):
    return people[Role.COORDINATOR]


@pytest.fixture
def rows(marlbrook):
    return several(marlbrook, 11)


def test_what_was_opened_is_found_in_the_audit(marlbrook, chair, rows):
    opened_on(working_day(2), chair, rows[:3])
    opened_on(working_day(), chair, rows)
    ask_about_reads()
    assert asked(marlbrook) == [(chair, Kind.MANY, working_day(), 11)]
    assert questions(marlbrook)[0].usual == 3
    made = Entry.objects.get(event="looks.question_made")
    assert made.person_id is None
    assert made.facts["usual_tenths"] == 30


def test_rows_of_a_list_are_not_opened(marlbrook, chair, rows):
    opened_on(working_day(), chair, rows, hour=21, door="list")
    opened_on(working_day(), chair, rows, hour=21, door="search")
    ask_about_reads()
    assert asked(marlbrook) == []


def test_ten_in_the_night_are_asked_about_once_it_is_over(marlbrook, chair, rows):
    today = clock.today()
    opened_on(today, chair, rows[:9], hour=20)
    opened_on(today + timedelta(days=1), chair, rows[9:10], hour=6)
    travel(today + timedelta(days=1), 6)
    ask_about_reads()
    assert asked(marlbrook) == []
    travel(today + timedelta(days=1), 7)
    ask_about_reads()
    assert asked(marlbrook) == [(chair, Kind.OUT_OF_HOURS, today, 10)]


def test_it_is_asked_once_however_often_the_worker_runs(marlbrook, chair, rows):
    opened_on(working_day(), chair, rows, hour=21)
    ask_about_reads()
    ask_about_reads()
    ReadCheck.objects.update(checked_to=working_day(9))
    ask_about_reads()
    assert len(asked(marlbrook)) == 1


def test_nights_that_were_missed_are_caught_up(marlbrook, chair, rows):
    ask_about_reads()
    day = add_working_days(clock.today(), 1)
    opened_on(day, chair, rows, hour=21)
    night_passes(days=12)
    ask_about_reads()
    assert asked(marlbrook) == [(chair, Kind.OUT_OF_HOURS, day, 11)]


def test_the_first_time_thirty_days_are_looked_through(marlbrook, chair, rows):
    first = clock.today() - timedelta(days=30)
    opened_on(first - timedelta(days=1), chair, rows, hour=21)
    opened_on(first, chair, rows, hour=21)
    ask_about_reads()
    assert asked(marlbrook) == [(chair, Kind.OUT_OF_HOURS, first, 11)]


def test_an_authority_hears_of_its_own_reads_alone(marlbrook, chair, rows):
    other = AuthorityFactory(name="Ashby Vale", slug="ashby-vale")
    elsewhere = person_with(Role.PANEL_CHAIR, other)
    opened_on(working_day(), elsewhere, several(other, 5), hour=21)
    opened_on(working_day(), elsewhere, rows[:5], hour=21)
    opened_on(working_day(), chair, rows, hour=21)
    ask_about_reads()
    assert [row for row, *_ in asked(marlbrook)] == [chair]
    assert asked(other) == []


def test_a_room_that_is_off_is_not_looked_through(marlbrook, chair, rows):
    opened_on(working_day(), chair, rows, hour=21)
    RoomSwitch.objects.filter(authority=marlbrook).delete()
    ask_about_reads()
    assert asked(marlbrook) == []


# Opened, and nothing done


def idle(marlbrook) -> list[tuple]:
    return [row for row in asked(marlbrook) if row[1] == Kind.NO_ACTION]


def ten_working_days_pass(day) -> None:
    travel(add_working_days(day, 10) + timedelta(days=1), 9)
    ask_about_reads()


@pytest.fixture
def read_only(people):
    """A case officer: no stage of a new referral waits for them."""
    return people[Role.CASE_OFFICER]


def test_five_of_which_nothing_came_are_asked_about_after_ten_working_days(
    marlbrook, read_only, rows
):
    day = clock.today()
    opened_on(day, read_only, rows[:5])
    travel(add_working_days(day, 10), 23)
    ask_about_reads()
    assert idle(marlbrook) == []
    ten_working_days_pass(day)
    assert idle(marlbrook) == [(read_only, Kind.NO_ACTION, day, 5)]


def test_four_are_not_asked_about(marlbrook, read_only, rows):
    opened_on(clock.today(), read_only, rows[:4])
    ten_working_days_pass(clock.today())
    assert idle(marlbrook) == []


def test_an_act_on_one_of_them_in_time_leaves_four(marlbrook, read_only, rows):
    day = clock.today()
    opened_on(day, read_only, rows[:5])
    travel(add_working_days(day, 10), 12)
    services.note_step(again(rows[0]), Step.OWN_CHECK, by=read_only, note="Looked.")
    ten_working_days_pass(day)
    assert idle(marlbrook) == []


def test_an_act_that_came_too_late_does_not_count(marlbrook, read_only, rows):
    day = clock.today()
    opened_on(day, read_only, rows[:5])
    travel(add_working_days(day, 10) + timedelta(days=1), 8)
    services.note_step(again(rows[0]), Step.OWN_CHECK, by=read_only, note="Looked.")
    ten_working_days_pass(day)
    assert len(idle(marlbrook)) == 1


def test_saying_whether_two_people_are_one_is_an_act_on_the_referrals_of_both(
    marlbrook, coordinator, rows
):
    day = clock.today()
    opened_on(day, coordinator, [*rows[:3], *rows[9:]])
    with tenancy.of(marlbrook):
        match = Match.objects.filter(
            first=rows[0].subject, second=rows[10].subject
        ).select_related("authority")
        services.say_different(match.get(), by=coordinator, because="Other births.")
    ten_working_days_pass(day)
    assert idle(marlbrook) == []


def test_what_somebody_holds_or_what_waits_for_them_is_theirs_to_read(
    marlbrook, people, read_only, rows
):
    coordinator, gateway = people[Role.COORDINATOR], people[Role.GATEWAY_OFFICER]
    for row in rows[:5]:
        services.assign(again(row), read_only, by=coordinator)
    opened_on(clock.today(), read_only, rows[:5])
    opened_on(clock.today(), gateway, rows[5:])
    ten_working_days_pass(clock.today())
    assert idle(marlbrook) == []


def test_only_those_who_act_are_asked(marlbrook, chair, rows):
    opened_on(clock.today(), chair, rows[:9])
    ten_working_days_pass(clock.today())
    assert idle(marlbrook) == []


# An interest that was declared


@pytest.fixture
def declared(people, rows):
    """The case officer held one, and declared an interest in it."""
    services.assign(
        again(rows[0]), people[Role.CASE_OFFICER], by=people[Role.COORDINATOR]
    )
    services.declare_interest(
        again(rows[0]), by=people[Role.CASE_OFFICER], note="My neighbour."
    )
    clock_services.shift(clock.offset() + timedelta(minutes=1))
    return again(rows[0])


def test_who_declared_an_interest_and_tries_is_told_what_a_stranger_is(
    marlbrook, people, declared, rows
):
    client = signed_in(people[Role.CASE_OFFICER])
    for name in ("referral", "purpose"):
        answer, missing = (
            client.get(page_of(each, name)) for each in (declared, rows[1])
        )
        assert answer.status_code == missing.status_code == 404
        assert len(answer.content) == len(missing.content)
    tried = Entry.objects.filter(event="looks.tried_after_interest")
    assert {each.subject_id for each in tried} == {str(declared.pk)}
    assert {each.person_id for each in tried} == {people[Role.CASE_OFFICER].pk}
    night_passes()
    ask_about_reads()
    [(reader, kind, _, seen)] = asked(marlbrook)
    assert (reader, kind, seen) == (people[Role.CASE_OFFICER], Kind.DECLARED, 1)


def test_a_try_reads_as_much_of_the_database_as_a_missing_one(people, declared):
    def reads(address) -> list[str]:
        client = signed_in(people[Role.CASE_OFFICER])
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 404
        asked_for = [query["sql"] for query in captured.captured_queries]
        return [sql[:60] for sql in asked_for if "referrals_" in sql]

    there = page_of(declared)
    missing = there.replace(str(declared.pk), "00000000-0000-4000-8000-000000000000")
    assert reads(there) == reads(missing)


def test_one_that_still_opens_after_an_interest_is_asked_about(
    marlbrook, coordinator, rows
):
    before, after = again(rows[0]), again(rows[1])
    assert opens(signed_in(coordinator), before).status_code == 200
    for row in (before, after):
        services.declare_interest(row, by=coordinator, note="My neighbour.")
    clock_services.shift(clock.offset() + timedelta(minutes=1))
    assert opens(signed_in(coordinator), after).status_code == 200
    night_passes()
    ask_about_reads()
    [(reader, kind, _, seen)] = asked(marlbrook)
    assert (reader, kind, seen) == (coordinator, Kind.DECLARED, 1)


def test_declaring_an_interest_is_no_look_after_it(marlbrook, coordinator, rows):
    sent = sends(signed_in(coordinator), rows[0], "interest", {"note": "My neighbour."})
    assert sent.status_code == 302
    night_passes()
    ask_about_reads()
    assert asked(marlbrook) == []
