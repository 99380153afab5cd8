"""A clock more than two seconds off, or that nobody sets, is told of (C-AU6)."""

import ctypes
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.db import connection

from dueregard import clock
from dueregard.audit.models import Entry
from dueregard.clock.services import shift
from dueregard.operations import machine_clock
from dueregard.operations.models import Alarm
from dueregard.operations.services import look_for_alarms

pytestmark = pytest.mark.django_db
SET = 0x2001  # STA_PLL and STA_NANO, as where chrony runs
NOT_SET = SET | 0x40


@pytest.fixture
def kernel(monkeypatch, settings):
    """A kernel that gives this answer and status; outside rehearsal it is asked."""
    settings.REHEARSAL = False

    def answers(status, answer=0):
        def adjtimex(asked):
            assert asked._obj.modes == 0  # asks, and sets nothing
            asked._obj.status = status
            return answer

        library = SimpleNamespace(adjtimex=adjtimex)
        monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: library)

    answers(SET)
    return answers


@pytest.fixture
def database_is(monkeypatch):
    """A database whose clock is so far from ours."""

    def off(**time):
        there = clock.now() + timedelta(**time)
        monkeypatch.setattr(machine_clock, "database_time", lambda: there)

    return off


@pytest.mark.parametrize("seconds", [-3600, -3, 3, 86400])
def test_more_than_two_seconds_from_the_databases_clock_is_recorded(
    seconds, kernel, database_is
):
    database_is(seconds=seconds)
    look_for_alarms()
    facts = Entry.objects.get(
        event="operations.alarm_began", facts__alarm="clock"
    ).facts
    assert abs(facts["number"] - abs(seconds)) <= 1


@pytest.mark.parametrize("seconds", [-1, 0, 1.9])
def test_less_is_none(seconds, kernel, database_is):
    database_is(seconds=seconds)
    assert machine_clock.seconds_off() is None


def test_a_clock_that_nobody_sets_is_told_of_in_production(kernel, settings):
    kernel(NOT_SET, 5)
    look_for_alarms()
    assert Alarm.objects.get(code="clock").number == 0
    settings.REHEARSAL = True
    assert machine_clock.seconds_off() is None


def test_where_the_kernel_cannot_be_asked_nothing_is_said(kernel, monkeypatch):
    kernel(NOT_SET, -1)
    assert machine_clock.seconds_off() is None
    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: SimpleNamespace())
    assert machine_clock.seconds_off() is None


def test_this_kernel_and_this_database_can_be_asked():
    status = machine_clock.kernel_status()
    assert status is None or 0 <= status < 2**16
    assert machine_clock.seconds_off() is None
    asked = machine_clock.database_time()
    assert (asked is not None) == (connection.vendor == "postgresql")


def test_a_rehearsals_moved_clock_is_no_wrong_clock():
    shift(timedelta(days=40))
    assert machine_clock.seconds_off() is None
