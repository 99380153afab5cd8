"""What a change of rules, or of what counts for what, would do to the people of role
groups; nothing is written.

The same SQL that judges everybody (`coverage.judging`) is asked twice about one day:
with the rules and links as they are, and as they would be. The day is today, or the
first day on which the change holds, so that what differs is the change and not the
passing of time.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import connection

from dueregard import clock
from dueregard.accounts.models import Organisation

from .accepting import accepted_for, equivalences_of, linked, reached
from .coverage.judging import Scope, columns_of, days_of, judged_sql
from .coverage.states import Census, State, literal, state_sql
from .coverage.tally import Tally
from .models import Completion, Course, Learner, LearnerRole, Requirement, RoleGroup
from .services.requirements import changed_requirement

_STATES = """
WITH RECURSIVE {head}, sent AS (
    SELECT DISTINCT authority_id, organisation_id FROM training_organisationreturn
    WHERE received_on > {since} AND received_on <= {day}
)
SELECT place.id AS place_id, place.organisation_id, {state} AS state
FROM judged place LEFT JOIN sent ON sent.authority_id = place.authority_id
    AND sent.organisation_id = place.organisation_id
"""
_BOTH = """
SELECT stored.organisation_id, stored.state, other.state, COUNT(*)
FROM ({before}) stored JOIN ({after}) other ON other.place_id = stored.place_id
GROUP BY stored.organisation_id, stored.state, other.state
"""
_STORED_BUT = """
SELECT id, role_group_id, course_id, every_months, counts_from, within_days,
       starts_on, ends_on
FROM training_requirement WHERE id NOT IN ({replaced})
"""


@dataclass
class Effect:
    """What a change does to the people of one organisation, or of all of them."""

    name: str
    before: Tally = field(default_factory=Tally)
    after: Tally = field(default_factory=Tally)
    moved: Counter[tuple[State, State]] = field(default_factory=Counter)

    def add(self, was: State, would_be: State, people: int) -> None:
        self.before.states[was] += people
        self.after.states[would_be] += people
        if was != would_be:
            self.moved[was, would_be] += people

    @property
    def people(self) -> int:
        return self.before.everybody

    @property
    def affected(self) -> int:
        """How many people would stand differently."""
        return sum(self.moved.values())

    @property
    def moves(self) -> list[tuple[str, str, int]]:
        """(state before, state after, how many), in the order of the states."""
        return [
            (was.label, would_be.label, self.moved[was, would_be])
            for was in State
            for would_be in State
            if self.moved[was, would_be]
        ]


@dataclass(frozen=True)
class Simulation:
    """The day it was counted for, all together, and each organisation that changes,
    those with most people affected first. `held_up` people would have to do one of
    `needs` before the course that they must do."""

    day: date
    total: Effect
    organisations: list[Effect]
    needs: tuple[Course, ...] = ()
    held_up: int = 0


def simulate(changed: Iterable[Requirement], *, day: date) -> Simulation:
    """What it would do to store `changed`: rows of rules as they would be, in place of
    those of their ids; a row without an id is one more. Counted for `day`, or today
    where that has passed. One statement counts, and one reads names.
    """
    rules = list(changed)
    groups = {rule.role_group_id for rule in rules}
    return _simulated(groups, max(day, clock.today()), rules=_as_changed(rules))


def simulate_links(
    course: Course, *, needs: Collection[Course], satisfies: Collection[Course]
) -> Simulation:
    """What it would do to have `course` count for `satisfies`, and for no other, and to
    ask one of `needs` before it. What was done before a need was asked stays done."""
    kept = [pair for pair in equivalences_of(course.authority) if pair[0] != course.pk]
    pairs = [*kept, *((course.pk, each.pk) for each in satisfies)]
    satisfied_by = linked((b, a) for a, b in pairs)
    changed = [
        pk
        for pk, accepted in accepted_for(course.authority).items()
        if reached(pk, satisfied_by) != accepted
    ]
    rules = Requirement.objects.in_force().filter(course__in=changed).order_by()
    groups = set(rules.values_list("role_group", flat=True))
    found = _simulated(groups, clock.today(), links=_as_linked(pairs))
    return replace(found, needs=tuple(needs), held_up=_held_up(course, needs))


def simulate_beginning(role_group: RoleGroup, begins_on: date | None) -> Simulation:
    """What it would do to count the rules of `role_group` from `begins_on`."""
    other = "SELECT id, begins_on, closed_on FROM training_rolegroup WHERE id <> "
    mine = f"{role_group.pk:d}, {_day(begins_on)}, {_day(role_group.closed_on)}"
    groups = f"({other}{role_group.pk:d} UNION ALL SELECT {mine})"
    return _simulated({role_group.pk}, clock.today(), groups=groups)


def _held_up(course: Course, needs: Collection[Course]) -> int:
    """How many people must do `course` and have not, who would have to do one of
    `needs` before they can."""
    if not needs:
        return 0
    accepted = accepted_for(course.authority)
    enough = {pk for each in needs for pk in accepted[each.pk]}
    rules = Requirement.objects.in_force().filter(course=course).order_by()
    places = LearnerRole.objects.filter(role_group__in=rules.values("role_group"))
    done = Completion.objects.live().filter(course__in=accepted[course.pk] | enough)
    asked = Learner.objects.serving().filter(pk__in=places.values("learner"))
    return asked.exclude(pk__in=done.values("learner")).count()


def _simulated(of: Collection[int], day: date, **other: str) -> Simulation:
    """How places `of` role groups are counted on `day`, and would be by `other` rules,
    links or role groups."""
    total, by_organisation = Effect("All organisations"), defaultdict(list)
    counted = _counted(of, day, other) if of else ()
    for key, was, would_be, people in counted:
        move = State(was), State(would_be), people
        total.add(*move)
        by_organisation[key].append(move)
    effects = []
    for organisation in Organisation.objects.filter(pk__in=by_organisation):
        effect = Effect(organisation.name)
        for move in by_organisation[organisation.pk]:
            effect.add(*move)
        effects.append(effect)
    shown = [effect for effect in effects if effect.affected]
    shown.sort(key=lambda effect: (-effect.affected, effect.name))
    return Simulation(day, total, shown)


def simulate_again(
    course: Course, role_groups: Iterable[RoleGroup], since: date
) -> Simulation:
    """What it would do to have people of `role_groups` do `course` again, who did it
    before `since`."""
    today, rows = clock.today(), []
    rules = course.requirements.filter(role_group__in=role_groups).in_force()
    for rule in rules.counting_what_was_done_before(since):
        change = changed_requirement(rule, from_on=today, counts_from=since)
        rows += [each for each in (change.kept, change.new) if each]
    return simulate(rows, day=today)


def _counted(
    groups: Collection[int], day: date, other: dict[str, str]
) -> list[tuple[int, str, str, int]]:
    """(organisation, state, state by the `other` rules or links, how many places)."""
    ids = ", ".join(f"{pk:d}" for pk in sorted(groups))
    scope = Scope(f"place.role_group_id IN ({ids})")
    before, values = _states_sql(day, scope, {})
    after, more = _states_sql(day, scope, other)
    with connection.cursor() as cursor:
        cursor.execute(_BOTH.format(before=before, after=after), (*values, *more))
        return cursor.fetchall()


def _states_sql(day: date, scope: Scope, other: dict[str, str]) -> tuple[str, tuple]:
    census = Census(day)
    head, values = judged_sql([census], scope, **other)
    at = columns_of("place"), days_of("place")
    state = state_sql(*at, "sent.organisation_id IS NOT NULL")
    days = census.in_sql()
    statement = _STATES.format(
        head=head, state=state, since=days["since"], day=days["day"]
    )
    return statement, values


def _as_changed(rules: list[Requirement]) -> str:
    """The stored rules with `rules` in their place, as something to select from."""
    replaced = ", ".join(str(rule.pk) for rule in rules if rule.pk) or "0"
    rows = [_row(-number, rule) for number, rule in enumerate(rules, start=1)]
    together = " UNION ALL ".join([_STORED_BUT.format(replaced=replaced), *rows])
    return f"({together})"


def _as_linked(pairs: Iterable[tuple[int, int]]) -> str:
    """These equivalences in place of those stored, as something to select from."""
    nothing = "SELECT 0 AS course_id, 0 AS satisfies_id"
    rows = [f"SELECT {course:d}, {satisfies:d}" for course, satisfies in pairs]
    return f"({' UNION ALL '.join([nothing, *rows])})"


def _row(number: int, rule: Requirement) -> str:
    """A rule as a row of SQL; whole numbers and days, nothing that somebody typed."""
    cells = [
        f"{rule.pk or number:d}",
        f"{rule.role_group_id:d}",
        f"{rule.course_id:d}",
        f"{rule.every_months:d}" if rule.every_months else "NULL",
        _day(rule.counts_from),
        f"{rule.within_days:d}",
        _day(rule.starts_on),
        _day(rule.ends_on),
    ]
    return f"SELECT {', '.join(cells)}"


def _day(day: date | None) -> str:
    return literal(day) if day else "NULL"
