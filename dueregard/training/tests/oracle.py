"""Coverage worked out the slow way, from its definitions, sharing nothing with the
product: the words are those of docs/explanation/training-numbers.md."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

IN_SCOPE = {"in_date", "due_soon", "lapsed", "never", "unknown"}


@dataclass(frozen=True)
class Rule:
    course: str
    starts_on: date
    ends_on: date | None = None
    every_months: int | None = None
    within_days: int = 0
    counts_from: date | None = None


@dataclass(frozen=True)
class Group:
    rules: tuple[Rule, ...]
    begins_on: date | None = None
    closed_on: date | None = None


@dataclass(frozen=True)
class Done:
    course: str
    on: date
    expires_on: date | None = None
    is_ended: bool = False


@dataclass(frozen=True)
class Someone:
    organisation: int
    places: tuple[tuple[int, date | None], ...]  # role group, and since when
    done: tuple[Done, ...]
    joined_on: date | None = None
    left_on: date | None = None
    leave: tuple[date, date | None] | None = None
    is_merged: bool = False


@dataclass(frozen=True)
class World:
    courses: tuple[str, ...]
    satisfies: frozenset[tuple[str, str]]  # (what was done, what it counts for)
    groups: tuple[Group, ...]
    returns: tuple[tuple[date, ...], ...]  # by organisation
    people: tuple[Someone, ...]
    census: date = field(default=date(2026, 2, 28))


def months_after(day: date, months: int) -> date:
    """Step a month at a time; then the day of the month, or the last there is."""
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError


def counts_for(world: World, done: str, wanted: str) -> bool:
    """Whether `done` leads to `wanted` along the arrows."""
    reached = {done}
    while True:
        more = {to for start, to in world.satisfies if start in reached} - reached
        if not more:
            return wanted in reached
        reached |= more


def in_force(group: Group, day: date) -> list[Rule]:
    if group.begins_on and day < group.begins_on:
        return []
    if group.closed_on and day >= group.closed_on:
        return []
    return [
        rule
        for rule in group.rules
        if rule.starts_on <= day and not (rule.ends_on and day > rule.ends_on)
    ]


def met_until(world: World, person: Someone, rule: Rule, day: date) -> date | None:
    """The last day on which the rule is met; None when it never was."""
    ends = []
    for done in person.done:
        if (
            done.is_ended
            or done.on > day
            or not counts_for(world, done.course, rule.course)
        ):
            continue
        if rule.counts_from and done.on < rule.counts_from:
            continue
        holds = [date.max]
        if rule.every_months:
            holds.append(months_after(done.on, rule.every_months))
        if done.expires_on:
            holds.append(done.expires_on)
        ends.append(min(holds))
    return max(ends) if ends else None


def presence(person: Someone, began: date | None, day: date) -> str:
    if person.left_on and person.left_on <= day:
        return "left"
    if began and began > day:
        return "later"
    if person.leave:
        first, last = person.leave
        if first <= day and (last is None or last >= day):
            return "leave"
    return "here"


def state(world: World, person: Someone, place: tuple[int, date | None]) -> str:
    day = world.census
    number, since = place
    days = [each for each in (person.joined_on, since) if each]
    began = max(days) if days else None
    if (where := presence(person, began, day)) != "here":
        return where
    rules = in_force(world.groups[number], day)
    if not rules:
        return "nothing_asked"
    grace = max(rule.within_days for rule in rules)
    if began and began + timedelta(days=grace) > day:
        return "grace"
    ends = [met_until(world, person, rule, day) for rule in rules]
    if None in ends:
        recent = [
            sent
            for sent in world.returns[person.organisation]
            if months_after(day, -12) < sent <= day
        ]
        return "never" if recent else "unknown"
    first = min(ends)
    if first < day:
        return "lapsed"
    return "due_soon" if first < day + timedelta(days=60) else "in_date"


def count(world: World) -> dict[tuple[int, int | None], Counter]:
    """By organisation and role group: how many are in each state."""
    found: dict[tuple[int, int | None], Counter] = {}
    for person in world.people:
        if person.is_merged:
            continue
        for place in person.places:
            cell = found.setdefault((person.organisation, place[0]), Counter())
            cell[state(world, person, place)] += 1
        if not person.places:
            where = presence(person, person.joined_on, world.census)
            cell = found.setdefault((person.organisation, None), Counter())
            cell["unknown" if where == "here" else where] += 1
    return found


def share(cells: dict[tuple[int, int | None], Counter]) -> tuple[int, int]:
    """(in date, in scope) of all of them."""
    total = sum(cells.values(), Counter())
    in_date = total["in_date"] + total["due_soon"]
    return in_date, sum(number for name, number in total.items() if name in IN_SCOPE)
