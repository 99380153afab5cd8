from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from dueregard import clock
from dueregard.clock import services
from dueregard.clock.models import Offset

DAY = timedelta(days=1)


def at(moment, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.mark.django_db
def test_a_moved_clock_moves_in_every_process_that_follows_it():
    services.shift(DAY)
    assert Offset.objects.get().seconds == 24 * 60 * 60
    clock.set_offset(timedelta(0))  # as another process stands
    services.follow()
    assert clock.offset() == DAY


@pytest.mark.django_db
def test_a_clock_that_nobody_moved_is_true():
    clock.set_offset(DAY)
    services.follow()
    assert clock.offset() == timedelta(0)


@pytest.mark.django_db
def test_the_clock_moves_in_rehearsal_only(settings):
    settings.REHEARSAL = False
    with pytest.raises(RuntimeError):
        services.shift(DAY)
    clock.set_offset(timedelta(0))
    Offset.objects.create(pk=1, seconds=99)
    services.follow()
    assert clock.offset() == timedelta(0)


@pytest.mark.django_db
def test_the_last_move_counts():
    services.shift(DAY)
    services.shift(-DAY)
    assert Offset.objects.get().seconds == -24 * 60 * 60


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), "2026-03-29"),  # clocks go forward
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "2026-07-01"),  # half past midnight
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "2026-10-25"),  # clocks go back
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "2026-12-31"),
        (datetime(2028, 2, 29, 12, 0, tzinfo=UTC), "2028-02-29"),
    ],
)
def test_today_is_the_day_in_london(moment, day, monkeypatch):
    at(moment, monkeypatch)
    assert clock.today().isoformat() == day


def test_now_is_a_moment_of_utc(monkeypatch):
    at(datetime(2026, 7, 1, 9, 0, tzinfo=UTC), monkeypatch)
    clock.set_offset(DAY)
    assert clock.now() == datetime(2026, 7, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "days", "lands"),
    [
        (datetime(2026, 11, 21, 23, 30, tzinfo=UTC), -200, "2026-05-05 23:30"),
        (datetime(2026, 7, 15, 23, 30, tzinfo=UTC), 130, "2026-11-23 00:30"),
        (datetime(2026, 3, 28, 9, 0, tzinfo=UTC), 1, "2026-03-29 09:00"),
        (datetime(2026, 7, 15, 9, 0, tzinfo=UTC), 0, "2026-07-15 10:00"),
    ],
)
def test_days_away_is_the_same_hour_of_another_day(moment, days, lands, monkeypatch):
    at(moment, monkeypatch)
    clock.set_offset(clock.days_away(days))
    assert f"{timezone.localtime(clock.now()):%Y-%m-%d %H:%M}" == lands
