"""What the rules about reads find, worked out by hand at each of their edges."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from dueregard.referrals.models import ReadQuestion
from dueregard.referrals.read_rules import (
    RULES,
    Finding,
    Kind,
    Opened,
    begins,
    by_number,
    day_of,
    is_out_of_hours,
    last_day_to_act,
    said,
)

LONDON = ZoneInfo("Europe/London")
ADA = 7
DAY = date(2026, 11, 19)  # a Thursday


def at(day: date, clock: str = "10:00") -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON)


def ids(count: int) -> list[str]:
    return [f"referral {number}" for number in range(count)]


def history(**counts: int) -> Opened:
    """`before_3=4`: four referrals, three days before the day."""
    opened = Opened()
    for name, count in counts.items():
        before = timedelta(days=int(name.removeprefix("before_")))
        opened.add(ADA, at(DAY - before), ids(count))
    return opened


def asked(opened: Opened, day: date = DAY) -> list[tuple]:
    return [(each.kind, each.seen, each.usual) for each in by_number(opened, day)]


@pytest.mark.parametrize(("seen", "is_asked"), [(9, False), (10, True)])
def test_ten_different_ones_are_asked_about_and_nine_are_not(seen, is_asked):
    opened = history(before_1=1)
    opened.add(ADA, at(DAY), ids(seen))
    assert asked(opened) == ([(Kind.MANY, 10, Decimal(1))] if is_asked else [])


@pytest.mark.parametrize(("seen", "is_asked"), [(12, False), (13, True)])
def test_exactly_three_times_the_median_is_not_asked_about(seen, is_asked):
    opened = history(before_1=2, before_2=4, before_3=9)
    opened.add(ADA, at(DAY), ids(seen))
    assert asked(opened) == ([(Kind.MANY, 13, Decimal(4))] if is_asked else [])


@pytest.mark.parametrize(("seen", "is_asked"), [(10, False), (11, True)])
def test_a_median_may_lie_between_two_days(seen, is_asked):
    opened = history(before_1=3, before_2=4)
    opened.add(ADA, at(DAY), ids(seen))
    assert asked(opened) == ([(Kind.MANY, 11, Decimal("3.5"))] if is_asked else [])


def test_the_same_one_opened_often_is_one():
    opened = history(before_1=1)
    for _ in range(20):
        opened.add(ADA, at(DAY), ids(9))
    assert asked(opened) == []


def test_the_thirtieth_day_before_counts_and_the_one_before_that_does_not():
    opened = history(before_30=2)
    opened.add(ADA, at(DAY), ids(10))
    assert asked(opened) == [(Kind.MANY, 10, Decimal(2))]
    opened = history(before_31=2)
    opened.add(ADA, at(DAY), ids(10))
    assert asked(opened) == []


def test_days_without_any_do_not_make_a_usual_day_smaller():
    opened = history(before_5=10)
    opened.add(ADA, at(DAY), ids(30))
    assert asked(opened) == []
    opened.add(ADA, at(DAY), [*ids(30), "one more"])
    assert asked(opened) == [(Kind.MANY, 31, Decimal(10))]


def test_nobody_is_compared_with_anybody_else():
    opened = history(before_1=10)
    opened.add(ADA, at(DAY), ids(20))
    opened.add(8, at(DAY - timedelta(days=1)), ids(1))
    assert asked(opened) == []


@pytest.mark.parametrize(("seen", "is_asked"), [(9, False), (10, True)])
def test_ten_in_a_night_are_asked_about_and_nine_are_not(seen, is_asked):
    opened = Opened()
    opened.add(ADA, at(DAY, "22:00"), ids(seen))
    assert asked(opened) == ([(Kind.OUT_OF_HOURS, 10, None)] if is_asked else [])


@pytest.mark.parametrize(
    ("clock", "is_late"),
    [("06:59", True), ("07:00", False), ("19:59", False), ("20:00", True)],
)
def test_hours_begin_at_seven_and_end_at_eight(clock, is_late):
    assert is_out_of_hours(at(DAY, clock)) is is_late


@pytest.mark.parametrize(
    "day", [date(2026, 11, 21), date(2026, 11, 22), date(2026, 12, 25)]
)
def test_a_day_that_is_no_working_day_is_out_of_hours_at_noon(day):
    assert is_out_of_hours(at(day, "12:00"))


def test_hours_are_those_of_london_in_summer_too():
    july = datetime(2026, 7, 1, 19, 0, tzinfo=UTC)
    assert is_out_of_hours(july)
    assert not is_out_of_hours(july - timedelta(minutes=1))
    assert not is_out_of_hours(datetime(2026, 11, 19, 19, 0, tzinfo=UTC))


def test_a_night_is_one_though_its_date_changes():
    opened = Opened()
    opened.add(ADA, at(DAY, "23:30"), ids(5))
    opened.add(ADA, at(DAY + timedelta(days=1), "06:59"), ["a", "b", "c", "d", "e"])
    assert asked(opened) == [(Kind.OUT_OF_HOURS, 10, None)]
    assert asked(opened, DAY + timedelta(days=1)) == []


def test_the_night_in_which_the_clocks_change_ends_at_seven():
    autumn, spring = date(2026, 10, 24), date(2026, 3, 28)
    assert begins(autumn) == datetime(2026, 10, 24, 6, 0, tzinfo=UTC)
    assert begins(autumn + timedelta(days=1)) == datetime(
        2026, 10, 25, 7, 0, tzinfo=UTC
    )
    assert day_of(datetime(2026, 10, 25, 6, 59, tzinfo=UTC)) == autumn
    assert day_of(datetime(2026, 10, 25, 7, 0, tzinfo=UTC)) == date(2026, 10, 25)
    assert day_of(datetime(2026, 3, 29, 5, 59, tzinfo=UTC)) == spring
    assert day_of(datetime(2026, 3, 29, 6, 0, tzinfo=UTC)) == date(2026, 3, 29)


def test_the_hour_that_comes_twice_belongs_to_the_same_night():
    opened = Opened()
    opened.add(ADA, datetime(2026, 10, 25, 0, 30, tzinfo=UTC), ids(5))
    opened.add(ADA, datetime(2026, 10, 25, 1, 30, tzinfo=UTC), ids(10))
    assert asked(opened, date(2026, 10, 24)) == [(Kind.OUT_OF_HOURS, 10, None)]


def test_the_time_to_act_is_ten_working_days():
    assert last_day_to_act(DAY) == date(2026, 12, 3)
    assert last_day_to_act(date(2026, 12, 18)) == date(2027, 1, 6)  # over Christmas


def test_a_question_says_what_was_seen_in_plain_words():
    def words(**given) -> str:
        return said(ReadQuestion(**given))

    assert words(kind=Kind.MANY, seen=34, usual=Decimal("8.0")) == (
        "opened 34 referrals; 8 on a usual day."
    )
    assert words(kind=Kind.MANY, seen=34, usual=Decimal("8.5")) == (
        "opened 34 referrals; 8.5 on a usual day."
    )
    assert words(kind=Kind.MANY, seen=61, usual=Decimal("20.0")).endswith(
        "20 on a usual day."
    )
    assert words(kind=Kind.DECLARED, seen=1) == (
        "opened, or tried to open, 1 referral in which they had declared an interest."
    )


def test_every_kind_has_a_rule_with_its_source():
    assert set(RULES) == set(Kind)
    assert all(rule.source and rule.when and rule.least for rule in RULES.values())


def test_a_finding_names_a_person_by_id_and_no_referral():
    assert set(Finding.__dataclass_fields__) == {
        *("reader", "kind", "day", "seen", "usual"),
    }
