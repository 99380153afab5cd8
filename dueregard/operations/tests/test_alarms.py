"""Alarms begin, are told of once, are shown, and end by themselves (I25)."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.urls import reverse

from dueregard import clock
from dueregard.accounts.tests.factories import PASSWORD
from dueregard.audit import services as audit
from dueregard.audit.events import RefusalEvent
from dueregard.audit.models import Entry
from dueregard.clock.services import shift
from dueregard.operations import alarms
from dueregard.operations.models import Alarm
from dueregard.operations.services import look_for_alarms
from dueregard.outbox import registry
from dueregard.outbox.models import Job
from dueregard.outbox.services import payload_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_attempts_yet(db):
    cache.clear()


def fail(times, account=None):
    """So many failed sign-ins at this moment: to one account, or each to another."""
    with audit.atomic():
        for number in range(times):
            tried = audit.text_hash(account or f"{number}@marlbrook.example")
            audit.record(RefusalEvent.SIGN_IN_FAILED, None, by=None, account_hash=tried)


def later(**time):
    shift(clock.offset() + timedelta(**time))


def is_on(code="sign_ins"):
    return Alarm.objects.on().filter(code=code).exists()


def letters():
    jobs = Job.objects.filter(key__startswith="alarm-").order_by("pk")
    return [payload_of(job) for job in jobs]


def recorded():
    found = Entry.objects.filter(event__startswith="operations.alarm").order_by("pk")
    return list(found.values_list("event", "authority_id", "facts"))


def test_they_are_looked_for_every_five_minutes():
    handler = registry.find("operations.alarms")
    assert handler.every == timedelta(minutes=5)
    fail(101)
    handler.run({})
    assert is_on()


def test_more_than_a_hundred_failed_sign_ins_in_ten_minutes_are_recorded_and_mailed(
    administrator, coordinator
):
    fail(101)
    look_for_alarms()
    facts = {"alarm": "sign_ins", "number": 101}
    assert recorded() == [("operations.alarm_began", None, facts)]
    [letter] = letters()
    assert letter["to"] == administrator.email
    assert letter["subject"] == "Due Regard needs a look"
    assert "needs a look: many failed sign-ins." in letter["body"]
    assert reverse("operations:jobs") in letter["body"]
    assert "marlbrook" not in letter["body"].lower()


def test_a_hundred_are_none_nor_are_those_of_before():
    fail(100)
    look_for_alarms()
    later(minutes=11)
    fail(50)
    look_for_alarms()
    assert not Alarm.objects.exists()


def test_eleven_in_an_hour_to_one_account_are_one_whoever_else_fails():
    fail(10, "ada@marlbrook.example")
    fail(20)
    look_for_alarms()
    assert not Alarm.objects.exists()
    later(minutes=50)
    fail(1, "ada@marlbrook.example")
    look_for_alarms()
    assert recorded() == [
        (
            "operations.alarm_began",
            None,
            {"alarm": "sign_ins_to_one_account", "number": 11},
        )
    ]


def test_whoever_guesses_as_fast_as_sign_in_lets_them_is_told_of_within_the_hour(
    client, administrator, coordinator
):
    page = reverse("account_login")
    answer = {"login": coordinator.email, "password": "quite another password"}
    for minute in range(59):
        for number in range(5):
            where = f"10.0.{minute}.{number}"
            client.post(page, answer, REMOTE_ADDR=where)
        later(minutes=1)
    look_for_alarms()
    assert is_on("sign_ins_to_one_account")
    later(minutes=16)
    right = answer | {"password": PASSWORD}
    client.post(page, right, REMOTE_ADDR="10.1.0.1")
    assert "_auth_user_id" in client.session


def test_each_administrator_is_told_once_however_long_it_goes_on(
    factories, marlbrook, ashby_vale
):
    both = factories.person_with("administrator", marlbrook)
    factories.MembershipFactory(person=both, authority=ashby_vale, role="administrator")
    other = factories.person_with("administrator", ashby_vale)
    for _ in range(4):
        fail(101)
        look_for_alarms()
        later(minutes=20)
    assert [letter["to"] for letter in letters()] == [both.email, other.email]
    assert len(recorded()) == 1


def test_it_ends_when_it_was_not_seen_for_an_hour_and_can_begin_again(administrator):
    fail(101)
    look_for_alarms()
    later(minutes=59)
    look_for_alarms()
    assert is_on()
    later(minutes=1)
    look_for_alarms()
    assert not is_on()
    assert recorded()[1:] == [("operations.alarm_ended", None, {"alarm": "sign_ins"})]
    look_for_alarms()
    fail(102)
    look_for_alarms()
    assert is_on()
    assert len(recorded()) == 3
    assert len(letters()) == 2


@pytest.mark.parametrize("again", [0, 101])
def test_a_clock_set_back_does_not_keep_it_on(again):
    later(days=1)
    fail(101)
    look_for_alarms()
    later(days=-1)
    fail(again)
    look_for_alarms()
    assert is_on()
    later(minutes=61)
    look_for_alarms()
    assert not is_on()


def test_administrators_read_on_their_page_what_it_is_and_what_to_do(
    client, administrator
):
    client.force_login(administrator)
    assert "Needs a look" not in client.get("/outbox/").text
    fail(101)
    look_for_alarms()
    page = client.get("/outbox/").text
    assert "Many failed sign-ins</strong>, since" in page
    assert "whoever runs the proxy" in page


def test_only_administrators_read_of_it_where_the_services_health_is_said(
    client, administrator, coordinator
):
    fail(101)
    look_for_alarms()
    assert client.get("/healthz").content == b"ok\n"
    client.force_login(coordinator)
    assert client.get("/healthz").content == b"ok\n"
    client.force_login(administrator)
    assert client.get("/healthz").content == b"ok\nalarm sign_ins\n"


def test_an_alarm_of_another_release_is_shown_by_its_code(client, administrator):
    now = clock.now()
    Alarm.objects.create(code="later_kind", number=1, began_at=now, seen_at=now)
    look_for_alarms()
    client.force_login(administrator)
    assert "Later_kind" in client.get("/outbox/").text


def test_failed_sign_ins_are_found_by_an_index():
    """Which one is for PostgreSQL to say, by how many entries there are of what."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # for few rows it would read them all
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = alarms.failed_sign_ins(timedelta(hours=1)).explain()
    assert "INDEX" in plan.upper(), plan
    assert "Seq Scan" not in plan


def test_a_database_that_answers_before_it_has_written_is_one_in_production(settings):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL synchronous_commit TO off")
    look_for_alarms()
    assert not is_on("not_written")
    settings.REHEARSAL = False
    look_for_alarms()
    assert is_on("not_written") == (connection.vendor == "postgresql")
