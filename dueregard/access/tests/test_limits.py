"""How often somebody may come: counted in a window that runs from the first time."""

from datetime import UTC, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from dueregard import clock
from dueregard.access.limits import Limit, count, is_over
from dueregard.clock import services as clock_services

pytestmark = pytest.mark.django_db
HOURLY = Limit("test-hourly", most=2, window=timedelta(hours=1))


def later(**time) -> None:
    clock_services.shift(clock.offset() + timedelta(**time))


def test_one_too_many_within_the_window_is_told_and_others_are_not_counted_with_it():
    assert [count(HOURLY, "a") for _ in range(3)] == [False, False, True]
    assert is_over(HOURLY, "a")
    assert not is_over(HOURLY, "b")


def test_whoever_comes_slowly_is_counted_for_the_whole_window():
    for _ in range(2):
        assert not count(HOURLY, "a")
        later(minutes=20)
    assert count(HOURLY, "a")
    later(minutes=25)
    assert not is_over(HOURLY, "a")
    assert not count(HOURLY, "a")


def test_what_is_counted_is_kept_until_the_window_ends():
    for _ in range(2):
        count(HOURLY, "a")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT expires FROM shared_cache WHERE cache_key LIKE %s",
            ["%test-hourly%"],
        )
        (expires,) = cursor.fetchone()
    expires = expires if timezone.is_aware(expires) else expires.replace(tzinfo=UTC)
    left = expires - timezone.now()
    assert timedelta(minutes=59) < left <= timedelta(hours=1, seconds=1)
