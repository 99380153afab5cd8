"""Looks at referrals, at moments of the past, for tests of what is asked about them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dueregard import clock
from dueregard.audit import services as audit
from dueregard.clock import services as clock_services
from dueregard.clock.working_days import take_working_days
from dueregard.referrals.models import ReadQuestion, Referral
from dueregard.referrals.read_rules import day_of
from dueregard.vault import tenancy
from dueregard.vault.events import VaultEvent

from .factories import make_referral

LONDON = ZoneInfo("Europe/London")


def several(authority, count: int) -> list[Referral]:
    return [make_referral(authority) for _ in range(count)]


def working_day(before: int = 1) -> date:
    """A working day that is over."""
    return take_working_days(day_of(clock.now()), before)


def travel(day: date, hour: int = 10) -> None:
    wanted = datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)
    clock_services.shift(wanted - clock.now() + clock.offset())


def on_a_thursday() -> None:
    """Ordinary working days before and after, whatever day the tests run on."""
    days = (3 - clock.today().weekday()) % 7
    travel(clock.today() + timedelta(days=days), hour=9)


def opened_on(
    day: date,
    person,
    referrals: Iterable[Referral],
    *,
    hour: int = 10,
    door: str = "detail",
) -> None:
    """Looks as a page records them: each has parts of the referral beside it."""
    before = clock.offset()
    travel(day, hour)
    with audit.atomic():
        for row in referrals:
            audit.record(
                VaultEvent.LOOKED,
                None,
                by=person,
                authority=row.authority_id,
                purpose="triage",
                door=door,
                groups=["G1"],
                kinds=["referrals.referral", "referrals.subject"],
                subjects=[row.pk, row.subject_id],
            )
    clock_services.shift(before)


def night_passes(days: int = 1) -> None:
    """Go on to the morning after, when the day before is over."""
    travel(clock.today() + timedelta(days=days), hour=9)


def questions(authority) -> list[ReadQuestion]:
    with tenancy.of(authority):
        rows = ReadQuestion.objects.filter(authority=authority)
        rows = rows.select_related("authority", "reader", "data_key")
        return list(rows.order_by("day", "kind", "reader"))


def asked(authority) -> list[tuple]:
    return [(row.reader, row.kind, row.day, row.seen) for row in questions(authority)]
