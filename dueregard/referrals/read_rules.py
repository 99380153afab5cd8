"""Which reads of referrals are a reason to ask: rules as data, each with its source.

Nothing here judges anybody. A rule counts what one person opened on one day and
compares it with a fixed figure, or with the same person's own days; people are never
compared with each other. What comes of it is one question to the data protection
officer. Sharing a surname or an address is none of these rules: that is a prompt to the
reader alone (practice AC 5).

A day runs from 7 in the morning to 7 the next morning, London time, so that a night is
one. `Opened` is told what was opened; the rules below are sums over it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from statistics import median

from django.utils import timezone

from dueregard.access.roles import Role
from dueregard.clock.working_days import add_working_days, is_working_day

from .models import ReadQuestion

Kind = ReadQuestion.Kind

OURS = "Our own rule (security C-AU7)."
MORNING, EVENING = time(7), time(20)
"""Case work that is planned falls between these; an emergency does not wait for them"""
TIMES_USUAL = 3
"""Security C-AU7: more than three times one's own median."""
HISTORY = timedelta(days=30)
"""Security C-AU7: of the 30 days before. Days without any are not counted: leave and
weekends would make every first day back look odd."""
MANY = 10
"""Fewer than ten in a day is ordinary work, however quiet the days before were."""
LATE = 10
"""An emergency in the night opens a few records; ten are a list being worked off."""
IDLE = 5
"""Looking up one or two that are a colleague's is part of the work; five are asked."""
IDLE_AFTER = 10
"""Working days: two weeks, in which what was read for a purpose is acted on."""
ACTING = (Role.GATEWAY_OFFICER, Role.CASE_OFFICER, Role.COORDINATOR)
"""Whoever reads to act. Chairs supervise by reading, referrers read what they sent."""


@dataclass(frozen=True)
class Rule:
    """`when` says to people what is asked about, `says` what was seen, as a sentence
    that follows a day; `least` is the smallest count that is asked about."""

    when: str
    says: str
    least: int
    source: str = OURS


RULES: dict[str, Rule] = {
    Kind.MANY: Rule(
        f"On one day somebody opened at least {MANY} different referrals, and more "
        f"than {TIMES_USUAL} times as many as on a usual day of theirs: the median of "
        "the days in the 30 before on which they opened any.",
        "opened {seen}; {usual} on a usual day.",
        MANY,
    ),
    Kind.OUT_OF_HOURS: Rule(
        f"Somebody opened at least {LATE} different referrals between 8pm and 7am, or "
        "on a day that is no working day.",
        "opened {seen} between 8pm and 7am, or on a day that is no working day.",
        LATE,
    ),
    Kind.NO_ACTION: Rule(
        "A gateway officer, case officer or co-ordinator opened at least "
        f"{IDLE} referrals on one day that they do not hold and that did not wait for "
        f"them, and did nothing about them in the {IDLE_AFTER} working days after.",
        "opened {seen} and did nothing about them in the "
        f"{IDLE_AFTER} working days after.",
        IDLE,
    ),
    Kind.DECLARED: Rule(
        "Somebody who declared an interest in a referral opened it afterwards, or "
        "tried to.",
        "opened, or tried to open, {seen} in which they had declared an interest.",
        1,
    ),
}


@dataclass(frozen=True)
class Finding:
    """A reason to ask `reader`, by the id of the person, about one day of theirs."""

    reader: int
    kind: str
    day: date
    seen: int
    usual: Decimal | None = None


def said(question: ReadQuestion) -> str:
    """What was seen, in words that follow "On 20 November 2026"."""
    return RULES[question.kind].says.format(
        seen="1 referral" if question.seen == 1 else f"{question.seen:,} referrals",
        usual=f"{question.usual.normalize():f}" if question.usual else "",
    )


def day_of(moment: datetime) -> date:
    """The day, from 7 to 7, that `moment` belongs to."""
    return (timezone.localtime(moment) - timedelta(hours=MORNING.hour)).date()


def begins(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, MORNING))


def is_out_of_hours(moment: datetime) -> bool:
    local = timezone.localtime(moment)
    at_work = MORNING <= local.time() < EVENING
    return not at_work or not is_working_day(local.date())


def last_day_to_act(day: date) -> date:
    """The working day that is the last on which something may be done about what was
    opened on `day`."""
    return add_working_days(day, IDLE_AFTER)


@dataclass
class Opened:
    """Ids of the referrals that each person opened, by (person, day)."""

    on: dict[tuple[int, date], set[str]] = field(
        default_factory=lambda: defaultdict(set)
    )
    late: dict[tuple[int, date], set[str]] = field(
        default_factory=lambda: defaultdict(set)
    )

    def add(self, person: int, at: datetime, referrals: Iterable[str]) -> None:
        key = person, day_of(at)
        self.on[key].update(referrals)
        if is_out_of_hours(at):
            self.late[key].update(referrals)

    def readers_on(self, day: date) -> list[int]:
        return sorted(person for person, of in self.on if of == day)

    def usual(self, person: int, day: date) -> Decimal | None:
        """Their median over the days before `day` on which they opened any."""
        days = (day - timedelta(days=n) for n in range(1, HISTORY.days + 1))
        counts = [len(self.on[person, each]) for each in days if (person, each) in self]
        return Decimal(str(median(counts))) if counts else None

    def __contains__(self, key: tuple[int, date]) -> bool:
        return bool(self.on.get(key))


def by_number(opened: Opened, day: date) -> list[Finding]:
    """What the rules find that need nothing but what was opened and when."""
    found = []
    for person in opened.readers_on(day):
        seen, usual = len(opened.on[person, day]), opened.usual(person, day)
        if seen >= MANY and usual is not None and seen > TIMES_USUAL * usual:
            found.append(Finding(person, Kind.MANY, day, seen, usual))
        late = len(opened.late.get((person, day), ()))
        if late >= LATE:
            found.append(Finding(person, Kind.OUT_OF_HOURS, day, late))
    return found
